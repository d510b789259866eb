"""From the plain values of a spec to a plugin's typed parameters."""

from __future__ import annotations

import math

from pydantic import ValidationError

from vae_studio.api.errors import SpecError
from vae_studio.api.parameters import Params
from vae_studio.api.plugins import PluginSpec
from vae_studio.api.run_spec import PluginChoice
from vae_studio.api.validation import spec_error


def validated(spec: PluginSpec, choice: PluginChoice) -> Params:
    """Return the parameters that a plugin is built with.

    Raises
    ------
    SpecError
        A value is refused or a name unknown; the key is that of the spec file (``"encoder.filters"``).
    """
    section = spec.kind.section
    if choice.params and not spec.params.model_fields:
        raise SpecError(
            f"the {spec.kind.label} {spec.name!r} takes no parameters",
            f"{section}.{next(iter(choice.params))}",
            "Leave it away, or choose a plugin that has it.",
        )
    try:
        params = spec.params.model_validate(dict(choice.params))
    except ValidationError as error:
        raise spec_error(error, section, spec.params) from error
    for name, value in params:
        for number in value if isinstance(value, tuple) else (value,):
            if isinstance(number, float) and not math.isfinite(number):
                raise SpecError(f"must be a finite number, not {number}.", f"{section}.{name}")
    return params
