"""Icons that take their colour from the theme each time they are painted."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPixmap

from vae_studio.gui.theme.icon_font import glyph
from vae_studio.gui.theme.theme import Theme

_DISABLED_OPACITY = 0.55


def icon(theme: Theme, name: str, colour: str = "text_2", *, on: str = "", disabled: str = "") -> QIcon:
    """Return an icon that follows the theme.

    Parameters
    ----------
    theme
        Where the colours come from; a change of theme needs a repaint and nothing else.
    name
        Prefix and name, such as ``"ph.play-fill"``.
    colour
        Token of the colour at rest.
    on
        Token while checked; `colour` when empty.
    disabled
        Token while disabled; text.3 when empty, and fainter.

    Raises
    ------
    KeyError
        There is no such icon.
    """
    return QIcon(_GlyphEngine(theme, name, (colour, on or colour, disabled or "text_3")))


class _GlyphEngine(QIconEngine):
    def __init__(self, theme: Theme, name: str, tokens: tuple[str, str, str]) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._tokens = tokens
        self._family, self._character = glyph(name)

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._theme, self._name, self._tokens)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._drawn(size, 1.0, self._colour(mode, state))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.topLeft(), self._drawn(rect.size(), scale, self._colour(mode, state)))

    def _drawn(self, size: QSize, scale: float, colour: QColor) -> QPixmap:
        look = (self._name, size.width(), size.height(), scale, colour.rgba())
        made = self._theme.drawn_icons.get(look)
        if made is None:
            made = QPixmap(size * scale)
            made.setDevicePixelRatio(scale)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            self._draw(painter, QRect(0, 0, size.width(), size.height()), colour)
            painter.end()
            self._theme.drawn_icons[look] = made
        return made

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        rest, on, disabled = self._tokens
        is_disabled = mode is QIcon.Mode.Disabled
        colour = self._theme.colour(disabled if is_disabled else on if state is QIcon.State.On else rest)
        if is_disabled:
            colour.setAlphaF(colour.alphaF() * _DISABLED_OPACITY)
        return colour

    def _draw(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        side = max(1, min(rect.width(), rect.height()))
        # A place wider than tall keeps the rest free as a gap before the words.
        square = QRect(rect.left(), rect.top() + (rect.height() - side) // 2, side, side)
        font = QFont(self._family)
        font.setPixelSize(side)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, self._character)
