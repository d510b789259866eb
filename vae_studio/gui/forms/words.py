"""What a form says about a parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vae_studio.api import Parameter, SpecError
from vae_studio.gui.figures import MINUS

NOTHING = "Automatic"


def tooltip(parameter: Parameter) -> str:
    """Return what it does, which values it takes, and its default, a line each."""
    lines = [parameter.help, range_words(parameter), f"Default: {shown(parameter, parameter.default)}"]
    return "\n".join(line for line in lines if line)


def shown(parameter: Parameter, value: Any) -> str:
    """Return a value as a form shows it, with its unit."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Sequence) and not isinstance(value, str):
        if not value:
            return "none"
        text = ", ".join(item if isinstance(item, str) else number_words(item) for item in value)
    else:
        text = number_words(value) if isinstance(value, (int, float)) else choice_words(str(value))
    return f"{text} {parameter.unit}".strip()


def number_words(value: float) -> str:
    """Return a number in its shortest form, with a true minus."""
    return str(value).replace("-", MINUS)


def choice_words(choice: str) -> str:
    """Return a choice's value as words: ``normal_learned`` reads ``normal learned``."""
    return choice.replace("_", " ")


def sentence(text: str) -> str:
    """Return the text with a capital at its start."""
    return text[:1].upper() + text[1:]


def with_remedy(problem: SpecError) -> str:
    """Return what is wrong without its key, and what to do about it."""
    said = problem.bare_message
    if not problem.remedy:
        return said
    ended = said if said.endswith((".", "!", "?", ":")) else f"{said}."
    return f"{ended} {problem.remedy}"


def range_words(parameter: Parameter) -> str:
    """Return which values a parameter takes, with their unit; empty where it takes any."""
    if parameter.kind == "choice":
        return f"One of: {', '.join(choice_words(choice) for choice in parameter.choices)}"
    low, high = parameter.minimum, parameter.maximum
    unit = f" {parameter.unit}" if parameter.unit else ""
    if low is not None and high is not None:
        return f"From {low:g} to {high:g}{unit}"
    if low is not None:
        return f"At least {low:g}{unit}"
    if high is not None:
        return f"At most {high:g}{unit}"
    return ""
