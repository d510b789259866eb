"""The process of one scenario: ``python -m vae_studio_bench.scenario_process NAME REQUEST``.

It writes one line of JSON on standard output for what it is, one for each row as it becomes known, and one
at the end; what libraries print goes to standard error::

    {"title": "…", "rounds": 5}
    {"row": {"what": "…", "value": 9992.0, …}}
    {"done": true}
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from vae_studio_bench.discovery import Scenario, scenario
from vae_studio_bench.settings import OptionError, Settings


def main(name: str, request: str) -> None:
    """Run the scenario as it is asked for."""
    end_when_told()
    answers = answers_channel()
    asked = json.loads(request)
    chosen = scenario(name)
    with tempfile.TemporaryDirectory(prefix="vae-studio-bench-", dir=asked["folder"]) as folder:
        settings = _settings(chosen, asked, Path(folder))
        _keep_to(settings.folder)
        _say(answers, {"title": chosen.title, "rounds": settings.rounds})
        try:
            for row in chosen.run(settings):
                _say(answers, {"row": row.as_json()})
        except OptionError as error:
            raise SystemExit(str(error)) from None
    _say(answers, {"done": True})


def end_when_told() -> None:
    """Have the signal that ends a process end it in order, with its children and temporary folders."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def answers_channel() -> IO[str]:
    """Return standard output for the answers alone; what libraries print goes to standard error."""
    channel = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _settings(chosen: Scenario, asked: dict[str, Any], folder: Path) -> Settings:
    default = chosen.quick_rounds if asked["quick"] else chosen.rounds
    unknown = sorted(set(asked["options"]) - set(chosen.options))
    if unknown:
        offered = ", ".join(chosen.options) or "none"
        raise SystemExit(f"{chosen.name} has no option {', '.join(unknown)}; it has {offered}.")
    return Settings(
        folder=folder,
        quick=asked["quick"],
        rounds=asked["rounds"] or default,
        profile=asked["profile"],
        options=asked["options"],
    )


def _keep_to(folder: Path) -> None:
    """Have the studio keep what it writes below the scenario's own folder."""
    for variable, name in (("CONFIG", "configuration"), ("RUNS", "runs"), ("CACHE", "cache")):
        os.environ[f"VAE_STUDIO_{variable}"] = str(folder / name)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _say(answers: IO[str], what: dict[str, Any]) -> None:
    print(json.dumps(what, ensure_ascii=False, default=float), file=answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
