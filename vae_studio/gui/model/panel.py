"""The Model panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from vae_studio.api import (
    EncoderChoice,
    Kind,
    Parameter,
    Params,
    PluginError,
    RunSpec,
    SpecError,
    describe_parameters,
)
from vae_studio.api.parameters import describe_parameter, with_sequences
from vae_studio.gui.forms.words import with_remedy
from vae_studio.gui.model.plugin_picker import LABEL_WIDTH, PluginPicker
from vae_studio.gui.model.preset_row import PresetRow
from vae_studio.gui.model.shape_flow import ShapeFlow
from vae_studio.gui.theme import Theme
from vae_studio.gui.widgets.dock_header import DockHeader
from vae_studio.gui.widgets.separator import Separator

if TYPE_CHECKING:
    from vae_studio.gui.studio import Studio
    from vae_studio.model.description import ModelDescription

SCROLL_BAR_WIDTH = 10
_LATENT_SIZE = "latent_size"
_OPEN_AT_FIRST = {Kind.ENCODER, Kind.KL_STRATEGY}


class ModelPanel(QWidget):
    """The preset on top, four plugins with their parameters, the course of shapes fixed below.

    Attributes
    ----------
    header
        The dock's title widget.
    """

    def __init__(self, studio: Studio, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = studio
        self._phase = ""
        self._description: ModelDescription | None = None
        self.header = DockHeader(theme, "Model")
        self.preset = PresetRow(theme, LABEL_WIDTH)
        self.pickers = {
            kind: PluginPicker(theme, kind, _extra(kind), is_open=kind in _OPEN_AT_FIRST) for kind in Kind
        }
        self.flow = ShapeFlow(theme)
        self._lay_out()
        self._connect()
        self._show_plugins()
        self.preset.show_preset(studio.preset)
        self._show_lock()
        self._show_problem(studio.problem)
        self._show_description(studio.description)

    def _lay_out(self) -> None:
        options = QWidget()
        column = QVBoxLayout(options)
        column.setContentsMargins(16, 0, 16, 8)
        column.setSpacing(0)
        for picker in self.pickers.values():
            column.addWidget(picker)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(options)
        # The scroll bar stands in the margin, so that fields keep their width when it comes and goes.
        scroll.verticalScrollBar().rangeChanged.connect(
            lambda _, last: column.setContentsMargins(16, 0, 16 - (SCROLL_BAR_WIDTH if last else 0), 8)
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.preset)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)
        whole.addWidget(Separator())
        whole.addWidget(self.flow)

    def _connect(self) -> None:
        studio = self._studio
        self.preset.chosen.connect(self._take_preset)
        studio.preset_changed.connect(self.preset.show_preset)
        for picker in self.pickers.values():
            picker.chosen.connect(lambda name, kind=picker.kind: studio.choose_plugin(kind, name))
            picker.changed.connect(lambda name, value, kind=picker.kind: self._change(kind, name, value))
        studio.spec_changed.connect(self._show_spec)
        studio.plugins_changed.connect(self._show_plugins)
        studio.spec_problem.connect(self._show_problem)
        studio.description_changed.connect(self._show_description)
        studio.dataset_changed.connect(lambda _: self._show_flow())
        studio.core_phase.connect(self._show_phase)
        studio.state_changed.connect(self._show_lock)

    def _take_preset(self, name: str) -> None:
        self._studio.apply_preset(name)
        self.preset.show_preset(self._studio.preset)

    def _change(self, kind: Kind, name: str, value: Any) -> None:
        if kind is Kind.ENCODER and name == _LATENT_SIZE:
            self._studio.set_latent_size(value)
        else:
            self._studio.set_parameters(kind, {name: value})

    def _show_plugins(self) -> None:
        for kind, picker in self.pickers.items():
            picker.show_plugins(self._studio.registry.available(kind))
        self._show_spec(self._studio.spec)

    def _show_spec(self, spec: RunSpec) -> None:
        for kind, picker in self.pickers.items():
            choice = spec.choice(kind)
            params = self._params(kind, choice.plugin)
            values: dict[str, Any] = with_sequences(params, dict(choice.params))
            if isinstance(choice, EncoderChoice):
                values[_LATENT_SIZE] = choice.latent_size
            picker.show_choice(choice.plugin, describe_parameters(params), values)

    def _params(self, kind: Kind, name: str) -> type[Params]:
        """Return what a plugin takes; nothing, where it is missing or broken."""
        try:
            return self._studio.registry.get(kind, name).params
        except PluginError:
            return Params

    def _show_problem(self, problem: SpecError | None) -> None:
        for picker in self.pickers.values():
            picker.clear_errors()
        if problem is not None:
            section, _, name = problem.key.partition(".")
            for picker in self.pickers.values():
                if picker.kind.section == section:
                    picker.set_error(name, with_remedy(problem))
        self._show_flow()

    def _show_description(self, description: ModelDescription | None) -> None:
        self._description = description
        self._show_flow()

    def _show_phase(self, phase: str) -> None:
        self._phase = phase
        self._show_flow()

    def _show_flow(self) -> None:
        dataset = self._studio.dataset
        shape = None if dataset is None else dataset.data_shape
        problem = self._studio.problem
        if problem is not None:
            self.flow.show_problem(shape, problem)
        elif self._description is not None:
            self.flow.show_description(self._description)
        else:
            self.flow.show_waiting(shape, self._phase)

    def _show_lock(self) -> None:
        locked = self._studio.locked
        self.preset.set_locked(locked)
        for picker in self.pickers.values():
            picker.set_locked(locked)
        self.header.set_hint("Locked while training" if locked else "", locked=locked)


def _extra(kind: Kind) -> tuple[Parameter, ...]:
    if kind is not Kind.ENCODER:
        return ()
    return (describe_parameter(EncoderChoice, _LATENT_SIZE),)
