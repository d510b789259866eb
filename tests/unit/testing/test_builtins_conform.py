"""The built-in plugins pass the checks that any other plugin is asked to pass."""

import pytest

from vae_studio.api import Kind
from vae_studio.registry import Registry
from vae_studio.registry.records import BUILT_IN
from vae_studio.testing import cases, parametrize_with_checks

BUILT_INS = [record.spec for record in Registry().records if record.distribution == BUILT_IN and record.spec]


def test_that_every_kind_has_a_built_in():
    assert {plugin.kind for plugin in BUILT_INS} == set(Kind)


@parametrize_with_checks(BUILT_INS)
@pytest.mark.parametrize("tried_in", ["some", pytest.param("all", marks=pytest.mark.thorough)])
def test_that_a_built_in_keeps_the_contract(plugin, check, tried_in, monkeypatch):
    """In images of odd sides and in tables, or in all that any plugin is tried in."""
    if tried_in == "some":
        monkeypatch.setattr(cases, "SHAPES", ((33, 47, 1), (12,)))
        monkeypatch.setattr(cases, "LATENT_SIZES", (1, 5))
    check(plugin)
