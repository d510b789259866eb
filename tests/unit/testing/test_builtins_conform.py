"""The built-in plugins pass the checks that any other plugin is asked to pass."""

from vae_studio.api import Kind
from vae_studio.registry import Registry
from vae_studio.registry.records import BUILT_IN
from vae_studio.testing import parametrize_with_checks

BUILT_INS = [record.spec for record in Registry().records if record.distribution == BUILT_IN and record.spec]


def test_that_every_kind_has_a_built_in():
    assert {plugin.kind for plugin in BUILT_INS} == set(Kind)


@parametrize_with_checks(BUILT_INS)
def test_that_a_built_in_keeps_the_contract(plugin, check):
    check(plugin)
