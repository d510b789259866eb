"""A spec file that explains itself: every key with its meaning, its bounds and its value."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tomli_w

from vae_studio.api.parameters import Parameter, describe_parameter, describe_parameters
from vae_studio.api.plugins import Kind
from vae_studio.api.run_spec import EncoderChoice, PluginChoice, RunSpec, Section
from vae_studio.api.validation import plain_number
from vae_studio.runs.spec_file import PLUGIN_KINDS, SECTIONS

_TITLES = {
    "data": "Which examples, and how they become what the model sees.",
    "encoder": "The network x → q(z|x).",
    "decoder": "The network z → p(x|z).",
    "prior": "The distribution p(z).",
    "kl": "How KL(q‖p) is estimated, weighted and scheduled.",
    "training": "How the model is trained.",
}


def commented_spec(spec: RunSpec, registry_parameters: Mapping[Kind, Sequence[Parameter]]) -> str:
    """Return a spec as TOML text in which every key stands with a comment.

    Parameters
    ----------
    spec
        The values.
    registry_parameters
        Parameters of the plugins that the spec chooses, by kind; those the spec leaves out are
        written with their defaults.

    Returns
    -------
    Text that :func:`~vae_studio.runs.spec_file.spec_from_toml` reads back.
    """
    lines = ["# The spec of a run: everything that is needed to train it again.", ""]
    lines += [*_entry("name", spec.name, "Name of the run; made from its parts when empty."), ""]
    for section in SECTIONS:
        lines += [f"# {_TITLES[section]}", f"[{section}]"]
        lines += _section(section, getattr(spec, section), registry_parameters)
        lines.append("")
    return "\n".join(lines)


def _section(section: str, values: Section, plugins: Mapping[Kind, Sequence[Parameter]]) -> Iterator[str]:
    if not isinstance(values, PluginChoice):
        for parameter in describe_parameters(type(values)):
            yield from _parameter(parameter, getattr(values, parameter.name))
        return
    yield from _entry("plugin", values.plugin, "Name of the plugin; `vae-studio plugins list` has them all.")
    if isinstance(values, EncoderChoice):
        yield from _parameter(describe_parameter(EncoderChoice, "latent_size"), values.latent_size)
    known = plugins.get(PLUGIN_KINDS[section], ())
    for parameter in known:
        yield from _parameter(parameter, values.params.get(parameter.name, parameter.default))
    for name in values.params.keys() - {parameter.name for parameter in known}:
        yield from _entry(name, values.params[name], "")


def _parameter(parameter: Parameter, value: Any) -> Iterator[str]:
    yield from _entry(parameter.name, value, f"{parameter.help} {_allowed(parameter)}".strip())


def _entry(key: str, value: Any, comment: str) -> Iterator[str]:
    yield from (f"# {line}" for line in textwrap.wrap(comment, 98))
    if value is None:
        yield f"# {key} ="
    else:
        yield f"{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return tomli_w.dumps({"value": value}).removeprefix("value = ").rstrip("\n")


def _allowed(parameter: Parameter) -> str:
    unit = f" {parameter.unit}" if parameter.unit else ""
    if parameter.choices:
        words = " | ".join(parameter.choices)
    elif parameter.minimum is not None and parameter.maximum is not None:
        words = f"{plain_number(parameter.minimum)} to {plain_number(parameter.maximum)}{unit}"
    elif parameter.minimum is not None:
        words = f"from {plain_number(parameter.minimum)}{unit}"
    elif parameter.maximum is not None:
        words = f"up to {plain_number(parameter.maximum)}{unit}"
    else:
        words = unit.strip()
    return f"({words})" if words else ""
