"""What the workers of one training say to each other, and when one of them is lost."""

from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import TrainingError
from vae_studio.training.agreement import Agreement
from vae_studio.training.cluster import Cluster
from vae_studio.training.control import Control
from vae_studio.training.multi_worker import MultiWorkerEngine, follow
from vae_studio.training.orders import Order, Orders

ADDRESSES = ("a:1", "b:2", "c:3")


def agreement_of(number):
    """Return what one of three workers agrees by; its sums are taken elsewhere."""
    cluster = Cluster({"worker": ADDRESSES}, "worker", number)
    return Agreement(SimpleNamespace(cluster=cluster, strategy=None))


class AddedUp(Agreement):
    """Two workers in one process: each sum takes what the other will say from a list."""

    def __init__(self, number, others):
        cluster = Cluster({"worker": ADDRESSES[:2]}, "worker", number)
        super().__init__(SimpleNamespace(cluster=cluster, strategy=None))
        self.others = iter(others)

    def sum(self, values):
        return values + np.asarray(next(self.others), values.dtype)


class FollowingEngine(MultiWorkerEngine):
    """Takes note of what it is told to do."""

    def __init__(self):
        self.told = []

    def follow(self, first_step, count):
        self.told.append((first_step, count))

    def close(self):
        self.told.append("closed")


def test_that_a_worker_does_what_the_chief_says_until_the_end():
    said = [[Order.BEGIN, 4, 0, 0], [Order.STEPS, 0, 1, 0], [Order.STEPS, 1, 20, 0], [Order.STOPPED, 0, 0, 0]]
    made, engine = [], FollowingEngine()
    orders = Orders(AddedUp(1, said))
    assert follow(orders, lambda shards: made.append(shards) or engine, Control()) == "stopped"
    assert made == [4]
    assert engine.told == [(0, 1), (1, 20), "closed"]


def test_that_a_run_that_ends_before_it_began_ends_for_all():
    orders = Orders(AddedUp(1, [[Order.FAILED, 0, 0, 0]]))
    assert follow(orders, lambda shards: pytest.fail("there is nothing to train"), Control()) == "failed"


def test_that_the_chief_hears_of_a_stop_that_another_was_asked_for():
    orders = Orders(AddedUp(0, [[0, 0, 0, 0], [0, 0, 0, 1]]))
    assert not orders.steps(0, 10)
    assert orders.steps(10, 10)
    heard = AddedUp(1, [[Order.STEPS, 30, 5, 0]])
    assert Orders(heard).take(stop=True) == (Order.STEPS, 30, 5)


def test_that_only_the_chiefs_values_count():
    np.testing.assert_array_equal(AddedUp(1, [[5.0, 6.0]]).from_chief([1.0, 2.0]), [5.0, 6.0])
    np.testing.assert_array_equal(AddedUp(0, [[0.0, 0.0]]).from_chief([1.0, 2.0]), [1.0, 2.0])
    np.testing.assert_array_equal(AddedUp(1, [[7.0, 0.0]]).from_each(9), [7.0, 9.0])


@pytest.mark.parametrize(
    ("own", "error", "words", "who"),
    [
        (
            0,
            tf.errors.UnavailableError,
            "remote target /job:worker/replica:0/task:2 while",
            "Worker 3 of 3 (c:3)",
        ),
        (
            1,
            tf.errors.UnavailableError,
            "from /job:worker/task:1: unhealthy: /job:worker/task:0",
            "Worker 1 of 3",
        ),
        (1, tf.errors.DeadlineExceededError, "RPC: /tensorflow.CoordinationService/Heartbeat", "Worker 1 of 3"),
        (0, tf.errors.AbortedError, "Collective ops is aborted by: something", "One of the other workers"),
    ],
)
def test_that_a_lost_worker_is_named_as_far_as_tensorflow_says_who_it_is(own, error, words, who):
    agreement = agreement_of(own)

    def work():
        raise error(None, None, words)

    with pytest.raises(TrainingError, match="--resume") as lost:
        agreement.watched(work)
    assert str(lost.value).startswith(who)
    assert agreement.broken


def test_that_what_is_no_loss_of_a_worker_is_told_as_it_is_and_ends_the_agreement():
    agreement = agreement_of(0)

    def work():
        raise tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor")

    with pytest.raises(tf.errors.ResourceExhaustedError):
        agreement.watched(work)
    assert agreement.broken
