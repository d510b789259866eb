"""Writing Keras networks as source code. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Iterable


def call(function: str, *values: object, **options: object) -> str:
    """Return a call as source code.

    Parameters
    ----------
    function
        What is called.
    values
        Positional arguments: texts are expressions and are written as they are.
    options
        Keyword arguments: values, written as their ``repr``; those that are None are left out.
    """
    written = [str(value) for value in values]
    written += [f"{name}={_literal(value)}" for name, value in options.items() if value is not None]
    return f"{function}({', '.join(written)})"


def sequential(name: str, input_shape: str, layers: Iterable[str]) -> str:
    """Return the statement that defines a network, one layer on each line.

    Parameters
    ----------
    name
        Name of the variable and of the network.
    input_shape
        Expression of the shape of one input.
    layers
        Expressions of its layers; those of several lines are indented as a whole.
    """
    lines = [call("tfkl.InputLayer", input_shape), *layers]
    body = "\n".join(f"{line}," for line in lines).replace("\n", "\n    ")
    return f'{name} = tfk.Sequential([\n    {body}\n], name="{name}")'


def activation_of(name: str) -> str | None:
    """Return the activation of a layer as Keras wants it: None where the layer is linear."""
    return None if name == "linear" else name


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)
