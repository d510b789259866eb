"""How the arithmetic is done: precision and XLA, in the menu of the Training dock."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from vae_studio.api import TrainingSpec, describe_parameters
from vae_studio.gui.studio import Studio

PRECISIONS = {
    "float32": "32 bits",
    "mixed_bfloat16": "Mixed with bfloat16",
    "mixed_float16": "Mixed with float16",
}


class ArithmeticMenu(QMenu):
    """The precision of the layers, and whether XLA compiles the gradient.

    Attributes
    ----------
    precisions
        The action of each precision.
    xla
        Whether XLA is used.
    """

    def __init__(self, studio: Studio, parent: QWidget) -> None:
        super().__init__("Arithmetic", parent)
        self._studio = studio
        self.setToolTipsVisible(True)
        helps = {one.name: one.help for one in describe_parameters(TrainingSpec)}
        self._group = QActionGroup(self)
        self.precisions: dict[str, QAction] = {}
        for value, words in PRECISIONS.items():
            action = self._group.addAction(self.addAction(words))
            action.triggered.connect(partial(self._set, "precision", value))
            self._prepare(action, helps["precision"])
            self.precisions[value] = action
        self.addSeparator()
        self.xla = self.addAction("Compile with XLA")
        self.xla.triggered.connect(lambda checked: self._set("xla", checked))
        self._prepare(self.xla, helps["xla"])

    def refresh(self) -> None:
        """Show the settings, and let them be changed where they can be."""
        training = self._studio.spec.training
        self.setEnabled(not self._studio.locked)
        self.menuAction().setEnabled(not self._studio.locked)
        self.precisions[training.precision].setChecked(True)
        self.xla.setChecked(training.xla)

    def _set(self, key: str, value: object, *_: object) -> None:
        self._studio.set_section("training", **{key: value})

    @staticmethod
    def _prepare(action: QAction, help: str) -> None:
        action.setCheckable(True)
        action.setToolTip(help)
