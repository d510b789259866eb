"""Operations are placed where a spec says, not where TensorFlow likes."""

import tensorflow as tf

from vae_studio.model.devices import on_device


def test_that_the_operations_of_a_compiled_function_bear_the_device():
    compiled = tf.function(on_device("/CPU:0", lambda x: tf.square(x) + 1.0))
    graph = compiled.get_concrete_function(tf.TensorSpec([], tf.float32)).graph
    placed = {operation.type: operation.device for operation in graph.get_operations()}
    assert "CPU:0" in placed["Square"]


def test_that_no_device_leaves_the_choice_to_tensorflow():
    compiled = tf.function(on_device("", tf.square))
    graph = compiled.get_concrete_function(tf.TensorSpec([], tf.float32)).graph
    assert {operation.device for operation in graph.get_operations() if operation.type == "Square"} == {""}
