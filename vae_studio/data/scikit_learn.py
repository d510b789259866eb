"""Data files that come with scikit-learn, found without importing it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from vae_studio.api.errors import DataError


def data_file(name: str, what: str) -> Path:
    """Return the path of one of scikit-learn's data files.

    Importing scikit-learn and SciPy would hold up the window for a second when it opens.

    Parameters
    ----------
    name
        Of the file.
    what
        What needs it, for the message.

    Raises
    ------
    DataError
        scikit-learn is not installed.
    """
    package = find_spec("sklearn")
    if package is None or package.origin is None:
        raise DataError(f"{what} need scikit-learn, which is not installed.", "Install scikit-learn.")
    return Path(package.origin).parent / "datasets" / "data" / name
