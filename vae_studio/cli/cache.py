"""``vae-studio cache``: the decoded datasets that are kept on disk, listed and removed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vae_studio.api import DataError
from vae_studio.cli.application import JsonOption, add_group
from vae_studio.cli.output import print_json, print_table, standard_error

if TYPE_CHECKING:
    from vae_studio.data.cache.upkeep import Holding

_KEY_SHOWN = 8

cache_app = add_group("cache", "Decoded datasets, kept so that they open at once.")


@cache_app.command("list")
def list_cache(as_json: JsonOption = False) -> int:
    """List what is kept, the latest used first, and where."""
    from vae_studio.data.cache.places import datasets_folder, most_bytes
    from vae_studio.data.cache.upkeep import holdings

    found, folder = holdings(), datasets_folder()
    total = sum(holding.size for holding in found)
    if as_json:
        limit = most_bytes(folder, total)
        datasets = [_described(holding) for holding in found]
        print_json({"folder": str(folder), "bytes": total, "limit": limit, "datasets": datasets})
        return 0
    if found:
        heads = ["key", "source", "examples", "size", "last used"]
        print_table(heads, [_cells(holding) for holding in found], width=160)
    count = f"{len(found)} dataset{'' if len(found) == 1 else 's'}"
    standard_error().print(f"{count}, {_size(total)} in {folder}; at most {_size(most_bytes(folder, total))}.")
    return 0


@cache_app.command("clear")
def clear_cache(
    keys: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY...]", help="Keys that 'cache list' shows; all if none is given."),
    ] = None,
) -> int:
    """Remove decoded datasets; they are decoded again when they are opened. What is in use stays."""
    from vae_studio.data.cache.places import datasets_folder
    from vae_studio.data.cache.upkeep import clear, holdings, remove_abandoned

    found = holdings()
    chosen = found if keys is None else [_named(key, found) for key in keys]
    freed, in_use = clear(dict.fromkeys(holding.folder for holding in chosen))
    if datasets_folder().is_dir():
        remove_abandoned(datasets_folder())
    console = standard_error()
    for folder in in_use:
        console.print(f"{folder.name[:_KEY_SHOWN]} is in use by another program and stays.")
    console.print(f"{_size(freed)} removed from {datasets_folder()}.")
    return 0


def _named(key: str, found: list[Holding]) -> Holding:
    fitting = [holding for holding in found if holding.folder.name.startswith(key)] if key else []
    if len(fitting) != 1:
        what = "nothing is" if not fitting else f"{len(fitting)} datasets are"
        raise DataError(f"In the cache, {what} kept under a key that begins with {key!r}.", "See 'cache list'.")
    return fitting[0]


def _cells(holding: Holding) -> list[str]:
    record = holding.record
    used = time.strftime("%Y-%m-%d %H:%M", time.localtime(holding.used))
    source, examples = ("damaged", "—") if record is None else (record.source, _shape(record.shape))
    return [holding.folder.name[:_KEY_SHOWN], source, examples, _size(holding.size), used]


def _described(holding: Holding) -> dict[str, Any]:
    """Return one dataset as ``--json`` prints it; null for what cannot be read."""
    record = holding.record
    return {
        "key": holding.folder.name,
        "path": str(holding.folder),
        "source": None if record is None else record.source,
        "shape": None if record is None else list(record.shape),
        "dtype": None if record is None else record.dtype,
        "treatment": None if record is None else dict(record.treatment),
        "bytes": holding.size,
        "used": holding.used,
    }


def _shape(shape: tuple[int, ...]) -> str:
    return f"{shape[0]:,} of {'×'.join(map(str, shape[1:]))}"


def _size(size: int) -> str:
    for unit, name in ((1e9, "GB"), (1e6, "MB")):
        if size >= unit:
            return f"{size / unit:,.1f} {name}"
    return f"{size / 1e3:,.1f} kB"
