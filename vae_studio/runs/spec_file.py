"""The spec as TOML text: reading, writing and single settings.

A plugin's section is flat: what names the plugin and what goes to it stand side by side::

    [encoder]
    plugin = "conv"
    latent_size = 2
    filters = [8, 8]

TOML has no null: a key whose value is None is left out, which is why None must be its default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from vae_studio.api.errors import SpecError
from vae_studio.api.parameters import describe_parameter
from vae_studio.api.plugins import Kind
from vae_studio.api.run_spec import DataSpec, EncoderChoice, PluginChoice, RunSpec, Section, TrainingSpec
from vae_studio.api.validation import spec_error, unknown_key
from vae_studio.runs.files import write_text

SECTIONS: Mapping[str, type[Section]] = {
    "data": DataSpec,
    "encoder": EncoderChoice,
    "decoder": PluginChoice,
    "prior": PluginChoice,
    "kl": PluginChoice,
    "training": TrainingSpec,
}
"""The sections of a spec file in the order in which they are written."""

PLUGIN_KINDS: Mapping[str, Kind] = {kind.section: kind for kind in Kind}
"""The sections that choose a plugin."""


def spec_to_toml(spec: RunSpec) -> str:
    """Return a spec as TOML text; :func:`spec_from_toml` gives the same spec back."""
    return tomli_w.dumps(_to_tables(spec))


def spec_from_toml(text: str, source: str = "") -> RunSpec:
    """Return the spec that a TOML text describes; what it leaves out has its default.

    Parameters
    ----------
    text
        Content of a spec file.
    source
        Name of the file, for messages.

    Raises
    ------
    SpecError
        The text is no TOML, or a key or value is refused; names the key and the file.
    """
    where = f" (in {source})" if source else ""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SpecError(f"This is not TOML: {error}{where}.", remedy="Mend the line and try again.") from error
    try:
        return _from_tables(tables)
    except SpecError as error:
        message = f"{error.bare_message.removesuffix('.')}{where}."
        raise SpecError(message, error.key, error.remedy) from error


def read_spec(path: Path) -> RunSpec:
    """Return the spec in a file.

    Raises
    ------
    SpecError
        The file cannot be read, or does not hold a spec.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"{path} is not a UTF-8 text file.", remedy="Give a spec file in TOML.") from error
    except OSError as error:
        raise SpecError(f"{path} cannot be read: {error.strerror}.", remedy="Check the path.") from error
    return spec_from_toml(text, str(path))


def write_spec(path: Path, spec: RunSpec) -> None:
    """Write a spec file, atomically.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    write_text(path, spec_to_toml(spec))


IsOptional = Callable[[str, str, str], bool]
"""Whether a parameter may be None, asked with its section, its plugin and its own name."""


def apply_settings(
    spec: RunSpec, settings: Mapping[str, str], is_optional: IsOptional = lambda *_: False
) -> RunSpec:
    """Return a spec in which single keys have new values, as ``--set`` gives them.

    Parameters
    ----------
    spec
        The spec to start from.
    settings
        Texts by dotted key: ``{"training.batch_size": "128", "encoder.filters": "[8, 8]"}``. They are
        read as TOML values, and as plain text where they are none; a list of texts may be written with
        commas alone; ``none`` clears a key that may be
        empty. Choosing another plugin drops the parameters of the one before.
    is_optional
        Which parameters of plugins may be empty.

    Raises
    ------
    SpecError
        A key or value is refused; names the key.
    """
    tables = _to_tables(spec)
    for key, text in sorted(settings.items(), key=lambda item: not item[0].endswith(".plugin")):
        _set(tables, key, text, is_optional)
    return _from_tables(tables)


def _set(tables: dict[str, Any], key: str, text: str, is_optional: IsOptional) -> None:
    if key == "name":
        tables["name"] = text
        return
    section, dot, name = key.partition(".")
    if not dot or not re.fullmatch(r"\w+", name):
        raise SpecError("is not of the form section.key.", key, f"Sections: {', '.join(SECTIONS)}.")
    if section not in SECTIONS:
        raise unknown_key(section, SECTIONS)
    table = tables[section]
    if name == "plugin":
        if text != table["plugin"]:
            kept = {"latent_size": table["latent_size"]} if section == "encoder" else {}
            tables[section] = {"plugin": text, **kept}
        return
    if text.lower() == "none" and is_optional(section, table.get("plugin", ""), name):
        table.pop(name, None)
        return
    value = _value(SECTIONS[section], name, text)
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value


def _value(model: type[Section], name: str, text: str) -> Any:
    """Return a setting's value; where the field takes text, quotes are optional even around a number."""
    try:
        parsed = tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        parsed = {}
    value = parsed.get("value") if len(parsed) == 1 else None
    plain = value if isinstance(value, bool | int | float | str | list) else text
    if name not in model.model_fields:
        return plain
    field = describe_parameter(model, name)
    if field.kind == "texts" and not isinstance(value, list):
        return [part.strip() for part in text.strip("[]").split(",") if part.strip()]
    if field.optional and text.lower() == "none":
        return None
    return text if field.kind in ("text", "choice") and not isinstance(plain, str) else plain


def _to_tables(spec: RunSpec) -> dict[str, Any]:
    tables: dict[str, Any] = {"name": spec.name} if spec.name else {}
    for section in SECTIONS:
        values = dict(getattr(spec, section))
        values |= values.pop("params", {})
        tables[section] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in values.items()
            if value is not None
        }
    return tables


def _from_tables(tables: Mapping[str, Any]) -> RunSpec:
    for key in tables:
        if key not in SECTIONS and key != "name":
            raise unknown_key(key, ["name", *SECTIONS])
    name = tables.get("name", "")
    if not isinstance(name, str):
        raise SpecError(f"must be a text, not {name!r}.", "name")
    sections = {section: _section(section, tables.get(section, {})) for section in SECTIONS}
    return RunSpec(name=name, **sections)


def _section(section: str, table: Any) -> Section:
    if not isinstance(table, Mapping):
        raise SpecError(f"must be a section, [{section}], not {table!r}.", section)
    model = SECTIONS[section]
    values = dict(table)
    if section in PLUGIN_KINDS:
        values = _with_params(section, model, values)
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise spec_error(error, section, model) from error


def _with_params(section: str, model: type[Section], table: dict[str, Any]) -> dict[str, Any]:
    own = {key: table.pop(key) for key in list(table) if key in model.model_fields and key != "params"}
    if "latent_size" in table:
        raise SpecError("is set by the encoder alone.", f"{section}.latent_size", "Move it to [encoder].")
    for key, value in table.items():
        if not _is_parameter_value(value):
            wanted = "a number, a text, true or false, or a list of numbers or texts"
            raise SpecError(f"must be {wanted}, not {value!r}.", f"{section}.{key}")
    return {"plugin": getattr(RunSpec(), section).plugin, **own, "params": table}


def _is_parameter_value(value: Any) -> bool:
    if isinstance(value, list):
        return all(type(item) in (int, float) for item in value) or all(type(item) is str for item in value)
    return isinstance(value, bool | int | float | str)
