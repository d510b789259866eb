"""Which checks a plugin has to pass, and two ways of running them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from vae_studio.api.plugins import Kind, PluginSpec
from vae_studio.testing.network_checks import DECODER_CHECKS, ENCODER_CHECKS
from vae_studio.testing.prior_checks import PRIOR_CHECKS
from vae_studio.testing.spec_checks import SPEC_CHECKS
from vae_studio.testing.strategy_checks import STRATEGY_CHECKS

Check = Callable[[PluginSpec], None]

_CHECKS: dict[Kind, tuple[Check, ...]] = {
    Kind.ENCODER: ENCODER_CHECKS,
    Kind.DECODER: DECODER_CHECKS,
    Kind.PRIOR: PRIOR_CHECKS,
    Kind.KL_STRATEGY: STRATEGY_CHECKS,
}


def checks_for(plugin: PluginSpec) -> tuple[Check, ...]:
    """Return the checks for a plugin of this kind; each takes the plugin and raises ``AssertionError``."""
    return SPEC_CHECKS + _CHECKS[plugin.kind]


def check_plugin(plugin: PluginSpec) -> list[str]:
    """Run every check and return what is wrong.

    Parameters
    ----------
    plugin
        The plugin's spec.

    Returns
    -------
    One line for each failed check, ``name: reason``; empty if the plugin keeps its contract.
    """
    failures = []
    for check in checks_for(plugin):
        try:
            check(plugin)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a plugin raises is a finding
            failures.append(f"{check.__name__}: {str(error) or type(error).__name__}")
    return failures


def parametrize_with_checks(plugins: Sequence[PluginSpec]) -> Any:
    """Return a pytest decorator that runs a test once for each plugin and check.

    Parameters
    ----------
    plugins
        Specs of the plugins to check.

    Returns
    -------
    A decorator for a test with the arguments ``plugin`` and ``check``.
    """
    import pytest

    cases = [
        pytest.param(plugin, check, id=f"{plugin.kind.value}-{plugin.name}-{check.__name__}")
        for plugin in plugins
        for check in checks_for(plugin)
    ]
    return pytest.mark.parametrize(("plugin", "check"), cases)
