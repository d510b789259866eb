"""The one object that knows the colours: dark, light, or as the system has it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication

from vae_studio.gui.theme import fonts
from vae_studio.gui.theme.palette import palette
from vae_studio.gui.theme.stylesheet import Glyphs, stylesheet
from vae_studio.gui.theme.tokens import DARK, LIGHT, Tokens
from vae_studio.latent.plane_colours import wheel_colour

Mode = Literal["system", "dark", "light"]
MODES: tuple[Mode, ...] = ("system", "dark", "light")


class Theme(QObject):
    """Colours, type and stylesheet of the window.

    ``changed`` is emitted after the application wears new colours; whoever paints with
    :meth:`colour` outside the stylesheet (plots, delegates) listens to it.

    Attributes
    ----------
    drawn_icons
        Icons as they were painted, for the next time.
    """

    changed = Signal()

    def __init__(self, mode: Mode = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode: Mode = mode
        self._app: QApplication | None = None
        self._prepared = False
        self._glyphs = Glyphs()
        self.drawn_icons: dict[Hashable, QPixmap] = {}
        self._tokens = self._chosen()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def mode(self) -> Mode:
        """What was asked for: the system's scheme, dark, or light."""
        return self._mode

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        return self._tokens

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in use."""
        return self._tokens is DARK

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or keep to dark or light.

        Raises
        ------
        ValueError
            There is no such mode.
        """
        if mode not in MODES:
            raise ValueError(f"theme mode {mode!r} is none of {', '.join(MODES)}")
        self._mode = mode
        self._refresh()

    def colour(self, token: str) -> QColor:
        """Return one colour by the name of its token."""
        return QColor(getattr(self._tokens, token))

    def class_colour(self, index: int) -> QColor:
        """Return the colour of a class; beyond ten, hues at the golden angle."""
        classes = self._tokens.classes
        if index < len(classes):
            return QColor(classes[index])
        saturation, value = (0.47, 0.88) if self.is_dark else (0.745, 0.647)
        return QColor(wheel_colour(index, saturation, value))

    def font(self, role: fonts.Role) -> QFont:
        """Return the font of one role."""
        return fonts.font(role)

    def prepare(self, app: QApplication) -> None:
        """Give the application all but its stylesheet, under which widgets take twice as long to make."""
        self._prepared = True
        app.setStyle("Fusion")
        app.setFont(fonts.font("body"))
        app.setPalette(palette(self._tokens))

    def apply(self, app: QApplication) -> None:
        """Dress the application, now and at every change of theme."""
        if not self._prepared:
            self.prepare(app)
        self._app = app
        self._dress()

    def _chosen(self) -> Tokens:
        if self._mode == "system":
            return LIGHT if system_is_light() else DARK
        return LIGHT if self._mode == "light" else DARK

    def _follow_system(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        tokens = self._chosen()
        if tokens is self._tokens:
            return
        self._tokens = tokens
        if self._app is not None:
            self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        app = self._app
        if app is not None:
            app.setPalette(palette(self._tokens))
            app.setStyleSheet(stylesheet(self._tokens, self._glyphs.path))


def system_is_light() -> bool:
    """Whether the system asks for light windows; one that asks for nothing gets dark ones."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
