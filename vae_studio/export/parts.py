"""The four plugins of a run as source code."""

from __future__ import annotations

import ast

from vae_studio.api import BuildContext, Kind, OutputError, PluginError, RunSpec, StudioError
from vae_studio.api.scripts import SCRIPT_NAMES, ScriptPart
from vae_studio.registry.failures import guarded
from vae_studio.registry.loading import import_object
from vae_studio.registry.registry import Registry

ORDER = tuple(SCRIPT_NAMES)
"""The kinds in the order in which a script defines them."""


def script_parts(registry: Registry, spec: RunSpec, context: BuildContext) -> dict[Kind, ScriptPart]:
    """Return the source code of each chosen plugin.

    Raises
    ------
    OutputError
        A plugin offers none.
    SpecError
        A parameter cannot be.
    PluginError
        A plugin is missing, or its source code cannot be had.
    """
    return {kind: _part(registry, kind, spec, context) for kind in ORDER}


def _part(registry: Registry, kind: Kind, spec: RunSpec, context: BuildContext) -> ScriptPart:
    choice = spec.choice(kind)
    plugin = registry.get(kind, choice.plugin)
    if not plugin.script:
        raise OutputError(
            f"The {kind.label} {plugin.name!r} has no source code for scripts.",
            "Export the run as SavedModel, which works with every plugin.",
        )
    params = registry.validate(kind, choice)
    try:
        part: ScriptPart = guarded(lambda: import_object(plugin.script)(params, context))
        _require_defined(kind, part)
    except PluginError as error:
        if isinstance(error.__cause__, StudioError) and not isinstance(error.__cause__, PluginError):
            raise error.__cause__ from None
        raise PluginError(
            f"The {kind.label} {plugin.name!r} cannot be written as a script: {error.message}",
            error.remedy or "Export the run as SavedModel, or ask the plugin's author.",
            error.details,
        ) from error
    return part


def _require_defined(kind: Kind, part: object) -> None:
    """Refuse what is no part of a script, or does not define the name of its kind."""
    if not isinstance(part, ScriptPart):
        raise PluginError(f"it gives a {type(part).__name__}, not a ScriptPart")
    try:
        statements = ast.parse(part.code).body
    except SyntaxError as error:
        raise PluginError(f"line {error.lineno} of its code is no Python: {error.msg}") from error
    defined = {
        name.id
        for statement in statements
        for name in ast.walk(statement)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }
    defined |= {one.name for one in statements if isinstance(one, (ast.FunctionDef, ast.ClassDef))}
    if SCRIPT_NAMES[kind] not in defined and not (kind is Kind.KL_STRATEGY and not part.code):
        raise PluginError(f"its code does not define {SCRIPT_NAMES[kind]!r}")
