"""What can be changed while a run trains: learning rate and KL weight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from vae_studio.gui.forms.number_editors import FloatEditor
from vae_studio.gui.studio import Studio
from vae_studio.gui.theme import Theme
from vae_studio.gui.training.weight_field import WeightField
from vae_studio.gui.widgets.buttons import Button
from vae_studio.gui.widgets.fields import DoubleSpinBox
from vae_studio.gui.widgets.labels import Label
from vae_studio.training.adjustments import SCHEDULE, Adjustments, Change
from vae_studio.training.events import Adjusted, EpochMetrics, Event, Started

KL_HELP = (
    "Weight β of the KL in the objective, from the next step on. It replaces what the KL strategy's schedule "
    "says until it is handed back. A weight that a schedule decides is that of the last complete epoch."
)
APPLY_HELP = "Train with what is written, from the next step on (Enter); Escape puts back what is in effect"
BACK_HELP = "Let the schedules decide learning rate and KL weight again"


class LiveSettings(QWidget):
    """The row of the KL weight, and the learning rate of the form, while a run trains.

    A value is a draft until Enter or Apply; Escape puts back the one in effect. What is changed belongs to the
    run, not to the settings: these stay what the run was started with.

    Parameters
    ----------
    studio
        What trains.
    theme
        Colours and type.
    learning_rate
        The form's field.
    """

    def __init__(
        self, studio: Studio, theme: Theme, learning_rate: FloatEditor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._studio = studio
        self._held = Adjustments()
        self._in_effect: dict[DoubleSpinBox, float] = {}
        self._written: dict[DoubleSpinBox, float] = {}
        self._drafts: set[DoubleSpinBox] = set()
        self.learning_rate = learning_rate
        self.kl_weight = WeightField()
        self.kl_weight.setAccessibleName("KL weight")
        self.kl_weight.setToolTip(KL_HELP)
        self.back = Button(theme, "Back to schedule", small=True)
        self.back.setToolTip(BACK_HELP)
        self.hint = Label(theme, "", role="secondary", tone="text_3", wrap=True)
        self.apply_button = Button(theme, "Apply", small=True)
        self.apply_button.setToolTip(APPLY_HELP)
        self._lay_out(theme)
        self.back.clicked.connect(self.hand_back)
        self.apply_button.clicked.connect(self.apply)
        learning_rate.edited.connect(lambda _: self._draft(learning_rate))
        self.kl_weight.edited.connect(lambda: self._draft(self.kl_weight))
        for field in (learning_rate, self.kl_weight):
            field.lineEdit().returnPressed.connect(self.apply)
            field.installEventFilter(self)
        studio.state_changed.connect(self.refresh)
        studio.run_changed.connect(self.refresh)
        # An opened run brings its settings and its dataset later, and cannot go on before.
        for signal in (studio.spec_changed, studio.spec_problem, studio.dataset_changed):
            signal.connect(self.refresh)
        self.refresh()

    @property
    def drafts(self) -> bool:
        """Whether something is written that is not in effect."""
        return bool(self._drafts)

    def take(self, event: Event) -> None:
        """Follow what is in effect."""
        if isinstance(event, Started):
            self._held = Adjustments()
            self._in_effect = {}
            self._drafts.clear()
        elif isinstance(event, EpochMetrics):
            self._in_effect = {self.learning_rate: event.learning_rate, self.kl_weight: event.beta}
        elif isinstance(event, Adjusted):
            self.hold(Adjustments(event.kl_weight, event.learning_rate))
        else:
            return
        self.refresh()

    def hold(self, adjustments: Adjustments) -> None:
        """Take note of what holds instead of the schedules."""
        self._held = adjustments
        if adjustments.learning_rate is not None:
            self._in_effect[self.learning_rate] = adjustments.learning_rate
        if adjustments.kl_weight is not None:
            self._in_effect[self.kl_weight] = adjustments.kl_weight
        self.refresh()

    def apply(self) -> None:
        """Have training go on with what is written."""
        if not self._drafts or not self._studio.adjustable[0]:
            return
        weight = self.kl_weight.read() if self.kl_weight in self._drafts else None
        rate = self.learning_rate.read() if self.learning_rate in self._drafts else None
        if self._studio.adjust(kl_weight=weight, learning_rate=rate):
            self._in_effect |= {field: field.value() for field in self._drafts}
            self._drafts.clear()
        self.refresh()

    def hand_back(self) -> None:
        """Let the schedules decide again, where something was changed by hand."""
        weight: Change = None if self._held.kl_weight is None else SCHEDULE
        rate: Change = None if self._held.learning_rate is None else SCHEDULE
        if self._studio.adjust(kl_weight=weight, learning_rate=rate):
            self._drop_drafts()

    def refresh(self) -> None:
        """Allow and show what the state allows."""
        allowed, _ = self._studio.adjustable
        with_kl, why_not = self._studio.kl_adjustable
        if not allowed:
            self._drafts.clear()
        self.learning_rate.setEnabled(allowed or not self._studio.locked)
        self._row.setVisible(allowed)
        self.kl_weight.setEnabled(with_kl)
        self.kl_weight.setToolTip(KL_HELP if with_kl else why_not)
        if allowed:
            self._write()
        self._offer()
        carried = not self._studio.locked and self._held != Adjustments() and self._studio.can_continue()
        self.hint.setText(f"Goes on with {held_words(self._held)}, set by hand." if carried else "")
        self.hint.setVisible(carried)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put back what is in effect with Escape."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape and self._drafts:  # type: ignore[attr-defined]
            self._drop_drafts()
            return True
        return super().eventFilter(watched, event)

    def _draft(self, field: DoubleSpinBox) -> None:
        if not self._studio.adjustable[0]:
            return
        if field.value() == self._written.get(field):
            self._drafts.discard(field)
        else:
            self._drafts.add(field)
        self._offer()

    def _drop_drafts(self) -> None:
        self._drafts.clear()
        self.refresh()

    def _fields(self) -> tuple[FloatEditor, WeightField]:
        return self.learning_rate, self.kl_weight

    def _write(self) -> None:
        """Write what is in effect, with the digits that there is room for, into fields that hold no draft."""
        for field in self._fields():
            if field not in self._drafts:
                value = self._in_effect.get(field, self._to_begin_with(field))
                field.write(None if value is None else float(f"{value:.4g}"))
                self._written[field] = field.value()

    def _to_begin_with(self, field: DoubleSpinBox) -> float | None:
        """Return what is in effect before the first report: the setting; of the weight it is not known."""
        return self._studio.spec.training.learning_rate if field is self.learning_rate else None

    def _offer(self) -> None:
        """Offer to apply a draft, or else to hand back what was set by hand."""
        self.apply_button.setVisible(bool(self._drafts))
        self.back.setVisible(not self._drafts)
        self.back.setEnabled(self._held != Adjustments())

    def _lay_out(self, theme: Theme) -> None:
        self._row = QWidget()
        grid = QGridLayout(self._row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnMinimumWidth(2, 8)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(3, 112)
        grid.setRowMinimumHeight(0, 32)
        label = Label(theme, "KL weight", tone="text_2")
        label.setBuddy(self.kl_weight)
        label.setToolTip(KL_HELP)
        for place, widget in ((0, label), (1, self.kl_weight), (3, self.back), (3, self.apply_button)):
            grid.addWidget(widget, 0, place)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._row)
        column.addWidget(self.hint)


def held_words(held: Adjustments) -> str:
    """Return what holds instead of the schedules: ``KL weight 2 and learning rate 0.0005``."""
    parts = []
    if held.kl_weight is not None:
        parts.append(f"KL weight {held.kl_weight:.4g}")
    if held.learning_rate is not None:
        parts.append(f"learning rate {held.learning_rate:.4g}")
    return " and ".join(parts)
