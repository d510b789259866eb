"""What there is to be explained, and where its words are."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

PACKAGE = "vae_studio_resources"


@dataclass(frozen=True)
class Topic:
    """One part of the window.

    Attributes
    ----------
    name
        Name of its file among the resources, without ending.
    title
        As it is listed.
    icon
        Name of its icon.
    """

    name: str
    title: str
    icon: str

    def text(self) -> str:
        """Return its explanation, a piece of HTML as Qt's rich text understands it."""
        return files(PACKAGE).joinpath("help", f"{self.name}.html").read_text(encoding="utf-8")

    def picture(self, theme: str) -> bytes | None:
        """Return its screenshot in the theme ``dark`` or ``light`` as a PNG file; None where it has none."""
        place = files(PACKAGE).joinpath("help", "pictures", f"{self.name}-{theme}.png")
        return place.read_bytes() if place.is_file() else None


TOPICS = (
    Topic("studio", "The studio", "ph.info"),
    Topic("dataset", "Dataset", "ph.database"),
    Topic("model", "Model", "ph.stack"),
    Topic("training", "Training and curves", "ph.play"),
    Topic("latent-grid", "Latent grid", "ph.grid-four"),
    Topic("scatter", "Scatter", "ph.circles-four"),
    Topic("traversals", "Traversals", "ph.rows"),
    Topic("interpolation", "Interpolation", "ph.arrow-right"),
    Topic("samples", "Samples", "ph.shuffle"),
    Topic("tray", "Encode tray", "ph.file-arrow-down"),
    Topic("kl-lab", "KL lab", "ph.flask"),
    Topic("runs", "Runs", "ph.rows"),
    Topic("plugins", "Plugins", "ph.puzzle-piece"),
)


def topic(name: str) -> Topic:
    """Return a topic by its name.

    Raises
    ------
    KeyError
        There is none.
    """
    return {one.name: one for one in TOPICS}[name]
