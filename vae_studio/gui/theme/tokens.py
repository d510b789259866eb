"""The colours of the studio, one value for each use, for the dark and the light theme.

Values are ``#rrggbb``, or ``#aarrggbb`` for tints that let what is behind them through.
"""

from __future__ import annotations

from dataclasses import dataclass

from vae_studio.latent.plane_colours import CLASSES_ON_PAPER


@dataclass(frozen=True)
class Tokens:
    """One theme's colours.

    Attributes
    ----------
    window, panel, canvas
        Grounds: title, menu and status rows; docks, tab bar and dialogs; plots, tables and cards.
    field, field_hover, field_off
        Inputs and buttons at rest, under the pointer, disabled.
    pressed
        A button that is held down.
    popup, row_group
        Menus, tooltips and legends; group rows of trees.
    line, line_strong, plot_grid
        Rules and plot frames; borders of controls; grid lines of plots.
    text, text_2, text_3
        Words; labels and disabled values; units, ticks and hints.
    accent_fill, accent_fill_hover, accent_fill_pressed, on_accent
        Primary buttons, checked boxes and pins, and the text on them.
    accent, accent_tint
        Selected tabs, focus, links and active text; the ground of selected segments and badges.
    handle, handle_line
        Knobs of sliders and their border.
    selection
        Selected rows.
    ok, warn, error, warn_tint, error_tint
        States, always beside an icon or a word, and the ground of their notices.
    flag, on_flag, ring
        A flagged pin, the text on it, and the ring around every pin.
    series_train, series_val, series_recon, series_kl, series_beta
        Curves.
    classes
        Ten colours for the classes of a dataset.
    """

    window: str
    panel: str
    canvas: str
    field: str
    field_hover: str
    field_off: str
    pressed: str
    popup: str
    row_group: str
    line: str
    line_strong: str
    plot_grid: str
    text: str
    text_2: str
    text_3: str
    accent_fill: str
    accent_fill_hover: str
    accent_fill_pressed: str
    on_accent: str
    accent: str
    accent_tint: str
    handle: str
    handle_line: str
    selection: str
    ok: str
    warn: str
    error: str
    warn_tint: str
    error_tint: str
    flag: str
    on_flag: str
    ring: str
    series_train: str
    series_val: str
    series_recon: str
    series_kl: str
    series_beta: str
    classes: tuple[str, ...]


DARK = Tokens(
    window="#141619",
    panel="#1a1d21",
    canvas="#111316",
    field="#24282e",
    field_hover="#2c3138",
    field_off="#1a1d21",
    pressed="#3b414b",
    popup="#1f2328",
    row_group="#1d2025",
    line="#2a2e35",
    line_strong="#3b414b",
    plot_grid="#23272d",
    text="#e6e8ec",
    text_2="#a4abb6",
    text_3="#939aa8",
    accent_fill="#4565e8",
    accent_fill_hover="#5675f0",
    accent_fill_pressed="#3a57cc",
    on_accent="#ffffff",
    accent="#8fa8ff",
    accent_tint="#266d8dff",
    handle="#e6e8ec",
    handle_line="#e6e8ec",
    selection="#27304d",
    ok="#4cc38a",
    warn="#e8ad42",
    error="#f0716d",
    warn_tint="#1fe8ad42",
    error_tint="#1ff0716d",
    flag="#e8ad42",
    on_flag="#141619",
    ring="#ffffff",
    series_train="#8fa8ff",
    series_val="#f0a35e",
    series_recon="#4fc1a6",
    series_kl="#d98ad6",
    series_beta="#a4abb6",
    classes=(
        "#6d9eff",
        "#f0a35e",
        "#5cc98b",
        "#ef7a7a",
        "#b490f0",
        "#c9a27e",
        "#f08fc8",
        "#a3adba",
        "#d6cc5a",
        "#4fc7d6",
    ),
)

LIGHT = Tokens(
    window="#eef0f3",
    panel="#f8f9fa",
    canvas="#ffffff",
    field="#ffffff",
    field_hover="#f1f3f6",
    field_off="#f6f7f9",
    pressed="#c3c8d0",
    popup="#ffffff",
    row_group="#f6f7f9",
    line="#dfe2e7",
    line_strong="#c3c8d0",
    plot_grid="#eceef1",
    text="#1a1e25",
    text_2="#535c69",
    text_3="#656d7a",
    accent_fill="#3d5bdc",
    accent_fill_hover="#4a68e4",
    accent_fill_pressed="#324cbd",
    on_accent="#ffffff",
    accent="#3450c8",
    accent_tint="#1a3d5bdc",
    handle="#ffffff",
    handle_line="#3450c8",
    selection="#dfe6fd",
    ok="#18794e",
    warn="#8a590a",
    error="#bc2b27",
    warn_tint="#21d6961e",
    error_tint="#17bc2b27",
    flag="#e8ad42",
    on_flag="#141619",
    ring="#ffffff",
    series_train="#3d5bdc",
    series_val="#c8651b",
    series_recon="#12806a",
    series_kl="#9c3f99",
    series_beta="#535c69",
    classes=CLASSES_ON_PAPER,
)
