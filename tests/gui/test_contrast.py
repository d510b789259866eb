"""The colour tokens keep words readable: at least 4.5 : 1 (WCAG 2.2, contrast minimum), in both themes."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor

from vae_studio.gui.theme.tokens import DARK, LIGHT

THEMES = {"dark": asdict(DARK), "light": asdict(LIGHT)}
GROUNDS = ("window", "panel", "canvas", "field", "popup", "row_group", "field_hover")
WORDS = ("text", "text_2", "text_3", "accent", "ok", "warn", "error")
TINTED = {"accent": "accent_tint", "text": "accent_tint", "warn": "warn_tint", "error": "error_tint"}
LEAST = 4.5


def luminance(colour: QColor) -> float:
    """Relative luminance of an sRGB colour, 0 to 1 (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(tint: QColor, ground: QColor) -> QColor:
    """What is seen of a colour that lets its ground through."""
    alpha = tint.alphaF()
    mixed = [a * alpha + b * (1 - alpha) for a, b in zip(tint.getRgbF()[:3], ground.getRgbF()[:3], strict=True)]
    return QColor.fromRgbF(*mixed)


def test_that_black_on_white_is_21_to_1():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", WORDS)
def test_that_words_are_readable_on_every_ground(theme, ground, words):
    tokens = THEMES[theme]
    assert contrast(QColor(tokens[words]), QColor(tokens[ground])) >= LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["panel", "canvas", "window"])
@pytest.mark.parametrize("words", TINTED)
def test_that_words_are_readable_on_tinted_grounds(theme, ground, words):
    tokens = THEMES[theme]
    seen = over(QColor(tokens[TINTED[words]]), QColor(tokens[ground]))
    assert contrast(QColor(tokens[words]), seen) >= LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("words", ["text", "text_2", "accent", "warn", "error"])
def test_that_words_are_readable_on_selected_rows(theme, words):
    tokens = THEMES[theme]
    assert contrast(QColor(tokens[words]), QColor(tokens["selection"])) >= LEAST


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("fill", ["accent_fill", "accent_fill_pressed"])
def test_that_words_are_readable_on_primary_buttons_and_pins(theme, fill):
    tokens = THEMES[theme]
    assert contrast(QColor(tokens["on_accent"]), QColor(tokens[fill])) >= LEAST
    assert contrast(QColor(tokens["on_flag"]), QColor(tokens["flag"])) >= LEAST
