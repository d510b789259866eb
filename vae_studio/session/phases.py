"""Saying what is done before training can begin. Imports TensorFlow on first use alone."""

from __future__ import annotations

from collections.abc import Callable

from vae_studio.training.events import Event, PhaseStarted
from vae_studio.training.importing import import_tensorflow, is_imported

Emit = Callable[[Event], None]


def silent(_: Event) -> None:
    """Tell nobody."""


def announce_building(emit: Emit) -> None:
    """Say that the model is being built; where TensorFlow is not loaded yet, load it first and say that too."""
    if not is_imported():
        emit(PhaseStarted(phase="importing", detail="Loading TensorFlow"))
        import_tensorflow()
    emit(PhaseStarted(phase="building", detail="Building the networks"))
