"""The theme's colours for pictures of latent planes."""

from __future__ import annotations

from vae_studio.gui.theme import Theme
from vae_studio.latent.plane_colours import PlaneColours


def themed_colours(theme: Theme, classes: int) -> PlaneColours:
    """Return the colours that the window wears now, with one for each of so many classes."""
    tokens = theme.tokens
    return PlaneColours(
        ground=tokens.canvas,
        frame=tokens.line,
        grid=tokens.plot_grid,
        text=tokens.text,
        words=tokens.text_2,
        ticks=tokens.text_3,
        point=tokens.series_train,
        classes=tuple(theme.class_colour(number).name() for number in range(max(classes, 1))),
    )
