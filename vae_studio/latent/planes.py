"""Planes of a latent space: through two of its dimensions, two principal components, or three examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vae_studio.api import SpecError

LEAST_ANGLE = 1e-4
"""Sine of the least angle at the first of three examples that still spans a plane."""


@dataclass(frozen=True)
class PlaneBasis:
    """A plane, or with `up` None a line, and coordinates (u, v) on it in units of z.

    Equal planes compare equal: the numbers are kept as tuples, whatever sequences they are given as.

    Attributes
    ----------
    origin
        z of the point u = v = 0, L numbers.
    right, up
        Directions in which u and v grow: orthogonal, of length 1, L numbers each.
    names
        Words for the two axes, such as ``("PC1", "PC2")``.
    """

    origin: tuple[float, ...]
    right: tuple[float, ...]
    up: tuple[float, ...] | None
    names: tuple[str, str]

    def __post_init__(self) -> None:
        for name in ("origin", "right", "up"):
            numbers = getattr(self, name)
            if numbers is not None:
                object.__setattr__(self, name, tuple(float(number) for number in numbers))

    @classmethod
    def of_dimensions(cls, across: int, up: int | None, held: Sequence[float] | np.ndarray) -> PlaneBasis:
        """Return the plane of two latent dimensions, counted from 0; u and v are their z.

        Parameters
        ----------
        across, up
            The dimensions; `up` None for a line.
        held
            Where all dimensions are held, L numbers; those of the two axes do not matter.
        """
        origin = np.array(held, np.float64)
        origin[[across] if up is None else [across, up]] = 0.0
        axes = np.eye(len(origin))
        names = (f"z{across + 1}", "" if up is None else f"z{up + 1}")
        return cls(tuple(origin), tuple(axes[across]), None if up is None else tuple(axes[up]), names)

    @property
    def latent_size(self) -> int:
        """Number of latent dimensions, L."""
        return len(self.origin)

    def to_z(self, u: np.ndarray | float, v: np.ndarray | float = 0.0) -> np.ndarray:
        """Return the points at coordinates ``[...]``, which broadcast, float32 ``[..., L]``."""
        z = np.asarray(self.origin) + np.asarray(u, np.float64)[..., np.newaxis] * np.asarray(self.right)
        if self.up is not None:
            z = z + np.asarray(v, np.float64)[..., np.newaxis] * np.asarray(self.up)
        return np.asarray(z, np.float32)

    def to_plane(self, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the coordinates of points ``[..., L]``, projected at a right angle, float64 ``[...]`` each.

        On a line v is 0.
        """
        away = np.asarray(z, np.float64) - np.asarray(self.origin)
        u = away @ np.asarray(self.right)
        return np.asarray(u), np.zeros_like(u) if self.up is None else away @ np.asarray(self.up)

    def share_of_variance(self, codes: np.ndarray) -> float:
        """Return how much of the variance of codes ``[N, L]`` lies in the plane, 0 to 1; 1 without any."""
        total = float(np.var(codes, axis=0).sum())
        u, v = self.to_plane(codes)
        return float(np.var(u) + np.var(v)) / total if total > 0 else 1.0

    def facing(self, other: PlaneBasis | None) -> PlaneBasis:
        """Return the same plane with each axis turned round where it points away from that of another.

        Principal components have no sign of their own: without this, pictures of successive epochs would be
        mirrored at random.
        """
        if other is None or other.latent_size != self.latent_size:
            return self
        up = None if self.up is None or other.up is None else _facing(self.up, other.up)
        return PlaneBasis(
            self.origin, _facing(self.right, other.right), self.up if up is None else up, self.names
        )


def principal_plane(codes: np.ndarray) -> PlaneBasis:
    """Return the plane through the mean of codes in which they vary most.

    Each axis points to where its largest number is positive. With a single latent dimension it is a line.

    Parameters
    ----------
    codes
        ``[N, L]``, N >= 2.

    Raises
    ------
    SpecError
        There are too few codes, or they are not all finite.
    """
    codes = np.asarray(codes, np.float64)
    if len(codes) < 2:
        raise SpecError(f"{len(codes)} examples have no principal components", remedy="Encode at least two.")
    if not np.all(np.isfinite(codes)):
        raise SpecError("some examples are encoded to no finite z, so that there is no principal plane")
    _, vectors = np.linalg.eigh(np.atleast_2d(np.cov(codes, rowvar=False)))
    axes = [_positive(vectors[:, -1 - number]) for number in range(min(2, codes.shape[1]))]
    return PlaneBasis(
        tuple(codes.mean(axis=0)),
        tuple(axes[0]),
        tuple(axes[1]) if len(axes) > 1 else None,
        ("PC1", "PC2" if len(axes) > 1 else ""),
    )


def plane_through(
    a: np.ndarray, b: np.ndarray, c: np.ndarray, names: tuple[str, str] = ("A → B", "towards C")
) -> PlaneBasis:
    """Return the plane through three points; its origin is their centre, u grows from a to b, v towards c.

    Parameters
    ----------
    a, b, c
        Latent points, ``[L]`` each, L >= 2.
    names
        Words for the axes.

    Raises
    ------
    SpecError
        The points lie on a line, or are not finite.
    """
    first, second, third = (np.asarray(point, np.float64) for point in (a, b, c))
    if first.size < 2:
        raise SpecError("one latent dimension has no planes")
    if not all(np.all(np.isfinite(point)) for point in (first, second, third)):
        raise SpecError("an example is encoded to no finite z, so that no plane goes through it")
    along, aside = second - first, third - first
    length = float(np.linalg.norm(along))
    if length == 0:
        raise SpecError("the first two examples lie at the same point", remedy="Choose another one.")
    right = along / length
    across = aside - (aside @ right) * right
    height = float(np.linalg.norm(across))
    if height <= LEAST_ANGLE * max(float(np.linalg.norm(aside)), length):
        raise SpecError(
            "the three examples lie on one line, so that many planes go through them",
            remedy="Choose another third example.",
        )
    return PlaneBasis(tuple((first + second + third) / 3), tuple(right), tuple(across / height), names)


def _positive(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector * (1.0 if vector[np.argmax(np.abs(vector))] >= 0 else -1.0))


def _facing(direction: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    sign = -1.0 if float(np.dot(direction, other)) < 0 else 1.0
    return tuple(sign * part for part in direction)
