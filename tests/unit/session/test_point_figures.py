"""Points and their figures, whole or in steps."""

import numpy as np
import pytest

from vae_studio.api import SpecError
from vae_studio.latent.point_figures import PointFigures
from vae_studio.session import latent_points as encoding
from vae_studio.session import point_figures as measuring
from vae_studio.session.latent_points import latent_points, latent_points_in_steps
from vae_studio.session.point_figures import figure_reasons, measured, point_figures, point_figures_in_steps


def steps_of(steps):
    """Return what steps yield, and what they return."""
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return told, end.value


def test_that_points_encoded_in_steps_are_the_same_points(tiny_run, monkeypatch):
    whole = latent_points(tiny_run, "test", 150)
    monkeypatch.setattr(encoding, "ENCODED_AT_ONCE", 64)
    told, points = steps_of(latent_points_in_steps(tiny_run, "test", 150))
    assert told == [(64, 150), (128, 150)]
    np.testing.assert_allclose(points.loc, whole.loc, atol=1e-5)
    np.testing.assert_array_equal(points.indices, whole.indices)


def test_that_the_mean_of_a_figure_is_that_of_the_split(tiny_run):
    points = latent_points(tiny_run, "validation")
    split = tiny_run.evaluate().validation.figures
    figures = {name: point_figures(tiny_run, points, name).values for name in ("reconstruction", "kl")}
    assert figures["reconstruction"].mean() == pytest.approx(split.reconstruction, rel=1e-5)
    assert figures["kl"].mean() == pytest.approx(split.kl, rel=1e-5)
    total = point_figures(tiny_run, points, "negative_elbo").values
    np.testing.assert_allclose(total, figures["reconstruction"] + figures["kl"], rtol=1e-6)


def test_that_a_likelihood_is_estimated_for_some_examples_and_is_above_the_elbo(tiny_run, monkeypatch):
    points = latent_points(tiny_run, "test", 40)
    monkeypatch.setattr(measuring, "MOST_WEIGHTED", 12)
    told, figures = steps_of(point_figures_in_steps(tiny_run, points, "log_likelihood"))
    assert told == [(10, 12)]
    assert figures.known == measured("log_likelihood", 40) == 12
    elbo = -point_figures(tiny_run, points, "negative_elbo").values
    known = np.isfinite(figures.values)
    assert figures.values[known].mean() > elbo[known].mean()


def test_that_an_autoencoder_has_a_reconstruction_and_nothing_else(tiny_autoencoder):
    assert set(figure_reasons(tiny_autoencoder)) == {"kl", "negative_elbo", "log_likelihood"}
    points = latent_points(tiny_autoencoder, "test", 5)
    assert point_figures(tiny_autoencoder, points, "reconstruction").unit == "mean squared error"
    with pytest.raises(SpecError, match="codes are points"):
        point_figures(tiny_autoencoder, points, "kl")


def test_that_figures_are_found_by_example_in_any_order():
    figures = PointFigures("kl", np.array([1.0, 2.0, np.nan]), "nats", np.array([30, 10, 20]))
    found = figures.of(np.array([10, 11, 20, 30, 99]))
    np.testing.assert_array_equal(found, [2.0, np.nan, np.nan, 1.0, np.nan])
    assert figures.known == 2
    assert figures.span() == pytest.approx((1.01, 1.99))
    nothing = PointFigures("kl", np.zeros(0), "nats", np.zeros(0, np.int64))
    assert np.isnan(nothing.of(np.array([1]))).all()
    assert nothing.span() == (0.0, 1.0)
