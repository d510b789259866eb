"""Options beside a plot, which give way to a button where the centre is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.buttons import IconButton

NARROW = 760
"""Width of the page below which the options fold, px."""
BESIDE = 8
PADDING = 14
SHOW, HIDE = "Show the options", "Hide the options (Esc)"


class SideOptions(QObject):
    """Keeps a column of options at the right of a page.

    Below :data:`NARROW` the column is folded away behind a button; unfolded it lies over the plot, so that the
    plot keeps its size.

    Parameters
    ----------
    theme
        Colours.
    page
        Whose width decides.
    row
        The page's layout, into which the column goes as the last part.
    column
        The options, of fixed width.
    """

    def __init__(self, theme: Theme, page: QWidget, row: QHBoxLayout, column: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._row = row
        self._column = column
        self._folded = False
        self.button = IconButton(theme, "ph.sliders-horizontal", SHOW, checkable=True, framed=True, parent=page)
        self.button.toggled.connect(self._place)
        self.button.hide()
        self._drawer = QFrame(page)
        self._drawer.setProperty("ground", "panel")
        self._drawer.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = QHBoxLayout(self._drawer)
        self._inside.setContentsMargins(PADDING, 0, 4, 0)
        self._drawer.hide()
        row.addWidget(column)
        away = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._drawer)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(lambda: self.button.setChecked(False))
        page.installEventFilter(self)

    @property
    def folded(self) -> bool:
        """Whether the options stand behind the button."""
        return self._folded

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fold and unfold as the page's width asks; before it is looked at, it has no width of its own."""
        if watched is self._page and (
            event.type() == QEvent.Type.Show or (event.type() == QEvent.Type.Resize and self._page.isVisible())
        ):
            self._fold(self._page.width() < NARROW)
            self._place()
        return super().eventFilter(watched, event)

    def _fold(self, folded: bool) -> None:
        if folded == self._folded:
            return
        self._folded = folded
        self.button.setVisible(folded)
        margins = self._row.contentsMargins()
        room = self.button.width() + BESIDE
        margins.setRight(margins.right() + (room if folded else -room))
        self._row.setContentsMargins(margins)
        if folded:
            self._row.removeWidget(self._column)
            self._inside.addWidget(self._column)
        else:
            self.button.setChecked(False)
            self._inside.removeWidget(self._column)
            self._row.addWidget(self._column)

    def _place(self) -> None:
        shown = self._folded and self.button.isChecked()
        self.button.set_tooltip(HIDE if shown else SHOW)
        self._drawer.setVisible(shown)
        width = self._column.width() + PADDING + 4
        self._drawer.setGeometry(self._page.width() - width, 0, width, self._page.height())
        self._drawer.raise_()
        left = self._drawer.x() if shown else self._page.width()
        self.button.move(left - self.button.width() - BESIDE, BESIDE)
        self.button.raise_()
