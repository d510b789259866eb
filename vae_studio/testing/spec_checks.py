"""Checks of what a plugin says of itself; they need no TensorFlow."""

from __future__ import annotations

import subprocess
import sys

from vae_studio.api.parameters import describe_parameters
from vae_studio.api.plugins import API_VERSION, PluginSpec
from vae_studio.api.run_spec import RunSpec
from vae_studio.runs.spec_file import spec_from_toml, spec_to_toml
from vae_studio.testing.cases import require

_HEAVY = {"tensorflow", "tensorflow_probability", "keras", "tf_keras", "PySide6"}


def check_api_version(plugin: PluginSpec) -> None:
    """The plugin was written for this version of the contract."""
    require(
        plugin.api_version == API_VERSION,
        f"it was written for version {plugin.api_version} of the contract, this is version {API_VERSION}",
    )


def check_words(plugin: PluginSpec) -> None:
    """The plugin and each of its parameters say what they are."""
    require(bool(plugin.label.strip()), "its label is empty")
    require(bool(plugin.summary.strip()) and "\n" not in plugin.summary, "its summary is not one line")
    silent = [p.name for p in describe_parameters(plugin.params) if not p.help]
    require(not silent, f"parameters without help: {', '.join(silent)}")


def check_default_parameters(plugin: PluginSpec) -> None:
    """All parameters have defaults that pass their own validation."""
    defaults = {p.name: p.default for p in describe_parameters(plugin.params)}
    plugin.params.model_validate(defaults)


def check_parameters_survive_a_spec_file(plugin: PluginSpec) -> None:
    """The parameters come back from a spec file as they went in."""
    lost = [p.name for p in describe_parameters(plugin.params) if p.optional and p.default is not None]
    require(not lost, f"TOML has no null, so what may be None needs None as its default: {', '.join(lost)}")
    params = plugin.params()
    spec = RunSpec().replaced(plugin.kind.section, plugin=plugin.name, params=params.model_dump())
    choice = spec_from_toml(spec_to_toml(spec)).choice(plugin.kind)
    back = plugin.params.model_validate(dict(choice.params))
    require(back == params, f"written to a spec file and read again, {params!r} becomes {back!r}")


def check_listing_loads_no_tensorflow(plugin: PluginSpec) -> None:
    """The module that declares the parameters imports neither TensorFlow nor Qt."""
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; import {plugin.params.__module__};"
        f"print(*sorted({_HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    require(done.returncode == 0, f"its module cannot be imported by itself:\n{done.stderr}")
    loaded = done.stdout.split()
    require(not loaded, f"listing it imports {', '.join(loaded)}; move the builder to a module of its own")


SPEC_CHECKS = (
    check_api_version,
    check_words,
    check_default_parameters,
    check_parameters_survive_a_spec_file,
    check_listing_loads_no_tensorflow,
)
