"""The runs of the workspace, as the library keeps them."""

import datetime as dt

import pytest

from vae_studio.api import RunError, RunSpec
from vae_studio.runs.likelihood import SplitLikelihood, keep_likelihood
from vae_studio.session.run_library import RunLibrary
from vae_studio.session.run_words import started_words, status_words


@pytest.fixture
def library(session, tmp_path):
    return RunLibrary(session.registry, tmp_path / "workspace")


def likelihood(epoch=2, per_example=(-90.0, -92.0), indices=(0, 1), fingerprint="same", samples=5):
    return SplitLikelihood(
        split="test",
        epoch=epoch,
        samples=samples,
        seed=0,
        fingerprint=fingerprint,
        indices=indices,
        per_example=per_example,
    )


def test_that_a_run_is_described_in_words_of_its_plugins(library, make_saved_run):
    spec = RunSpec().replaced("kl", plugin="beta", params={"beta": 4.0, "free_bits": 0.5})
    spec = spec.replaced("encoder", plugin="dense", latent_size=3).replaced("prior", plugin="mixture")
    make_saved_run("run", spec)
    (run,) = library.runs()
    assert run.dataset == "Digits dynamic"
    assert run.model == "Dense / Convolutional, z 3, Mixture of Gaussians"
    assert run.strategy == "β warm-up, β 4, free bits 0.5 nats"


def test_that_a_run_of_a_missing_plugin_is_described_by_its_name(library, make_saved_run):
    make_saved_run("run", RunSpec().replaced("kl", plugin="elsewhere", params={"x": 1}))
    assert library.runs()[0].strategy == "elsewhere"


def test_that_a_failed_run_says_why(library, make_saved_run):
    make_saved_run("run", status="failed", message="NaN loss")
    assert status_words(library.runs()[0].entry) == "Failed: NaN loss"


def test_that_times_are_told_from_near_to_far():
    now = dt.datetime(2026, 5, 20, 18, 0).astimezone()
    started = now.replace(hour=11, minute=42)
    told = [started_words((started - dt.timedelta(days=days)).isoformat(), now) for days in (0, 1, 8, 365)]
    assert told == ["Today 11:42", "Yesterday 11:42", "12 May 11:42", "20 May 2025"]
    assert started_words("") == ""


def test_that_renaming_keeps_id_and_folder(library, make_saved_run):
    made = make_saved_run("run")
    library.rename(made.path, "  β = 4, second   try ")
    (run,) = library.runs()
    assert run.name == "β = 4, second try"
    assert (run.entry.id, run.path) == (made.manifest.id, made.path)
    assert library.find("β = 4, second try").path == made.path


@pytest.mark.parametrize(("name", "words"), [("   ", "needs a name"), ("x" * 200, "at most 120 characters")])
def test_that_a_name_must_be_one(library, make_saved_run, name, words):
    with pytest.raises(RunError, match=words):
        library.rename(make_saved_run("run").path, name)


def test_that_a_run_in_training_is_not_renamed(library, make_saved_run):
    run = make_saved_run("run", status="training")
    with run.training(), pytest.raises(RunError, match="cannot be renamed"):
        library.rename(run.path, "other")


def test_that_a_run_is_found_by_folder_name_id_and_path(library, make_saved_run):
    made = make_saved_run("folder", id="abcdef0123")
    make_saved_run("another")
    library.rename(made.path, "A name")
    for name in ("folder", "A name", "abcdef", str(made.path)):
        assert library.find(name).path == made.path
    with pytest.raises(RunError, match="no run 'abc'"):
        library.find("abc")


def test_that_a_name_of_several_runs_asks_for_the_folder(library, make_saved_run):
    for folder in ("one", "two"):
        library.rename(make_saved_run(folder).path, "same")
    with pytest.raises(RunError, match=r"Give the folder: (one, two|two, one)"):
        library.find("same")


def test_that_a_measurement_is_listed_and_known_to_be_old_after_more_training(library, make_saved_run):
    made = make_saved_run("run")
    keep_likelihood(made.path, likelihood(epoch=2))
    (run,) = library.runs()
    assert (run.iw_nll, run.iw_nll_error) == (91.0, pytest.approx(1.0))
    assert not run.likelihood_is_stale
    keep_likelihood(made.path, likelihood(epoch=1))
    assert library.runs()[0].likelihood_is_stale


def test_that_a_damaged_measurement_is_a_remark_and_not_the_end_of_the_list(library, make_saved_run):
    made = make_saved_run("run")
    (made.path / "likelihood.json").write_text("[]")
    (run,) = library.runs()
    assert run.likelihood is None
    assert "likelihood.json is damaged" in run.remark


