"""VAE Studio: train and explore variational autoencoders, with a window, a command line or a notebook."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vae_studio.session import Run, Session

try:
    __version__ = version("vae-studio")
except PackageNotFoundError:
    __version__ = "0.0.0"

__all__ = ["Run", "Session", "__version__"]


def __getattr__(name: str) -> Any:
    """Import the façade when it is first asked for, so that plugins can import the API alone."""
    if name in ("Run", "Session"):
        from vae_studio import session

        return getattr(session, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
