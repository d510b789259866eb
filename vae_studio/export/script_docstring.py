"""The words that open an exported script: whatever a run is called, they stay words."""

from __future__ import annotations

import ast
import shlex
from collections.abc import Sequence
from importlib.metadata import version

from vae_studio.api import OutputError

LIBRARIES = ("tensorflow", "tensorflow-probability", "tf-keras", "numpy")

_WORDS = """{title}

Builds the model of {name} in TensorFlow Probability,
trains it from scratch on the same examples, and prints the figures of each split as one line of JSON.

    python {file} [DATA]
{held}{rounded}{adjusted}
Written for {versions}.
"""
_ADJUSTED = """
The run was adjusted by hand while it trained, which this script does not repeat:

{changes}
"""
_HELD = """
The examples take {gigabytes:,.1f} GB. The run read them from a file while it trained; this script holds all of
them in memory, and those of training more than once.
"""
_ROUNDED = """
The layers of the run computed in {precision}; those of this script compute in float32.
"""
_TITLES = {
    (True, True): "A variational autoencoder.",
    (True, False): "A variational autoencoder with the mean squared error as its reconstruction.",
    (False, True): "An autoencoder whose decoder is a distribution.",
    (False, False): "A standard autoencoder.",
}


def script_docstring(
    run: str,
    file: str,
    *,
    posterior: bool,
    likelihood: bool,
    adjustments: Sequence[str] = (),
    precision: str = "float32",
    streamed: int = 0,
) -> str:
    """Return what a script says of itself.

    Parameters
    ----------
    run
        Name of the run; empty before its training.
    file
        Name of the script.
    posterior
        Whether the encoder gives a distribution.
    likelihood
        Whether the decoder does.
    adjustments
        Sentences on what was changed by hand while the run trained.
    precision
        What the run's layers compute in, as ``training.precision`` says.
    streamed
        Bytes of the examples, if they are too many for the run to hold in memory; else 0.
    """
    name = _one_line(run)
    bits = precision.removeprefix("mixed_")
    return _WORDS.format(
        title=_TITLES[posterior, likelihood],
        name=f"the run {name}" if name else "a run that was not trained yet",
        file=shlex.quote(_one_line(file)),
        held=_HELD.format(gigabytes=streamed / 1e9) if streamed else "",
        rounded="" if bits == "float32" else _ROUNDED.format(precision=bits),
        adjusted=_adjusted(adjustments),
        versions=", ".join(f"{library} {version(library)}" for library in LIBRARIES),
    )


def _adjusted(adjustments: Sequence[str]) -> str:
    changes = "\n".join(f"    {_one_line(sentence)}" for sentence in adjustments)
    return _ADJUSTED.format(changes=changes) if changes else ""


def docstring_source(docstring: str) -> str:
    """Return a docstring as source code."""
    escaped = docstring.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{escaped}"""'


def require_program(text: str, docstring: str) -> None:
    """Refuse a script that is no Python, or that opens with other words than those meant.

    Raises
    ------
    OutputError
        The code of a plugin does not fit in among the rest.
    """
    try:
        found = ast.get_docstring(ast.parse(text), clean=False)
    except (SyntaxError, ValueError) as error:  # ValueError: a null byte
        raise _refusal(str(error)) from error
    if found != docstring:
        raise _refusal("its first words are not those meant")


def _refusal(reason: str) -> OutputError:
    return OutputError(
        f"The parts of this run do not make one Python program: {reason}.",
        "Export a SavedModel instead, or ask the author of the plugin.",
    )


def _one_line(text: str) -> str:
    """Return the characters of a text that can be seen, on one line."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
