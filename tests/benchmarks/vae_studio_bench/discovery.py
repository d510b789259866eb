"""Which scenarios there are: the modules of :mod:`vae_studio_bench.scenarios`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vae_studio_bench import scenarios
from vae_studio_bench.rows import Row
from vae_studio_bench.settings import Settings

ROUNDS = 5
QUICK_ROUNDS = 2


@dataclass(frozen=True)
class Scenario:
    """One scenario, imported.

    Attributes
    ----------
    name
        Its module.
    title
        One line for the table.
    run
        What measures.
    rounds, quick_rounds
        How often it measures by default.
    options
        The options that it takes, with their meaning.
    """

    name: str
    title: str
    run: Callable[[Settings], Iterable[Row]]
    rounds: int
    quick_rounds: int
    options: Mapping[str, str]


def scenario_names() -> list[str]:
    """Return the names of all scenarios, none of which is imported for it."""
    return sorted(module.name for module in pkgutil.iter_modules(scenarios.__path__) if module.name[0] != "_")


def scenario(name: str) -> Scenario:
    """Import one scenario."""
    module = importlib.import_module(f"{scenarios.__name__}.{name}")
    return Scenario(
        name,
        module.TITLE,
        module.run,
        getattr(module, "ROUNDS", ROUNDS),
        getattr(module, "QUICK_ROUNDS", QUICK_ROUNDS),
        getattr(module, "OPTIONS", {}),
    )
