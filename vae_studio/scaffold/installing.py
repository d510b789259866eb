"""How a plugin in a folder is installed into the environment that the studio runs in."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path


def install_arguments(folder: Path) -> tuple[str, ...] | None:
    """Return the command that installs a folder so that its files can be edited where they are.

    Returns
    -------
    Program and arguments, of pip or else of uv; None where the environment has neither.
    """
    if any(distributions(name="pip")):
        return sys.executable, "-m", "pip", "install", "--editable", str(folder)
    uv = shutil.which("uv")
    if uv is not None:
        return uv, "pip", "install", "--python", sys.executable, "--editable", str(folder)
    return None


def install_command(folder: Path) -> str:
    """Return the command as it is typed; that of pip where the environment has neither pip nor uv."""
    arguments = install_arguments(folder) or ("pip", "install", "--editable", str(folder))
    return subprocess.list2cmdline(arguments) if sys.platform == "win32" else shlex.join(arguments)
