"""From pydantic's account of a refused value to one line that a person can act on.

Forms, ``--set`` and spec files all report through :func:`spec_error`, so that the same mistake reads
the same everywhere: which key, which values it takes, and which one it was given.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from vae_studio.api.errors import SpecError
from vae_studio.api.parameters import Parameter, describe_parameter

_NOUNS = {
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "text": "a text",
    "ints": "a list of whole numbers",
    "floats": "a number or a list of numbers",
    "texts": "a list of texts",
}


def spec_error(error: ValidationError, section: str, model: type[BaseModel]) -> SpecError:
    """Return what the first complaint of a validation means for one section of the spec.

    Parameters
    ----------
    error
        What pydantic raised when it validated the section, or a plugin's parameters.
    section
        Section of the spec file, such as ``"training"``.
    model
        The class that was validated.
    """
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    key = f"{section}.{name}" if name else section
    if first["type"] == "extra_forbidden":
        common = ("latent_size",) if section == "encoder" else ()
        return unknown_key(key, (*model.model_fields, *common))
    field = model.model_fields.get(name)
    reason = first["msg"].removeprefix("Value error, ")
    if field is None or first["type"] in ("value_error", "assertion_error"):
        return SpecError(f"{reason}.", key)
    return SpecError(f"must be {_allowed(model, name, field)}, not {_shown(first['input'])}.", key)


def unknown_key(key: str, known: Iterable[str]) -> SpecError:
    """Return the error for a dotted key whose last part is none of the known names."""
    section, _, name = key.rpartition(".")
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        remedy = f"Did you mean {f'{section}.{close[0]}'.lstrip('.')}?"
    elif names:
        remedy = f"Known here: {', '.join(names)}."
    else:
        remedy = "It takes none."
    return SpecError("there is no such key.", key, remedy)


def plain_number(value: float) -> str:
    """Return a bound as a person writes it: whole numbers with all of their digits."""
    return str(int(value)) if value == int(value) else f"{value:g}"


def _allowed(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    """Return which values a field takes, as in ``a whole number, at least 1 and at most 31 px``."""
    try:
        parameter = describe_parameter(model, name)
    except TypeError:
        return "of another type"
    bounds = _bounds(field)
    unit = f" {parameter.unit}" if parameter.unit and bounds else ""
    return ", ".join(part for part in (_noun(parameter), f"{bounds}{unit}") if part)


def _noun(parameter: Parameter) -> str:
    if parameter.kind == "choice":
        return f"one of {', '.join(parameter.choices)}"
    return _NOUNS[parameter.kind]


def _bounds(field: FieldInfo) -> str:
    words = {"gt": "above", "ge": "at least", "le": "at most"}
    found = [
        f"{word} {plain_number(getattr(constraint, name))}"
        for constraint in field.metadata
        for name, word in words.items()
        if getattr(constraint, name, None) is not None
    ]
    return " and ".join(found)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
