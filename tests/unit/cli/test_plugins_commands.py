"""``vae-studio plugins``: new, check, disable, enable, prefer."""

import json
import sys

import pytest

from vae_studio.cli import main
from vae_studio.testing import cases

BROKEN = "raise RuntimeError('not today')\n"


@pytest.fixture(autouse=True)
def own_choices(tmp_path, monkeypatch):
    """Choices of this test alone."""
    monkeypatch.setenv("VAE_STUDIO_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def broken_prior(tmp_path, monkeypatch):
    """A distribution whose prior cannot be imported."""
    site = tmp_path / "site"
    info = site / "acme_broken-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-broken\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[vae_studio.priors]\nbroken = acme_broken:PLUGIN\n")
    (site / "acme_broken.py").write_text(BROKEN)
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])


def statuses(capsys):
    assert main(["plugins", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    return {(one["kind"], one["name"]): one["status"] for one in listed}


def test_that_a_new_plugin_is_written_and_how_to_install_it_is_said(tmp_path, capsys):
    assert main(["plugins", "new", "kl", "free_bits", "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert (tmp_path / "vae-studio-free-bits-kl" / "pyproject.toml").is_file()
    assert "pip install" in said
    assert "vae-studio plugins check free_bits" in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["spam", "a"], "'spam' is none of encoder, decoder, prior, kl"),
        (["prior", "Not A Name"], "Call it 'not_a_name'"),
        (["prior", "gaussian"], "There is a prior named 'gaussian' already, of vae-studio."),
    ],
)
def test_that_what_cannot_be_a_new_plugin_is_refused_in_one_line(tmp_path, arguments, reason, capsys):
    assert main(["plugins", "new", *arguments, "--folder", str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert reason in line
    assert not any(tmp_path.glob("vae-studio-*"))


def test_that_a_plugin_stays_disabled_until_it_is_enabled(capsys):
    assert main(["plugins", "disable", "prior", "gaussian"]) == 0
    assert statuses(capsys)["prior", "gaussian"] == "disabled"
    assert main(["plugins", "enable", "prior", "gaussian"]) == 0
    assert statuses(capsys)["prior", "gaussian"] == "available"


def test_that_a_plugin_that_does_not_exist_cannot_be_disabled(capsys):
    assert main(["plugins", "disable", "prior", "absent"]) == 2
    assert "no prior named 'absent'" in capsys.readouterr().err


def test_that_a_preference_for_a_distribution_that_has_no_such_plugin_is_refused(capsys):
    assert main(["plugins", "prefer", "prior", "gaussian", "acme-absent"]) == 2
    assert "of acme-absent. It is provided by vae-studio." in capsys.readouterr().err
    assert main(["plugins", "prefer", "prior", "gaussian", "vae-studio"]) == 0


def test_that_choices_that_cannot_be_read_are_told_of(tmp_path, capsys):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "plugins.toml").write_text("disabled = 3")
    assert main(["plugins", "list"]) == 0
    assert "Warning: The settings of plugins" in capsys.readouterr().err


def test_that_a_check_of_a_broken_plugin_exits_with_1_and_the_reason(broken_prior, capsys):
    assert main(["plugins", "check", "broken"]) == 1
    printed = capsys.readouterr()
    assert "failed" in printed.out
    assert "prior 'broken' of acme-broken: RuntimeError: not today" in printed.err


def test_that_a_check_tries_several_latent_sizes_and_says_which(capsys):
    assert main(["plugins", "check", "standard_normal", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["result"], found["failures"]) == ("passed", [])
    assert found["latent_sizes"] == list(cases.LATENT_SIZES)
    assert found["checks"] > 5


def test_that_a_disabled_plugin_is_left_out_of_the_check(broken_prior, capsys):
    assert main(["plugins", "disable", "prior", "broken"]) == 0
    assert main(["plugins", "check", "broken"]) == 0
    assert "left out" in capsys.readouterr().out


def test_that_checking_an_unknown_name_is_refused(capsys):
    assert main(["plugins", "check", "absent", "--kind", "kl"]) == 2
    assert "There is no KL strategy named 'absent'" in capsys.readouterr().err
