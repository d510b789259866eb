"""Which earlier steps of a fit are worth showing."""

from __future__ import annotations

import numpy as np

from vae_studio.kl_lab import KLFit

SHARES = (0.18, 0.4, 0.7)
"""Shares of the way from the start to the end at which q is drawn."""


def ghost_steps(fit: KLFit) -> tuple[int, ...]:
    """Return the start and the first steps by which q has come so far along its way; none repeats."""
    shapes = np.concatenate([fit.loc[:, :, None], 2.0 * fit.scale], axis=2).reshape(len(fit.kl), -1)
    away = np.linalg.norm(shapes - shapes[-1], axis=1)
    if away[0] == 0.0:
        return (0,)
    steps = [0, *(int((away <= (1.0 - share) * away[0]).argmax()) for share in SHARES)]
    return tuple(sorted(set(steps)))