def test_that_figures_are_compared_with_the_first_run(library, make_saved_run):
    make_saved_run("first", reconstruction=90.0, kl=5.0)
    make_saved_run("second", reconstruction=100.0, kl=3.0)
    comparison = library.compare([library.find("first"), library.find("second")])
    rows = {row.name: row for row in comparison.figures}
    assert [value.mean for value in rows["KL"].values] == [5.0, 3.0]
    assert rows["KL"].differences[0] is None
    assert rows["Negative ELBO"].differences[1].mean == pytest.approx(8.0)
    assert "IW-NLL" not in rows
    assert comparison.caution == ""


def test_that_log_likelihoods_of_the_same_examples_are_compared_in_pairs(library, make_saved_run):
    keep_likelihood(
        make_saved_run("first").path, likelihood(per_example=(-80.0, -100.0, -120.0), indices=(3, 5, 8))
    )
    keep_likelihood(
        make_saved_run("second").path, likelihood(per_example=(-81.0, -103.0, -122.0), indices=(3, 5, 8))
    )
    row = library.compare([library.find("first"), library.find("second")]).figures[-1]
    difference = row.differences[1]
    assert difference.paired
    assert difference.mean == pytest.approx(2.0)
    assert difference.standard_error == pytest.approx((1 / 3) ** 0.5)
    assert row.values[0].standard_error == pytest.approx(20 / 3**0.5)


@pytest.mark.parametrize("other", [{"indices": (0, 2)}, {"fingerprint": "other"}])
def test_that_log_likelihoods_of_other_examples_are_not_paired(library, make_saved_run, other):
    keep_likelihood(make_saved_run("first").path, likelihood())
    keep_likelihood(make_saved_run("second").path, likelihood(per_example=(-80.0, -84.0), **other))
    difference = library.compare([library.find("first"), library.find("second")]).figures[-1].differences[1]
    assert not difference.paired
    assert difference.mean == pytest.approx(-9.0)
    assert difference.standard_error == pytest.approx(5**0.5)


def test_that_runs_on_other_examples_or_pixels_are_compared_with_a_caution(library, make_saved_run):
    make_saved_run("first")
    make_saved_run("elsewhere", fingerprint="other")
    make_saved_run("grey", RunSpec().replaced("data", binarise="none"))
    first = library.find("first")
    assert "different examples" in library.compare([first, library.find("elsewhere")]).caution
    assert "Binarised differently" in library.compare([first, library.find("grey")]).caution


def test_that_a_measurement_from_before_more_training_is_compared_with_a_caution(library, make_saved_run):
    keep_likelihood(make_saved_run("first").path, likelihood(epoch=2))
    keep_likelihood(make_saved_run("second").path, likelihood(epoch=1))
    keep_likelihood(make_saved_run("third").path, likelihood(epoch=2, samples=5000))
    first, second, third = (library.find(name) for name in ("first", "second", "third"))
    assert library.compare([first]).caution == ""
    assert "since its IW-NLL was measured: second." in library.compare([first, second]).caution
    assert "with more samples in one run" in library.compare([first, third]).caution


def test_that_a_name_like_a_home_folder_is_the_name_of_no_run(library):
    with pytest.raises(RunError, match="no run '~nobody-is-called-this'"):
        library.find("~nobody-is-called-this")


def test_that_a_damaged_run_is_not_compared(library, make_saved_run):
    (make_saved_run("run").path / "spec.toml").write_text("[")
    with pytest.raises(RunError, match="run cannot be compared"):
        library.compare([library.find("run")])


def test_that_settings_differ_only_where_they_mean_something_else(library, make_saved_run):
    spec = RunSpec().replaced("kl", plugin="beta", params={})
    make_saved_run("default", spec, epochs=3)
    make_saved_run("said", spec.replaced("kl", params={"beta": 1.0, "warm_up": 5.0}), epochs=3)
    settings = library.compare([library.find("default"), library.find("said")]).settings
    assert [(row.key, row.values) for row in settings] == [("kl.warm_up", ("10", "5"))]


def test_that_a_setting_that_one_plugin_lacks_is_a_dash(library, make_saved_run):
    make_saved_run("analytic")
    make_saved_run("beta", RunSpec().replaced("kl", plugin="beta", params={}))
    settings = library.compare([library.find("analytic"), library.find("beta")]).settings
    rows = {row.key: row.values for row in settings}
    assert rows["kl.plugin"] == ("analytic", "beta")
    assert rows["kl.beta"] == ("—", "1")
