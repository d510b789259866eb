"""Typed parameters: one declaration that becomes a form, a ``--set`` key and a validated spec entry.

A plugin's ``Params`` subclasses :class:`Params` and declares each field with :func:`parameter`::

    class Params(vae_studio.api.Params):
        filters: tuple[int, ...] = parameter((8, 8), "Output channels of each convolution.")
        kernel: int = parameter(5, "Side of the square kernels.", unit="px", minimum=1, maximum=31)

:func:`describe_parameters` turns such a class into plain :class:`Parameter` records, from which the
window builds its controls and the command line its help.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo

ParameterKind = Literal["int", "float", "bool", "choice", "text", "ints", "floats", "texts"]


class Params(BaseModel):
    """Base of every plugin's parameters: frozen, and unknown names are errors.

    Where a sequence is asked for, a single value is taken as a sequence of one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _single_values_as_sequences(cls, values: Any) -> Any:
        return with_sequences(cls, values)


def with_sequences(model: type[BaseModel], values: Any) -> Any:
    """Return the values of a model in which a single one stands as a sequence where a sequence is asked for."""
    if not isinstance(values, dict):
        return values
    single = {
        name
        for name, value in values.items()
        if isinstance(value, int | float | str)
        and not isinstance(value, bool)
        and name in model.model_fields
        and get_origin(_without_none(model.model_fields[name].annotation)[0]) in (tuple, list)
    }
    return {name: (value,) if name in single else value for name, value in values.items()}


@dataclass(frozen=True)
class Parameter:
    """What a form, a help text or a spec file needs to know about one parameter.

    Attributes
    ----------
    name
        The field's name, as in the spec file.
    label
        The words shown in a form.
    kind
        Which control and which values: ``ints``, ``floats`` and ``texts`` are sequences.
    default
        The value where none is given.
    minimum, maximum
        Inclusive bounds, or None.
    choices
        The values allowed for kind ``choice``.
    unit
        Unit shown after the value, such as ``px``; may be empty.
    help
        One sentence.
    optional
        Whether None ("as it comes") is a value.
    advanced
        Whether a form may fold it away.
    """

    name: str
    label: str
    kind: ParameterKind
    default: Any
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    unit: str
    help: str
    optional: bool
    advanced: bool


def parameter(
    default: Any,
    help: str,
    *,
    label: str = "",
    unit: str = "",
    minimum: float | None = None,
    maximum: float | None = None,
    above: float | None = None,
    advanced: bool = False,
) -> Any:
    """Declare one field of a :class:`Params` class.

    Parameters
    ----------
    default
        Value where none is given.
    help
        One sentence saying what the parameter does.
    label
        Words for the form; derived from the field's name when empty.
    unit
        Unit of the value.
    minimum, maximum
        Inclusive bounds.
    above
        Exclusive lower bound, for quantities that must be positive.
    advanced
        Whether a form may fold it away.
    """
    extra: JsonDict = {"label": label, "unit": unit, "advanced": advanced}
    return Field(default, description=help, ge=minimum, le=maximum, gt=above, json_schema_extra=extra)


def describe_parameters(params: type[BaseModel]) -> tuple[Parameter, ...]:
    """Return the parameters of a :class:`Params` class, in the order in which they are declared.

    Raises
    ------
    TypeError
        A field has a type for which no form control exists.
    """
    return tuple(_describe(name, field) for name, field in params.model_fields.items())


def describe_parameter(params: type[BaseModel], name: str) -> Parameter:
    """Return one parameter of a :class:`Params` class or of a section of the spec.

    Raises
    ------
    TypeError
        The field has a type for which no form control exists.
    """
    return _describe(name, params.model_fields[name])


def _describe(name: str, field: FieldInfo) -> Parameter:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    annotation, optional = _without_none(field.annotation)
    kind, choices = _kind(name, annotation)
    minimum, maximum = _bounds(field)
    label = str(extra.get("label") or name.replace("_", " ").capitalize())
    return Parameter(
        name=name,
        label=label,
        kind=kind,
        default=field.get_default(call_default_factory=True),
        minimum=minimum,
        maximum=maximum,
        choices=choices,
        unit=str(extra.get("unit", "")),
        help=field.description or "",
        optional=optional,
        advanced=bool(extra.get("advanced", False)),
    )


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [a for a in get_args(annotation) if a is not type(None)]
        if len(rest) == 1:
            return rest[0], True
    return annotation, False


_SEQUENCES: dict[Any, ParameterKind] = {int: "ints", float: "floats", str: "texts"}


def _kind(name: str, annotation: Any) -> tuple[ParameterKind, tuple[str, ...]]:
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(choice) for choice in get_args(annotation))
    if get_origin(annotation) in (tuple, list):
        items = set(get_args(annotation)) - {...}
        for item, sequence in _SEQUENCES.items():
            if items == {item}:
                return sequence, ()
    simple: dict[Any, ParameterKind] = {bool: "bool", int: "int", float: "float", str: "text"}
    if annotation in simple:
        return simple[annotation], ()
    raise TypeError(f"parameter {name!r} has the type {annotation!r}, for which there is no form control")


def _bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    minimum = maximum = None
    for constraint in field.metadata:
        lower = getattr(constraint, "ge", None)
        if lower is None:
            lower = getattr(constraint, "gt", None)
        minimum = lower if lower is not None else minimum
        upper = getattr(constraint, "le", None)
        maximum = upper if upper is not None else maximum
    return minimum, maximum
