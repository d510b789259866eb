"""Every draw is a function of seed, purpose and step, and of nothing else."""

import pytest
import tensorflow as tf

from vae_studio.model.seeds import PURPOSES, derived_seed, stateless_seed


def test_that_seeds_purposes_and_steps_all_give_different_numbers():
    seeds = [
        tuple(stateless_seed(seed, purpose, step).numpy())
        for seed in range(5)
        for purpose in PURPOSES
        for step in range(5)
    ]
    assert len(set(seeds)) == len(seeds)


def test_that_a_step_may_be_a_tensor_of_the_graph():
    seed = tf.function(lambda step: stateless_seed(1, "shuffle", step))
    assert list(seed(tf.constant(7, tf.int64)).numpy()) == list(stateless_seed(1, "shuffle", 7).numpy())


def test_that_seeds_derived_for_parts_are_those_of_no_other_step():
    steps = {tuple(stateless_seed(1, "posterior", step).numpy()) for step in range(200)}
    derived = {
        tuple(derived_seed(stateless_seed(1, "posterior", step), part).numpy())
        for step in range(50)
        for part in range(4)
    }
    assert len(derived) == 200
    assert not derived & steps


def test_that_an_unknown_purpose_is_a_mistake():
    with pytest.raises(ValueError, match="unknown purpose 'luck'"):
        stateless_seed(1, "luck")
