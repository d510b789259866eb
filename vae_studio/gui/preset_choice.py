"""The presets in the window: taking one, and telling which one the settings are."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from vae_studio.api import RunSpec
from vae_studio.gui.dataset.source_kind import OF_ONE_SOURCE, source_kind
from vae_studio.gui.settings import Settings
from vae_studio.gui.training.continuing import same_experiment
from vae_studio.registry.registry import Registry
from vae_studio.runs.presets import preset, presets
from vae_studio.session.continuing import FREE_TRAINING_KEYS

KEPT_TRAINING_KEYS = tuple(sorted(FREE_TRAINING_KEYS - {"epochs"}))
"""Training settings that belong to the machine and its user, so that no preset changes them."""


class PresetChoice(QObject):
    """Compares the settings with the presets after each change.

    Signals
    -------
    changed
        Name of the preset that the settings have become; empty for none.
    """

    changed = Signal(str)

    def __init__(self, settings: Settings, registry: Registry, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._registry = registry
        self._name = self._find(settings.spec)
        settings.spec_changed.connect(self._compare)

    @property
    def name(self) -> str:
        """The preset that the settings are, whatever their seed, epochs and source; empty for none.

        Another source counts where it is of the other kind of data.
        """
        return self._name

    def apply(self, name: str) -> None:
        """Take a preset's dataset, model and training settings.

        Raises
        ------
        SpecError
            There is no preset of that name.
        """
        spec = preset(name).spec
        training = self._settings.spec.training
        kept = {key: getattr(training, key) for key in KEPT_TRAINING_KEYS}
        self._settings.take(spec.replaced("training", **kept))

    def _compare(self, spec: RunSpec) -> None:
        name = self._find(spec)
        if name != self._name:
            self._name = name
            self.changed.emit(name)

    def _find(self, spec: RunSpec) -> str:
        """Prefer the preset of this very source to one of another."""
        kind = source_kind(spec.data, self._settings.dataset)
        there = {key: getattr(spec.data, key) for key in OF_ONE_SOURCE}
        exact = [(one.name, one.spec) for one in presets()]
        alike = [
            (name, wanted.replaced("data", **there))
            for name, wanted in exact
            if source_kind(wanted.data, None) == kind
        ]
        for name, wanted in (*exact, *alike):
            if same_experiment(wanted.replaced("training", seed=spec.training.seed), spec, self._registry):
                return name
        return ""
