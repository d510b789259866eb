"""The centre of the window: tabs, the notice strip under them, and the page that is chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from vae_studio.gui.notice import Notice
from vae_studio.gui.theme import Theme, icon
from vae_studio.gui.widgets.notice_strip import NoticeStrip
from vae_studio.gui.widgets.separator import Separator

TAB_BAR_HEIGHT = 36
INFO_MS = 10_000
CORNER_WIDTH = 184
"""Room beside the tabs for the longest words of a badge, and for the margins, px."""


class Centre(QWidget):
    """Pages with tabs and corner widgets, and one notice at a time.

    A notice with an action that another one covers comes back when that one is dismissed; a notice
    that only informs goes by itself.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._covered: list[Notice] = []
        self._unmade: dict[int, Callable[[], object]] = {}
        self._icons: list[QIcon] = []
        self._full_width = 0
        self._has_icons = True
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.pages = QStackedWidget()
        self._corner = QStackedWidget()
        self.notices = NoticeStrip(theme)
        self.notices.acted.connect(self._act)
        self.notices.closed.connect(self._uncover)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(INFO_MS)
        self._timer.timeout.connect(self._let_go)
        self.tabs.currentChanged.connect(self._on_tab)
        self._lay_out()

    def add_page(self, page: QWidget, title: str, icon_name: str, corner: QWidget | None = None) -> None:
        """Add a tab with its page, and what stands at the right end of the tab row."""
        self.pages.addWidget(page)
        self._corner.addWidget(_held(corner))
        drawn = icon(self._theme, icon_name, "text_2", on="text")
        self._icons.append(drawn)
        self.tabs.addTab(drawn, title)

    def add_place(self, title: str, icon_name: str, make: Callable[[], object]) -> None:
        """Add a tab whose page is made when it is first chosen: `make` is to call :meth:`put_page`."""
        self._unmade[self.pages.count()] = make
        self.add_page(QWidget(), title, icon_name)

    def put_page(self, index: int, page: QWidget, corner: QWidget) -> None:
        """Put a page, and what stands at the right end of the tab row, where :meth:`add_place` kept a place."""
        self._unmade.pop(index, None)
        for stack, made in ((self.pages, page), (self._corner, _held(corner))):
            empty = stack.widget(index)
            was_shown = stack.currentIndex() == index
            stack.insertWidget(index, made)
            assert empty is not None, "a place was kept"
            stack.removeWidget(empty)
            empty.deleteLater()
            if was_shown:
                stack.setCurrentIndex(index)

    def add_below(self, widget: QWidget) -> None:
        """Place something below the pages, whichever of them is chosen."""
        self._column.addWidget(widget)

    def show_page(self, page: QWidget) -> None:
        """Choose the tab of a page."""
        self.tabs.setCurrentIndex(self.pages.indexOf(page))

    def say(self, notice: Notice) -> None:
        """Show a notice."""
        shown = self.notices.notice
        if shown is not None and shown.action and shown != notice:
            self._covered.append(shown)
        self.notices.show_notice(notice)
        if notice.level == "info" and not notice.action:
            self._timer.start()
        else:
            self._timer.stop()

    def withdraw(self, notice: Notice) -> None:
        """Take back a notice that no longer holds."""
        self._covered = [covered for covered in self._covered if covered != notice]
        if self.notices.notice == notice:
            self.notices.clear()
            self._uncover()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons of the tabs out where only their words have room."""
        super().resizeEvent(event)
        if self._has_icons:
            self._full_width = self.tabs.sizeHint().width()
        self._has_icons = self.width() >= self._full_width + CORNER_WIDTH
        for tab, drawn in enumerate(self._icons):
            self.tabs.setTabIcon(tab, drawn if self._has_icons else QIcon())

    def _act(self, notice: Notice) -> None:
        self._uncover()
        if notice.on_action is not None:
            notice.on_action()

    def _uncover(self) -> None:
        self._timer.stop()
        if self._covered:
            self.notices.show_notice(self._covered.pop())

    def _let_go(self) -> None:
        self.notices.clear()
        self._uncover()

    def _on_tab(self, index: int) -> None:
        make = self._unmade.get(index)
        if make is not None:
            make()
        self.pages.setCurrentIndex(index)
        self._corner.setCurrentIndex(index)

    def _lay_out(self) -> None:
        row_widget = QWidget()
        row_widget.setProperty("ground", "panel")
        row_widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row_widget.setFixedHeight(TAB_BAR_HEIGHT)
        row = QHBoxLayout(row_widget)
        row.setContentsMargins(8, 0, 16, 0)
        row.addWidget(self.tabs, 1, Qt.AlignmentFlag.AlignBottom)
        self._corner.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row.addWidget(self._corner)
        strip = QWidget()
        around = QVBoxLayout(strip)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.notices)
        strip.setProperty("ground", "canvas")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row_widget)
        column.addWidget(Separator())
        column.addWidget(strip)
        column.addWidget(self.pages, 1)
        self._column = column


def _held(corner: QWidget | None) -> QWidget:
    """Return a place for a corner widget, in which it may be hidden."""
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    if corner is not None:
        row.addWidget(corner)
    return place
