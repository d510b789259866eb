"""Writing the files of a new plugin from the templates among the resources."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from vae_studio.api.errors import OutputError
from vae_studio.runs.files import output_error, temporary_beside
from vae_studio.scaffold.draft import Draft


@dataclass(frozen=True)
class Scaffold:
    """A new plugin on disk.

    Attributes
    ----------
    draft
        What it is called.
    folder
        Where it is.
    files
        Its files, relative to the folder.
    """

    draft: Draft
    folder: Path
    files: tuple[str, ...]


def project_folder(draft: Draft, parent: Path) -> Path:
    """Return where a plugin's files go, given the folder that was asked for.

    Raises
    ------
    OutputError
        The folder is that of a user who does not exist.
    """
    try:
        return Path(parent).expanduser().absolute() / draft.distribution
    except RuntimeError as error:
        raise OutputError(f"There is no home folder for {parent}.", "Give the folder in full.") from error


def contents(draft: Draft) -> dict[str, str]:
    """Return the text of each file of a new plugin, by its path inside the folder."""
    words, section = draft.words(), draft.kind.section
    package = f"src/{draft.package}"
    return {
        "README.md": _filled("README.md", words),
        "pyproject.toml": _filled("pyproject.toml", words),
        f"{package}/__init__.py": _filled(f"{section}/plugin.py", words),
        f"{package}/{draft.module}.py": _filled(f"{section}/builder.py", words),
        f"{package}/py.typed": "",
        f"tests/test_{draft.name}.py": _filled(f"{section}/test.py", words),
    }


def write_plugin(draft: Draft, parent: Path) -> Scaffold:
    """Write a new plugin into a folder of its own; all of its files appear at once, or none.

    Parameters
    ----------
    draft
        Kind and name.
    parent
        Folder in which the plugin's own folder is made; made itself where it does not exist.

    Raises
    ------
    OutputError
        The plugin's folder exists and is not empty, or cannot be written.
    """
    folder = project_folder(draft, parent)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise OutputError(f"{folder} exists already.", "Choose another name or folder.")
    temporary = temporary_beside(folder)
    texts = contents(draft)
    try:
        for name, text in texts.items():
            file = temporary / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rmdir()  # Windows does not rename onto an empty folder.
        temporary.rename(folder)
    except OSError as error:
        raise output_error(error, folder) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return Scaffold(draft, folder, tuple(texts))


def _filled(name: str, words: dict[str, str]) -> str:
    template = files("vae_studio_resources").joinpath("scaffold", *f"{name}.template".split("/"))
    return Template(template.read_text(encoding="utf-8")).substitute(words)
