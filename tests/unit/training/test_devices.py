"""Which of TensorFlow's devices a spec means, over made-up lists of TensorFlow's."""

import ctypes
from types import SimpleNamespace

import pytest
import tensorflow as tf

from vae_studio.api import SpecError, TrainingSpec
from vae_studio.training import devices, processor
from vae_studio.training.cuda_driver import DriverGpu, gpus_of
from vae_studio.training.devices import device_for, list_devices, nearest_device, shards_for


@pytest.fixture
def gpus(monkeypatch):
    """Return a function that lets TensorFlow list GPUs of these names, and the driver those."""

    def pretend(names, driver=()):
        listed = [SimpleNamespace(name=f"GPU:{number}", sold_as=name) for number, name in enumerate(names)]
        of_kind = {"GPU": listed, "CPU": [SimpleNamespace(name="CPU:0")]}
        monkeypatch.setattr(tf.config, "list_physical_devices", of_kind.__getitem__)
        monkeypatch.setattr(tf.config, "list_logical_devices", of_kind.__getitem__)
        monkeypatch.setattr(
            tf.config.experimental, "get_device_details", lambda gpu: {"device_name": gpu.sold_as}
        )
        monkeypatch.setattr(devices, "driver_gpus", lambda: tuple(driver))

    return pretend


@pytest.mark.parametrize(
    ("wanted", "names", "placed"),
    [
        ("auto", [], "/CPU:0"),
        ("cpu", ["a", "b"], "/CPU:0"),
        ("auto", ["a", "b"], "/GPU:0"),
        ("gpu", ["a", "b"], "/GPU:0"),
        ("gpu:1", ["a", "b"], "/GPU:1"),
        ("all", ["a", "b"], "/GPU:0"),
    ],
)
def test_that_a_spec_is_placed_on_the_device_that_it_names(gpus, wanted, names, placed):
    gpus(names)
    training = TrainingSpec(device=wanted)
    assert device_for(training) == nearest_device(training) == placed


@pytest.mark.parametrize(
    ("wanted", "names", "words", "instead"),
    [
        ("gpu", [], "no GPU that TensorFlow can use. Choose 'cpu', or install the extra 'gpu'", "/CPU:0"),
        ("all", [], "no GPU that TensorFlow can use", "/CPU:0"),
        ("gpu:2", ["a", "b"], "no GPU 2 here: there are gpu:0 to gpu:1. Choose another", "/GPU:0"),
    ],
)
def test_that_a_device_that_is_not_there_is_refused_for_training_only(gpus, wanted, names, words, instead):
    gpus(names)
    training = TrainingSpec(device=wanted)
    with pytest.raises(SpecError, match=words) as caught:
        device_for(training)
    assert caught.value.key == "training.device"
    assert nearest_device(training) == instead


def test_that_a_batch_is_split_on_the_cpu_alone_unless_the_spec_says_how():
    assert shards_for(TrainingSpec(), "/GPU:1") == 1
    assert shards_for(TrainingSpec(), "/CPU:0") == min(processor.core_count(), devices.MOST_SHARDS)
    assert shards_for(TrainingSpec(shards=3), "/GPU:0") == 3


def test_that_gpus_are_listed_with_the_memory_that_the_driver_knows_of(gpus):
    gpus(["Fast One", "Fast Two"], [DriverGpu("Fast One", 24 * 2**30), DriverGpu("Another", 8 * 2**30)])
    cpu, first, second, together = list_devices()
    assert (cpu.key, cpu.cores) == ("cpu", processor.core_count())
    assert (first.key, first.name, first.memory) == ("gpu:0", "Fast One", 24 * 2**30)
    assert (second.key, second.name, second.memory) == (
        "gpu:1",
        "Fast Two",
        None,
    )  # they disagree on what it is
    assert (together.key, together.problem) == ("all", "")


def test_that_a_gpu_that_tensorflow_cannot_use_is_listed_with_the_remedy(gpus):
    gpus([], [DriverGpu("Fast One", 24 * 2**30)])
    gpu = list_devices()[-1]
    assert (gpu.key, gpu.name) == ("gpu:0", "Fast One")
    assert "install the extra 'gpu'" in gpu.problem


def test_that_the_processor_is_named_as_its_maker_does(monkeypatch, tmp_path):
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel name\t: Some CPU 3000\nmodel name\t: Some CPU 3000\n")
    monkeypatch.setattr(processor, "CPU_INFO", info)
    assert processor.processor_name() == "Some CPU 3000"
    monkeypatch.setattr(processor, "CPU_INFO", tmp_path / "none")
    monkeypatch.setattr(processor.platform, "processor", lambda: "arm")
    assert processor.processor_name() == "arm"


class Driver:
    """A driver of two GPUs, of which the second cannot be described."""

    def __init__(self, started=0):
        self.started = started

    def cuInit(self, flags):
        return self.started

    def cuDeviceGetCount(self, count):
        ctypes.cast(count, ctypes.POINTER(ctypes.c_int))[0] = 2
        return 0

    def cuDeviceGet(self, device, number):
        ctypes.cast(device, ctypes.POINTER(ctypes.c_int))[0] = number
        return 0

    def cuDeviceGetName(self, name, size, device):
        name.value = b"Fast One"
        return 0

    def cuDeviceTotalMem_v2(self, memory, device):
        ctypes.cast(memory, ctypes.POINTER(ctypes.c_size_t))[0] = 24 * 2**30
        return 0 if device.value == 0 else 101


def test_that_the_driver_tells_name_and_memory_of_each_gpu_that_it_can_describe():
    assert gpus_of(Driver()) == (DriverGpu("Fast One", 24 * 2**30),)
    assert gpus_of(Driver(started=100)) == ()
