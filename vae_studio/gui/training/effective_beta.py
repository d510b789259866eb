"""The weight that the KL has in effect, in one line; amber where the strategy's own options mislead."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vae_studio.gui.figures import decimal
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.labels import IconLabel, Label

MEANING = (
    "What the KL strategy adds to the loss, divided by the exact KL per example: the weight that the KL "
    "has in effect. The negative ELBO above is always that of weight 1."
)


class EffectiveBeta(QWidget):
    """``Effective β  1.00``, hidden while it is not known; with a caution, the words of it below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label(theme, "Effective β", role="section")
        self.value = Label(theme, "")
        self.caution = Label(theme, "", role="secondary", tone="warn", wrap=True)
        self._icon = IconLabel(theme, "ph.warning", "warn", size=14)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.title)
        line.addStretch(1)
        line.addWidget(self._icon)
        line.addWidget(self.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.caution)
        self.show_value(None, "")

    def show_value(self, value: float | None, caution: str) -> None:
        """Show the effective β of the latest steps.

        Parameters
        ----------
        value
            The ratio; None where there is no KL to divide by.
        caution
            What the KL strategy says of its options; empty where the weight means what it says.
        """
        self.value.setText(decimal(value, 2))
        self.value.set_tone("warn" if caution else "text")
        self.caution.setText(first_sentence(caution))
        self.caution.setVisible(bool(caution))
        self._icon.setVisible(bool(caution))
        self.setToolTip(f"{MEANING}\n\n{caution}" if caution else MEANING)
        self.setVisible(value is not None)


def first_sentence(text: str) -> str:
    """Return a text up to its first full stop that ends a sentence, without that stop."""
    head, _, _ = text.partition(". ")
    return head.removesuffix(".")
