"""Importing TensorFlow beside a living window."""

import gc
import sys

import pytest
import tensorflow as tf

from vae_studio.training.devices import core_count
from vae_studio.training.importing import collector_aside, import_tensorflow


def test_that_the_collector_comes_back_after_an_error():
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collector_aside():
        1 / gc.isenabled()
    assert gc.isenabled()


def test_that_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with collector_aside():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_that_threads_are_set_although_tensorflow_was_imported_first():
    assert "tensorflow" in sys.modules
    import_tensorflow()
    assert tf.config.threading.get_intra_op_parallelism_threads() == 1
    assert tf.config.threading.get_inter_op_parallelism_threads() == core_count()
