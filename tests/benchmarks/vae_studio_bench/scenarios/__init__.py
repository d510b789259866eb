"""What is measured: each module of this package is one scenario, found by its name.

A scenario has `TITLE`, one line for the table, and ``run(settings: Settings) -> Iterable[Row]``, which may
yield its rows as they become known. It may have `ROUNDS` and `QUICK_ROUNDS`, how often it measures unless the
command line says otherwise, and `OPTIONS`, a mapping of the options that it takes to their meaning. It runs in
a process of its own; importing it imports neither TensorFlow nor Qt, which it leaves to `run`.
"""
