"""The centre of the window by itself: its tabs where there is much room and where there is little."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from vae_studio.gui.centre import Centre
from vae_studio.gui.widgets.side_options import NARROW, SideOptions


def test_that_tabs_lose_their_icons_before_one_of_them_is_hidden(theme, qtbot):
    centre = Centre(theme)
    qtbot.addWidget(centre)
    titles = ("Latent grid", "Scatter", "Traversals", "Samples", "KL lab")
    for title in titles:
        centre.add_page(QWidget(), title, "ph.flask")
    centre.show()
    for width, has_icons in ((1000, True), (600, False), (1000, True)):
        centre.resize(width, 400)
        assert [centre.tabs.tabIcon(tab).isNull() for tab in range(5)] == [not has_icons] * 5
        assert centre.tabs.tabRect(4).right() <= centre.tabs.width()


def test_that_options_fold_behind_a_button_where_a_page_is_narrow(theme, qtbot):
    page, column = QWidget(), QWidget()
    qtbot.addWidget(page)
    column.setFixedWidth(200)
    side = SideOptions(theme, page, QHBoxLayout(page), column)
    page.show()
    for width, folded in ((NARROW, False), (NARROW - 1, True), (NARROW, False)):
        page.resize(width, 300)
        assert (side.folded, side.button.isVisible()) == (folded, folded)
        qtbot.waitUntil(lambda shown=not folded: column.isVisible() is shown)
    page.resize(NARROW - 1, 300)
    side.button.click()
    qtbot.waitUntil(column.isVisible)
