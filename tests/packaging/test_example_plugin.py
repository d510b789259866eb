"""A third party's plugin comes into a running studio, trains, and goes."""

import sys

import pytest

from vae_studio.api import Kind, PluginChoice, PluginError, SpecError
from vae_studio.registry import PluginStatus, Registry
from vae_studio.session import Session
from vae_studio.testing import check_plugin

CHOICES = {"dataset": "digits", "encoder": "dense", "decoder": "dense", "prior": "laplace"}


@pytest.fixture
def registry(site_packages):
    """Return a registry that was running before the plugin was installed."""
    return Registry()


@pytest.fixture
def installed(site_packages, registry, example_wheel):
    """Return the registry after the plugin was installed beside it and rescanned."""
    site_packages.install(example_wheel)
    registry.rescan()
    return registry


def test_that_rescan_finds_the_plugin_without_a_restart(site_packages, registry, example_wheel):
    with pytest.raises(PluginError, match="no prior named 'laplace'"):
        registry.get(Kind.PRIOR, "laplace")
    site_packages.install(example_wheel)
    (added,) = registry.rescan().added
    assert (added.kind, added.name, added.distribution) == (Kind.PRIOR, "laplace", "vae-studio-laplace-prior")
    assert added.status is PluginStatus.AVAILABLE
    assert "vae_studio_laplace_prior.prior" not in sys.modules


def test_that_its_parameter_is_validated_before_anything_is_built(installed):
    choice = PluginChoice(plugin="laplace", params={"scale": 0})
    with pytest.raises(SpecError, match=r"prior\.scale: must be a number, above 0 and at most 100, not 0\."):
        installed.validate(Kind.PRIOR, choice)


def test_that_it_is_gone_after_its_removal(site_packages, installed):
    site_packages.clear()
    (removed,) = installed.rescan().removed
    assert removed.name == "laplace"
    assert "vae_studio_laplace_prior" not in sys.modules
    with pytest.raises(PluginError, match="no prior named 'laplace'"):
        installed.get(Kind.PRIOR, "laplace")


def test_that_the_closed_form_is_refused_naming_the_key_and_the_remedy(installed, tmp_path):
    session = Session(registry=installed, workspace=tmp_path / "runs")
    with pytest.raises(SpecError) as caught:
        session.train(**CHOICES, kl="analytic", epochs=1)
    assert caught.value.key.startswith("kl")
    assert "monte_carlo" in caught.value.remedy
    assert not (tmp_path / "runs").exists()
    assert installed.record(Kind.PRIOR, "laplace").status is PluginStatus.AVAILABLE


def test_that_a_run_trains_with_it_and_names_it_when_it_is_gone(
    site_packages, installed, example_wheel, tmp_path
):
    session = Session(registry=installed, workspace=tmp_path / "runs")
    run = session.train(**CHOICES, kl="monte_carlo", epochs=1, settings={"prior.scale": "0.5"})
    (epoch,) = run.history
    assert epoch["train"]["negative_elbo"] > 0
    assert run.folder.manifest.plugins["prior"].distribution == "vae-studio-laplace-prior"
    assert run.prior.distribution.scale.numpy() == pytest.approx(0.5)
    assert run.latent_grid().has_quantiles

    site_packages.clear()
    installed.rescan()
    with pytest.raises(PluginError, match="vae-studio-laplace-prior"):
        session.open(run.folder.path)

    site_packages.install(example_wheel)
    installed.rescan()
    assert session.open(run.folder.path).complete_epochs == 1


def test_that_it_passes_the_checks_that_its_author_runs(installed):
    assert check_plugin(installed.get(Kind.PRIOR, "laplace")) == []
