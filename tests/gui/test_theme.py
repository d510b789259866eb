"""Colours, type and stylesheet."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QGuiApplication, QPalette

from vae_studio.gui.theme import DARK, LIGHT, Theme
from vae_studio.gui.theme.fonts import font
from vae_studio.gui.theme.icon_font import glyph
from vae_studio.gui.theme.icons import icon
from vae_studio.gui.theme.stylesheet import Glyphs, stylesheet

THEMES = {"dark": DARK, "light": LIGHT}
TEXTS = ("text", "text_2", "text_3", "accent", "ok", "warn", "error")
GROUNDS = ("window", "panel", "canvas", "field")
SOURCES = Path(sys.modules["vae_studio.gui.theme"].__file__).parents[1]


def luminance(colour):
    def linear(channel):
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    red, green, blue = (linear(channel) for channel in (made.redF(), made.greenF(), made.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def worn(qapp):
    """A theme that the application wears for the length of a test."""
    theme = Theme("dark")
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_that_words_stand_out_from_every_ground(name, text, ground):
    tokens = THEMES[name]
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_that_words_stand_out_from_a_selected_row(name, text):
    tokens = THEMES[name]
    assert contrast(getattr(tokens, text), tokens.selection) >= 4.0


@pytest.mark.parametrize("fill", ["accent_fill", "accent_fill_hover", "accent_fill_pressed"])
@pytest.mark.parametrize("name", THEMES)
def test_that_words_on_filled_buttons_can_be_read(name, fill):
    tokens = THEMES[name]
    assert contrast(tokens.on_accent, getattr(tokens, fill)) >= 4.0


@pytest.mark.parametrize("name", THEMES)
def test_that_every_token_is_a_colour(name):
    for field in fields(THEMES[name]):
        value = getattr(THEMES[name], field.name)
        for colour in value if isinstance(value, tuple) else (value,):
            assert QColor(colour).isValid(), f"{field.name} = {colour}"


@pytest.mark.parametrize("name", THEMES)
def test_that_the_stylesheet_has_no_unfilled_places(name):
    assert "@" not in stylesheet(THEMES[name], lambda glyph, colour: f"{glyph}-{colour}")


def test_that_glyphs_are_written_in_the_colour_asked_for():
    glyphs = Glyphs()
    path = Path(glyphs.path("check", "#abcdef"))
    assert "#abcdef" in path.read_text(encoding="utf-8")
    assert "currentColor" not in path.read_text(encoding="utf-8")


def test_that_a_change_of_mode_dresses_the_application_anew(worn, qapp, qtbot):
    dark = qapp.styleSheet()
    with qtbot.waitSignal(worn.changed):
        worn.set_mode("light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.panel)
    assert qapp.styleSheet() != dark
    assert worn.colour("accent") == QColor(LIGHT.accent)


def test_that_taking_the_same_mode_again_changes_nothing(worn, qtbot):
    with qtbot.assertNotEmitted(worn.changed):
        worn.set_mode("dark")


def test_that_an_unknown_mode_is_refused(worn):
    with pytest.raises(ValueError, match="sepia"):
        worn.set_mode("sepia")


def test_that_the_system_is_followed_by_default(qapp, monkeypatch, qtbot):
    asks_for_light = False
    monkeypatch.setattr("vae_studio.gui.theme.theme.system_is_light", lambda: asks_for_light)
    theme = Theme()
    assert theme.tokens is DARK
    asks_for_light = True
    with qtbot.waitSignal(theme.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert theme.tokens is LIGHT


def test_that_a_chosen_mode_does_not_follow_the_system(worn, monkeypatch, qtbot):
    monkeypatch.setattr("vae_studio.gui.theme.theme.system_is_light", lambda: True)
    with qtbot.assertNotEmitted(worn.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert worn.is_dark


def test_that_the_bundled_font_is_used_in_pixel_sizes(qapp):
    body, heading = font("body"), font("heading")
    assert QFontInfo(body).family() == "Inter"
    assert (body.pixelSize(), heading.pixelSize()) == (12, 15)
    assert QFontInfo(heading).weight() == 600


def test_that_figures_are_equally_wide(qapp):
    metrics = QFontMetricsF(font("body"))
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_that_every_icon_named_in_the_window_exists(qapp):
    names = {
        name
        for file in SOURCES.rglob("*.py")
        for name in re.findall(r'"((?:ph|msc)\.[a-z-]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(names) > 20
    for name in names:
        assert glyph(name)


def test_that_an_unknown_icon_is_refused_by_name(worn):
    with pytest.raises(KeyError, match=r"ph\.unicorn"):
        icon(worn, "ph.unicorn")


def test_that_icons_follow_the_theme_without_being_made_again(worn):
    play = icon(worn, "ph.stop-fill", "error")

    def middle():
        return play.pixmap(QSize(32, 32)).toImage().pixelColor(16, 16)

    assert middle() == QColor(DARK.error)
    worn.set_mode("light")
    assert middle() == QColor(LIGHT.error)


def test_that_classes_beyond_ten_have_colours_of_their_own(worn):
    names = [worn.class_colour(index).name() for index in range(20)]
    assert names[:10] == [QColor(colour).name() for colour in DARK.classes]
    assert len(set(names)) == 20


def test_that_the_theme_loads_no_icon_browser_at_start():
    code = "import sys, vae_studio.gui.theme; sys.exit('qtawesome' in sys.modules or 'qtpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
