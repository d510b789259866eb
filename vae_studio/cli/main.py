"""Entry point of ``vae-studio``: the window without arguments, a command otherwise.

A mistake of the user's is told in one line on standard error, with exit status 2.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from vae_studio.api.errors import StudioError

COMMAND_MODULES = (
    "vae_studio.cli.commands",
    "vae_studio.cli.evaluating",
    "vae_studio.cli.devices",
    "vae_studio.cli.cache",
    "vae_studio.cli.plugins",
    "vae_studio.cli.compare",
    "vae_studio.cli.runs",
    "vae_studio.cli.presets",
    "vae_studio.cli.kl_lab",
    "vae_studio.cli.export",
    "vae_studio.cli.exploring",
    "vae_studio.cli.screens",
)
USAGE_ERROR = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments
        What stands after the program's name; by default the process's own.
    """
    _write_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if not given:
            return _window()
        return _command(given)
    except StudioError as error:
        print(f"vae-studio: {one_line(str(error))}", file=sys.stderr)  # noqa: T201
        return USAGE_ERROR
    except BrokenPipeError:
        return USAGE_ERROR
    except KeyboardInterrupt:
        return INTERRUPTED


def _write_utf8() -> None:
    """Write what the terminal or a file takes as UTF-8, also where the system's own encoding is another."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def one_line(text: str) -> str:
    """Return a message without line breaks."""
    return " ".join(text.split())


def require_screen() -> None:
    """Refuse to open a window where there is no screen for it.

    Raises
    ------
    StudioError
        On Linux, neither X11 nor Wayland is there, and no other Qt platform was chosen.
    """
    chosen = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in chosen):
        remedy = "The command line works without one: vae-studio train."
        raise StudioError("There is no screen: DISPLAY is not set.", remedy)


def _window() -> int:
    require_screen()
    from vae_studio.gui.launch import launch

    return launch()


def _command(arguments: list[str]) -> int:
    import typer

    usage_error: type[Exception] = typer.BadParameter.__bases__[0]  # typer exports no name for it
    try:
        status = _application()(arguments, prog_name="vae-studio", standalone_mode=False)
    except typer.Exit as end:
        return int(end.exit_code)
    except typer.Abort:
        return INTERRUPTED
    except usage_error as error:
        message = error.format_message()  # type: ignore[attr-defined]
        print(f"vae-studio: {one_line(message).replace(': Value error, ', ': ')}", file=sys.stderr)  # noqa: T201
        return USAGE_ERROR
    return status if isinstance(status, int) else 0


def _application() -> Any:
    """Return all commands as one; importing a module of commands adds its commands."""
    from typer.main import get_command

    for module in COMMAND_MODULES:
        import_module(module)
    from vae_studio.cli.application import app

    return get_command(app)
