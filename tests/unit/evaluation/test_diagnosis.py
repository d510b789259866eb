"""What figures mean, in words: each rule on histories made for it."""

from dataclasses import replace

import pytest

from vae_studio.evaluation.diagnosis import EpochFacts, diagnose
from vae_studio.evaluation.figures import Figures

QUIET = EpochFacts(
    epoch=1,
    train=Figures.of(100.0, 5.0, (2.0, 3.0), "nats"),
    validation=Figures.of(101.0, 5.0, (2.0, 3.0), "nats"),
    weight=1.0,
    by_hand=False,
    learning_rate=0.001,
    active=(True, True),
)


def history(*changes):
    """Return epochs, each with what differs from the quiet one."""
    return [replace(QUIET, epoch=number, **change) for number, change in enumerate(changes, start=1)]


def keys(epochs):
    return [remark.key for remark in diagnose(epochs)]


def words(epochs):
    (remark,) = diagnose(epochs)
    return remark.words


def measured(reconstruction, kl=5.0):
    figures = Figures.of(reconstruction, kl, None, "nats")
    return {"train": figures, "validation": figures}


def test_that_a_quiet_run_gets_no_remark():
    assert diagnose([]) == ()
    assert diagnose(history({}, {}, {})) == ()


def test_that_a_collapse_is_told_from_its_second_epoch_on():
    idle = {"active": (False, False), "validation": Figures.of(206.0, 0.004, None, "nats")}
    assert keys(history(idle)) == []
    said = words(history(idle, idle))
    assert said.startswith("The posterior has collapsed: no latent dimension is active and the KL is 0.00 nats")


@pytest.mark.parametrize("active", [(False, False), (True, False)])
def test_that_a_model_without_a_kl_has_no_posterior_that_could_collapse(active):
    codes = Figures.of(0.06, None, None, "mean squared error")
    epoch = {"active": active, "train": codes, "validation": codes, "weight": 0.0}
    assert keys(history(epoch, epoch)) == []
    assert keys(history({"active": active, "weight": 0.0}, {"active": active, "weight": 0.0})) == []


def test_that_inactive_dimensions_are_named():
    idle = {"active": (True, False, False)}
    said = words(history(idle, idle))
    assert said.startswith("2 of 3 latent dimensions are inactive (z2, z3)")
    assert keys(history(idle, {"active": (True, True, False)})) == ["inactive"]
    assert keys(history(idle, {"active": (False, True, True)})) == []


def test_that_many_inactive_dimensions_are_not_all_named():
    idle = {"active": (True, *[False] * 20)}
    assert "(z2, z3, z4, z5, z6, z7, z8, z9, …)" in words(history(idle, idle))


def test_that_an_unmeasured_split_says_nothing_of_dimensions():
    assert keys(history({"active": None}, {"active": None})) == []


def test_that_a_reconstruction_that_rises_with_the_weight_is_explained():
    said = words(history({"weight": 0.2, **measured(100.0, 20.0)}, {"weight": 0.4, **measured(103.0, 12.0)}))
    assert said == (
        "The reconstruction rises because the KL weight rises by its schedule (0.2 → 0.4): "
        "the model gives up detail for a posterior closer to the prior."
    )


def test_that_a_negative_elbo_that_rises_beyond_weight_one_is_explained_too():
    said = words(history({"weight": 1.0, **measured(100.0, 5.0)}, {"weight": 4.0, **measured(104.0, 3.0)}))
    assert said.startswith("The reconstruction and the negative ELBO rise because the KL weight rises")


def test_that_a_kl_that_rises_where_a_cycle_begins_again_is_explained():
    said = words(history({"weight": 1.0, **measured(100.0, 5.0)}, {"weight": 0.1, **measured(90.0, 9.0)}))
    assert said.startswith("The KL rises because the KL weight falls by its schedule (1 → 0.1)")


def test_that_a_change_by_hand_is_no_schedule():
    said = words(
        history({"weight": 1.0, **measured(100.0)}, {"weight": 3.0, "by_hand": True, **measured(105.0, 2.0)})
    )
    assert "because the KL weight rises as it was set by hand (1 → 3)" in said


@pytest.mark.parametrize("later", [measured(100.01), measured(95.0)])
def test_that_what_does_not_rise_is_not_explained(later):
    assert keys(history({"weight": 0.2, **measured(100.0)}, {"weight": 0.4, **later})) == []


def test_that_a_rise_at_a_constant_weight_is_not_blamed_on_it():
    assert keys(history(measured(100.0), measured(120.0))) == []


def test_that_a_rise_after_a_higher_learning_rate_is_explained():
    said = words(
        history({"learning_rate": 0.001, **measured(100.0)}, {"learning_rate": 0.01, **measured(110.0)})
    )
    assert said.startswith("The negative ELBO rises since the learning rate was raised (0.001 → 0.01)")


def scores(train, validation):
    return {
        "train": Figures.of(train, 5.0, None, "nats"),
        "validation": Figures.of(validation, 5.0, None, "nats"),
    }


def test_that_memorising_is_told_where_validation_has_long_passed_its_best():
    rising = [scores(100.0 - epoch, 100.0 + abs(epoch - 3)) for epoch in range(1, 10)]
    assert keys(history(*rising[:7])) == []
    said = words(history(*rising[:8]))
    assert "of the validation split was best after epoch 3 (105)" in said


def test_that_a_training_figure_that_rises_too_is_no_memorising():
    assert keys(history(*[scores(100.0 + epoch, 100.0 + abs(epoch - 3)) for epoch in range(1, 10)])) == []


def test_that_an_autoencoder_is_judged_by_its_reconstruction():
    def error(train, validation):
        return {
            "train": Figures.of(train, None, None, "mean squared error"),
            "validation": Figures.of(validation, None, None, "mean squared error"),
        }

    epochs = history(*[error(0.06 - epoch / 1000, 0.05 + abs(epoch - 2) / 1000) for epoch in range(1, 9)])
    assert "The reconstruction of the validation split was best after epoch 2" in words(epochs)


def test_that_facts_come_from_a_record_of_any_age():
    record = {
        "epoch": 4,
        "train": QUIET.train.model_dump(),
        "validation": None,
        "beta": 0.5,
        "learning_rate": 0.01,
    }
    facts = EpochFacts.of_record(record)
    assert (facts.epoch, facts.validation, facts.active, facts.weight) == (4, None, None, 0.5)
