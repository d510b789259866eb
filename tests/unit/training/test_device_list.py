"""What is said of made-up lists of devices."""

import pytest

from vae_studio.training.device_list import Device, find_device, key_words, missing_words, with_all_gpus

CPU = Device("cpu", "cpu", "Some CPU", 16 * 2**30, 8)
FIRST = Device("gpu:0", "gpu", "Fast One", 24 * 2**30)
SECOND = Device("gpu:1", "gpu", "Fast Two", 40 * 2**30)
UNUSED = Device("gpu:0", "gpu", "Fast One", problem="No driver for it.")


def test_that_all_gpus_are_a_device_where_there_are_several_with_their_memory_together():
    assert with_all_gpus((CPU, FIRST)) == (CPU, FIRST)
    together = with_all_gpus((CPU, FIRST, SECOND))[-1]
    assert (together.key, together.label, together.details) == ("all", "All GPUs (2)", "64 GB")
    unknown = Device("gpu:1", "gpu", "Fast Two")
    assert with_all_gpus((CPU, FIRST, unknown))[-1].memory is None
    assert with_all_gpus((CPU, UNUSED, SECOND)) == (CPU, UNUSED, SECOND)


@pytest.mark.parametrize(
    ("key", "devices", "found"),
    [
        ("auto", (CPU,), CPU),
        ("auto", (CPU, FIRST, SECOND), FIRST),
        ("auto", (CPU, UNUSED), CPU),
        ("cpu", (CPU, FIRST), CPU),
        ("gpu", (CPU, FIRST, SECOND), FIRST),
        ("gpu", (CPU,), None),
        ("gpu:1", (CPU, FIRST, SECOND), SECOND),
        ("gpu:1", (CPU, FIRST), None),
        ("gpu:0", (CPU, UNUSED), None),
        ("all", (CPU, FIRST), FIRST),
        ("all", with_all_gpus((CPU, FIRST, SECOND)), with_all_gpus((CPU, FIRST, SECOND))[-1]),
        ("all", (CPU,), None),
    ],
)
def test_that_a_value_of_the_spec_means_a_device_that_is_there_or_none(key, devices, found):
    assert find_device(key, devices) is found or find_device(key, devices) == found


def test_that_a_device_says_what_is_known_of_it_and_no_more():
    assert CPU.details == "Some CPU, 8 cores, 16 GB"
    assert Device("cpu", "cpu", cores=1).details == "1 core"
    assert Device("gpu:3", "gpu").details == ""
    assert Device("gpu:3", "gpu").label == "GPU 3"


def test_that_a_missing_device_is_named_beside_those_that_are_there():
    assert missing_words("gpu", 0) == "there is no GPU that TensorFlow can use"
    assert missing_words("gpu:1", 1) == "there is no GPU 1 here: there is only gpu:0"
    assert missing_words("gpu:7", 4) == "there is no GPU 7 here: there are gpu:0 to gpu:3"
    assert [key_words(key) for key in ("auto", "cpu", "gpu", "all")] == ["Automatic", "CPU", "GPU", "All GPUs"]
