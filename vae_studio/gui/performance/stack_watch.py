"""What held the window up: the calls that the threads were in while it was silent."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType

from vae_studio.gui.gap_meter import GapMeter

LIMIT_SECONDS = 0.02
"""Silence after which the calls are noted."""
LOOK_SECONDS = 0.005
OWN = "vae_studio"


class StackWatch:
    """A thread that notes every thread's calls, again and again, while a gap lasts.

    It needs the interpreter's lock, as everybody does: where another thread holds that, the note is made when
    it lets go, and names the call that it was in. Meant for those who look for a cause; the watching takes
    some of the time that it measures.

    Parameters
    ----------
    meter
        Whose gaps get a :attr:`~vae_studio.gui.gap_meter.Gap.cause`.
    """

    def __init__(self, meter: GapMeter) -> None:
        self._meter = meter
        self._window = threading.get_ident()
        self._beat = time.perf_counter()
        self._notes: list[str] = []
        self._over = threading.Event()
        meter.beat = self._on_beat
        meter.explain = self._explain
        self._thread = threading.Thread(target=self._watch, name="stack-watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Watch no more."""
        self._meter.beat = self._meter.explain = None
        self._over.set()
        self._thread.join()

    def _on_beat(self) -> None:
        self._beat = time.perf_counter()
        self._notes = []

    def _explain(self) -> str:
        return "\n".join(dict.fromkeys(self._notes))

    def _watch(self) -> None:
        own = threading.get_ident()
        while not self._over.wait(LOOK_SECONDS):
            if self._meter.running and time.perf_counter() - self._beat > LIMIT_SECONDS:
                self._notes.extend(_in_short(sys._current_frames(), self._window, own))  # noqa: SLF001


def _in_short(frames: Mapping[int, FrameType], window: int, watcher: int) -> list[str]:
    """Return who is where: one line for the window, and for each thread that is in the studio's own code."""
    lines = []
    for identity, frame in frames.items():
        calls = _calls(frame)
        own = next((call for call in calls if _is_own(call)), None)
        if identity == watcher or (own is None and identity != window):
            continue
        words = _call(calls[0])
        if own is not None and own is not calls[0]:
            words += f" from {_call(own)}"
        lines.append(f"{'window' if identity == window else 'other'}: {words}")
    return lines


def _calls(frame: FrameType | None) -> list[FrameType]:
    calls = []
    while frame is not None:
        calls.append(frame)
        frame = frame.f_back
    return calls


def _is_own(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] == OWN


def _call(frame: FrameType) -> str:
    """Return a call as ``module:12 function``."""
    return f"{frame.f_globals.get('__name__')}:{frame.f_lineno} {frame.f_code.co_name}"
