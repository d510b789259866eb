"""What the studio tells its panels."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class StudioSignals(QObject):
    """The signals of a :class:`~vae_studio.gui.studio.Studio`.

    Signals
    -------
    spec_changed
        :class:`RunSpec`, after each accepted edit.
    preset_changed
        Name of the preset that the settings have become; empty for none.
    dataset_changed, dataset_progress, dataset_failed
        :class:`Dataset`; :class:`Progress` or None; :class:`StudioError`. After a failure the dataset
        that was loaded before stays.
    description_changed
        :class:`ModelDescription` or None.
    spec_problem
        :class:`SpecError`, or None when the settings are in order.
    state_changed, training_event
        :class:`StudioState`; every training :class:`Event`, step metrics coalesced.
    run_changed
        The :class:`Run` on screen, live while it trains, or None.
    grid_changed
        :class:`LatentGrid`, complete epochs behind its weights, whether training goes on.
    grid_failed
        The exception of a grid that was asked for and did not come; a notice tells it.
    epoch_changed
        The finished epoch that the grid looks back at, or None for the weights of the moment.
    tray_changed, plugins_changed
        Something came, went or changed there.
    notice, notice_withdrawn
        :class:`Notice` to show; one that no longer holds.
    plots_ready
        The plotting library is loaded.
    core_phase
        What the core thread is busy with before it can train; empty when it is ready.
    hardware_changed
        :class:`Hardware`.
    closed
        Every thread has ended after :meth:`shutdown`.
    """

    spec_changed = Signal(object)
    preset_changed = Signal(str)
    dataset_changed = Signal(object)
    dataset_progress = Signal(object)
    dataset_failed = Signal(object)
    description_changed = Signal(object)
    spec_problem = Signal(object)
    state_changed = Signal(object)
    training_event = Signal(object)
    run_changed = Signal(object)
    grid_changed = Signal(object, int, bool)
    grid_failed = Signal(object)
    epoch_changed = Signal(object)
    tray_changed = Signal()
    notice = Signal(object)
    notice_withdrawn = Signal(object)
    plugins_changed = Signal()
    plots_ready = Signal()
    core_phase = Signal(str)
    hardware_changed = Signal(object)
    closed = Signal()
