"""How the curves are drawn, as the person has chosen it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class CurveLooks(QObject):
    """Log axis, smoothing, and what is shown besides.

    Signals
    -------
    changed
        One of them was changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._logarithmic = False
        self._smoothing = 0.0
        self._objective = False

    @property
    def logarithmic(self) -> bool:
        """Whether the values stand on log axes."""
        return self._logarithmic

    @property
    def smoothing(self) -> float:
        """Weight of the moving average, 0 to 0.99."""
        return self._smoothing

    @property
    def objective(self) -> bool:
        """Whether the optimised objective is shown beside the negative ELBO."""
        return self._objective

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Draw the values on log axes, or on linear ones."""
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            self.changed.emit()

    def set_smoothing(self, smoothing: float) -> None:
        """Smooth the curves; 0 draws them as they are."""
        if smoothing != self._smoothing:
            self._smoothing = smoothing
            self.changed.emit()

    def set_objective(self, objective: bool) -> None:
        """Show the optimised objective, or hide it."""
        if objective != self._objective:
            self._objective = objective
            self.changed.emit()
