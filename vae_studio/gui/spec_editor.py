"""The settings in the window, edited one value at a time."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal

from vae_studio.api import Kind, RunSpec, SpecError


class SpecEditor(QObject):
    """Holds the spec; an edit that its types do not allow is refused and remembered until mended.

    Signals
    -------
    changed
        The new :class:`RunSpec`.
    refusals_changed
        Values were refused, or mended.
    """

    changed = Signal(object)
    refusals_changed = Signal()

    def __init__(self, spec: RunSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._refused: dict[str, SpecError] = {}

    @property
    def spec(self) -> RunSpec:
        """The settings as they are."""
        return self._spec

    @property
    def refusal(self) -> SpecError | None:
        """The first value that was refused and has not been mended, or None."""
        return next(iter(self._refused.values()), None)

    def replace(self, spec: RunSpec) -> None:
        """Take other settings altogether."""
        had_refusals = bool(self._refused)
        self._refused.clear()
        if spec != self._spec:
            self._spec = spec
            self.changed.emit(spec)
        if had_refusals:
            self.refusals_changed.emit()

    def set_section(self, section: str, **values: Any) -> bool:
        """Change values of one section; return whether they were accepted."""
        keys = [f"{section}.{name}" for name in values]
        try:
            spec = self._spec.replaced(section, **values)
        except ValidationError as error:
            self._refuse(section, keys, error)
            return False
        mended = [self._refused.pop(key) for key in keys if key in self._refused]
        if spec != self._spec:
            self._spec = spec
            self.changed.emit(spec)
        if mended:
            self.refusals_changed.emit()
        return True

    def choose_plugin(self, kind: Kind, name: str) -> None:
        """Take another plugin, with its default parameters."""
        if self._spec.choice(kind).plugin != name:
            self.set_section(kind.section, plugin=name, params={})

    def set_parameters(self, kind: Kind, params: dict[str, Any]) -> None:
        """Change parameters of the chosen plugin; those not named keep their values."""
        merged = {**self._spec.choice(kind).params, **params}
        self.set_section(kind.section, params=merged)

    def _refuse(self, section: str, keys: list[str], error: ValidationError) -> None:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        key = f"{section}.{name}" if name else keys[0]
        self._refused[key] = SpecError(first["msg"].removeprefix("Value error, "), key)
        self.refusals_changed.emit()
