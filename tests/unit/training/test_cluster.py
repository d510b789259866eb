"""Which machines train together, and which of them this one is."""

import json

import pytest

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.training.cluster import cluster_from, cluster_of
from vae_studio.training.slurm import expanded_counts, expanded_nodes, slurm_cluster

WORKERS = ["10.0.0.1:2222", "10.0.0.2:2222"]
TASK = {"type": "worker", "index": 1}


def config(cluster, task=TASK):
    return {"TF_CONFIG": json.dumps({"cluster": cluster, "task": task})}


def test_that_the_first_worker_is_the_chief_where_none_is_named():
    cluster = cluster_from(config({"worker": WORKERS}))
    assert (cluster.size, cluster.number, cluster.is_chief) == (2, 1, False)
    assert cluster_from(config({"worker": WORKERS}, {"type": "worker", "index": 0})).is_chief
    assert cluster.named(0) == "worker 1 of 2 (10.0.0.1:2222)"


def test_that_a_chief_comes_before_the_workers_and_a_number_may_be_a_text():
    jobs = {"worker": WORKERS, "chief": ["boss:1"]}
    cluster = cluster_from(config(jobs, {"type": "worker", "index": "1"}))
    assert cluster.addresses == ("boss:1", *WORKERS)
    assert (cluster.number, cluster.is_chief) == (2, False)
    assert cluster_from(config(jobs, {"type": "chief", "index": 0})).is_chief


def test_that_a_run_of_one_process_asks_for_no_machines(monkeypatch):
    monkeypatch.setenv("TF_CONFIG", "nonsense")
    assert cluster_of(TrainingSpec()) is None
    with pytest.raises(SpecError):
        cluster_of(TrainingSpec(distribute="multi-worker"))


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "is not set"),
        ({"TF_CONFIG": "{"}, "no JSON"),
        ({"TF_CONFIG": "[]"}, "cluster is missing"),
        (config({"worker": WORKERS}, {}), "task.type is missing"),
        (config({"worker": WORKERS}, {"type": "worker"}), "task.index is missing"),
        (config({"worker": WORKERS}, {"type": "worker", "index": -1}), "task.index cannot be -1"),
        (config({"worker": WORKERS}, {"type": "worker", "index": 2}), "has 2 of 'worker'"),
        (config({"worker": WORKERS}, {"type": "chief", "index": 0}), "task.type is 'chief'"),
        (config({"worker": []}), "cluster is empty"),
        (config({"worker": "host:1"}), "no list"),
        (config({"worker": ["host"]}), "host:port"),
        (config({"worker": ["host:99999"]}), "host:port"),
        (config({"worker": [1]}), "host:port"),
        (config({"worker": ["a:1", "a:1"]}), "more than once"),
        (config({"chief": ["a:1", "b:1"]}), "one decides"),
        (config({"worker": WORKERS, "ps": ["p:1"]}), "cluster.ps"),
        ({"SLURM_PROCID": "0", "SLURM_STEP_NODELIST": "n[", "SLURM_STEP_TASKS_PER_NODE": "1"}, "Slurm"),
    ],
)
def test_that_machines_that_cannot_be_are_refused_in_words(environment, words):
    with pytest.raises(SpecError, match=r"training\.distribute.*multi-worker") as refused:
        cluster_from(environment)
    assert words in str(refused.value)
    assert '"cluster"' in str(refused.value), "an example says how it is set"


def test_that_the_tasks_of_a_slurm_step_are_the_workers():
    step = {"SLURM_PROCID": "3", "SLURM_STEP_NODELIST": "gpu[08-09],m5", "SLURM_STEP_TASKS_PER_NODE": "2(x2),1"}
    cluster = cluster_from(step)
    assert cluster.addresses == ("gpu08:8888", "gpu08:8889", "gpu09:8888", "gpu09:8889", "m5:8888")
    assert cluster.number == 3
    assert cluster_from(step | config({"worker": WORKERS})).addresses == tuple(WORKERS), "TF_CONFIG goes first"
    assert slurm_cluster({"SLURM_PROCID": "3"}) is None


def test_that_slurms_lists_are_expanded_in_their_order():
    assert " ".join(expanded_nodes("n[1-2],m5,o[3-4,6,7-9]")) == "n1 n2 m5 o3 o4 o6 o7 o8 o9"
    assert list(expanded_nodes("r[1,3]n")) == ["r1n", "r3n"]
    assert list(expanded_counts("3(x2),2,1")) == [3, 3, 2, 1]


@pytest.mark.parametrize("nodes", ["", "n[1-", "n[a]", "n1,,n2", "n1,"])
def test_that_a_list_of_nodes_that_cannot_be_read_is_refused(nodes):
    with pytest.raises(ValueError):
        list(expanded_nodes(nodes))
