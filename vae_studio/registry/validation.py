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
    try:
        params = spec.params.model_validate(dict(choice.params))
    except ValidationError as error:
        raise spec_error(error, section, spec.params) from error
    for name, value in params:
        if isinstance(value, float) and not math.isfinite(value):
            raise SpecError(f"must be a finite number, not {value}.", f"{section}.{name}")
    return params
