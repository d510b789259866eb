"""The conformance kit for authors of plugins.

In the tests of a plugin's own distribution::

    from vae_studio.testing import parametrize_with_checks

    from my_plugin import PLUGIN

    @parametrize_with_checks([PLUGIN])
    def test_that_the_plugin_keeps_its_contract(plugin, check):
        check(plugin)

or, without pytest, ``check_plugin(PLUGIN)``, which returns what is wrong. TensorFlow is imported when a
check runs, pytest when :func:`parametrize_with_checks` is called.
"""

from vae_studio.testing.kit import check_plugin, checks_for, parametrize_with_checks

__all__ = ["check_plugin", "checks_for", "parametrize_with_checks"]
