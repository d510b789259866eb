"""The pages behind the first one: made when somebody wants to see them, or else piece by piece at leisure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from vae_studio.gui.performance.phases import READING, TRACING, PhaseFollower
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme

BETWEEN_MS = 40
"""Between two pieces of work at leisure, so that what happens meanwhile is painted."""
HOLDING_UP = (READING, TRACING)
"""Phases in which nothing is made: the interpreter has enough to do."""


@dataclass(frozen=True)
class LatePage:
    """What is known of a page before it is made.

    Attributes
    ----------
    made_by
        Module and class, which is called with studio and theme.
    title, icon
        Of its tab; empty without one.
    corner
        Attribute that stands at the right end of the tab row; empty without one.
    saves
        What the menu says of saving its figure; empty where it has none.
    topic
        Its explanation.
    fills
        Whether it fills its home, the rest being hidden.
    """

    made_by: str
    title: str = ""
    icon: str = ""
    corner: str = ""
    saves: str = ""
    topic: str = ""
    fills: bool = True


LATE_PAGES = {
    "scatter": LatePage(
        "vae_studio.gui.scatter.panel:ScatterPanel",
        "Scatter",
        "ph.circles-four",
        "badge",
        "Save figure…",
        "scatter",
    ),
    "traversals": LatePage(
        "vae_studio.gui.traversals.panel:TraversalsPanel",
        "Traversals",
        "ph.rows",
        "badge",
        "Save traversals…",
        "traversals",
    ),
    "samples": LatePage(
        "vae_studio.gui.samples.panel:SamplesPanel",
        "Samples",
        "ph.shuffle",
        "badge",
        "Save samples…",
        "samples",
    ),
    "kl_lab": LatePage(
        "vae_studio.gui.kl_lab.panel:KLLabPanel", "KL lab", "ph.flask", "corner", "Save figure…", "kl-lab"
    ),
    "interpolation": LatePage(
        "vae_studio.gui.interpolation.panel:InterpolationPanel", topic="interpolation", fills=False
    ),
    "runs": LatePage("vae_studio.gui.runs.page:RunsPage", saves="Save curves…", topic="runs"),
}
TABS = tuple(name for name, page in LATE_PAGES.items() if page.title)
"""Those with a tab, in their order behind the first one."""
PLOTTED = (
    "latent.view",
    "training.curves",
    "scatter.view",
    "kl_lab.stage_area",
    "kl_lab.readings",
    "runs.comparison",
)
"""Modules with plots, which pages import when they draw."""


class LatePages(QObject):
    """Makes each page once.

    Parameters
    ----------
    studio, theme
        What they show, and how.
    home
        Returns by its name what a page is to be a child of: given its parent late, it would be dressed twice.

    Signals
    -------
    made
        Name and page, which has no place yet.
    """

    made = Signal(str, object)

    def __init__(
        self, studio: Studio, theme: Theme, home: Callable[[str], QWidget], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._theme = theme
        self._home = home
        self._pages: dict[str, QWidget] = {}
        self._waiting: deque[Callable[[], object]] = deque()
        self._phases = PhaseFollower(studio, self)
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN_MS)
        self._timer.timeout.connect(self._next)

    def has(self, name: str) -> bool:
        """Return whether a page has been made."""
        return name in self._pages

    def page(self, name: str) -> Any:
        """Return a page, made now if it is not there yet."""
        if name not in self._pages:
            module, _, kind = LATE_PAGES[name].made_by.partition(":")
            make = getattr(import_module(module), kind)
            self._pages[name] = make(self._studio, self._theme, self._home(name))
            self.made.emit(name, self._pages[name])
        return self._pages[name]

    def make_at_leisure(self, first: Sequence[Callable[[], object]]) -> None:
        """Make all pages, piece by piece, while nothing is read or traced.

        Parameters
        ----------
        first
            Pieces of work that come before; one that returns True has more to do, and is called again.
        """
        self._waiting = deque([*first, *(partial(self._prepare, name) for name in LATE_PAGES)])
        self._timer.start()

    def stop(self) -> None:
        """Make nothing more by itself."""
        self._timer.stop()

    def _next(self) -> None:
        if self._phases.phase in HOLDING_UP:
            return
        if not self._waiting:
            self._timer.stop()
            return
        work = self._waiting.popleft()  # before it is done: what fails is not tried again
        if work() is True:
            self._waiting.appendleft(work)

    def _prepare(self, name: str) -> bool:
        """Make the next piece of a page, the last of which paints it unseen; return whether more are left."""
        if not self.has(name):
            self.page(name)
            return True
        page = self._pages[name]
        if hasattr(page, "pieces") and not page.pieces.done:
            page.pieces.take()
            return True
        if not page.isVisible() and LATE_PAGES[name].fills:
            self._rehearse(name)
        return False

    def _rehearse(self, name: str) -> None:
        """Lay out and paint a page once, unseen, so that it appears at once."""
        page = self._pages[name]
        if hasattr(page, "rehearse"):
            page.rehearse()
        else:
            page.resize(self._home(name).size())
            page.grab()


def import_late_pages() -> None:
    """Import on the calling thread what the pages are made of."""
    for page in LATE_PAGES.values():
        import_module(page.made_by.partition(":")[0])
    for part in PLOTTED:
        import_module(f"vae_studio.gui.{part}")
