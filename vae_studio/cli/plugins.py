"""``vae-studio plugins``: list, check, enable, disable, prefer, and begin new ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vae_studio.api import Kind, PluginError
from vae_studio.cli.application import JsonOption, plugins_app
from vae_studio.cli.output import print_json, print_table, standard_error
from vae_studio.cli.plugin_checks import COLUMNS, cells, described, tried_words
from vae_studio.registry.records import PluginRecord, kind_words
from vae_studio.registry.registry import Registry
from vae_studio.testing.installed import CheckedPlugin, check_installed

KINDS = {kind.section: kind for kind in Kind} | {kind.value: kind for kind in Kind}


def _kind(word: str) -> Kind:
    """Return the kind that a word names: that of the spec file's section, or its full name."""
    if word in KINDS:
        return KINDS[word]
    raise typer.BadParameter(f"{word!r} is none of {', '.join(kind.section for kind in Kind)}.")


KindArgument = Annotated[
    Kind, typer.Argument(metavar="KIND", parser=_kind, help="encoder, decoder, prior or kl.")
]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the plugin.")]
FromOption = Annotated[
    str,
    typer.Option("--from", metavar="DISTRIBUTION", help="Whose plugin, where several have the name."),
]


@plugins_app.command("list")
def list_plugins(as_json: JsonOption = False) -> int:
    """List every plugin, the broken ones included."""
    fields = ("kind", "name", "distribution", "version", "status", "error")
    rows = [{field: str(getattr(record, field)) for field in fields} for record in _registry().records]
    if as_json:
        print_json(rows)
    else:
        print_table(fields, [list(row.values()) for row in rows])
    return 0


@plugins_app.command()
def new(
    kind: KindArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A lower-case identifier, such as student_t.")],
    folder: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the plugin's own folder is made.", show_default="here")
    ] = Path(),
) -> int:
    """Write a small, complete distribution to start a plugin from."""
    from vae_studio.scaffold.installing import install_command
    from vae_studio.session import Session

    made = Session(_registry()).new_plugin(kind, name, folder)
    console = standard_error()
    for file in made.files:
        console.print(f"Wrote {made.folder / file}")
    console.print(f"Install it: {install_command(made.folder)}")
    console.print(f"Then check it: vae-studio plugins check {name}")
    return 0


@plugins_app.command()
def check(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Plugins of this name; all if not given.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option(metavar="KIND", parser=_kind, help="Plugins of this kind alone.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Try plugins on several shapes of data and latent sizes; exits with 1 where one breaks its contract."""
    console = standard_error()
    found: list[CheckedPlugin] = []
    for record in _wanted(_registry().records, name, kind):
        console.print(f"Checking {_words(record)} of {record.distribution} {tried_words(record)}".strip())
        found.append(check_installed(record))
    if as_json:
        print_json([described(one) for one in found])
    else:
        print_table(COLUMNS, [cells(one) for one in found])
    for one in found:
        for failure in one.failures:
            console.print(f"{_words(one.record)} of {one.record.distribution}: {failure}")
    return 1 if any(one.failures for one in found) else 0


@plugins_app.command()
def disable(kind: KindArgument, name: NameArgument, distribution: FromOption = "") -> int:
    """Keep a plugin from being imported, in this program and in the window, until it is enabled."""
    record = _registry().set_enabled(kind, name, distribution, enabled=False)
    standard_error().print(f"The {_words(record)} of {record.distribution} is disabled.")
    return 0


@plugins_app.command()
def enable(kind: KindArgument, name: NameArgument, distribution: FromOption = "") -> int:
    """Enable a plugin that was disabled."""
    record = _registry().set_enabled(kind, name, distribution, enabled=True)
    words = f"The {_words(record)} of {record.distribution} is enabled: {record.status.value}."
    standard_error().print(f"{words} {record.error}".strip())
    return 0


@plugins_app.command()
def prefer(
    kind: KindArgument,
    name: NameArgument,
    distribution: Annotated[str, typer.Argument(metavar="DISTRIBUTION", help="Whose plugin gets the name.")],
) -> int:
    """Choose whose plugin is used where several distributions claim one name."""
    record = _registry().prefer(kind, name, distribution)
    standard_error().print(f"The {_words(record)} is that of {record.distribution} {record.version}.")
    return 0


def _registry() -> Registry:
    """Return the registry, having said on standard error where the user's choices cannot be read."""
    registry = Registry()
    if registry.settings_problem:
        standard_error().print(f"Warning: {registry.settings_problem}")
    return registry


def _wanted(records: tuple[PluginRecord, ...], name: str | None, kind: Kind | None) -> list[PluginRecord]:
    found = [r for r in records if name in (None, r.name) and kind in (None, r.kind)]
    if found:
        return found
    what = kind_words(kind) if kind is not None else "plugin"
    raise PluginError(f"There is no {what} named {name!r}.", "See 'vae-studio plugins list'.")


def _words(record: PluginRecord) -> str:
    return f"{kind_words(record.kind)} {record.name!r}"
