"""Compiled calls: where they begin and end changes nothing, and a step that is not finite ends them."""

import numpy as np
import pytest

from vae_studio.model.pixels import Pixels

STEPS = 14


@pytest.fixture(scope="module")
def engine(build_model, make_engine):
    settings = {"encoder.units": "[6]", "decoder.units": "[6]", "decoder.likelihood": "normal"}
    vae = build_model((8, 8, 1), encoder="dense", decoder="dense", settings=settings)
    return make_engine(vae, pixels=Pixels())


@pytest.fixture
def rewound(engine):
    """The engine at its initial weights, to which it returns afterwards."""
    before = state(engine)
    yield engine
    set_state(engine, before)


def run(engine, lengths, rate=0.01):
    """Run calls of the given lengths from step 0, and return the last result."""
    step, totals = 0, np.zeros(engine.figure_count)
    for length in lengths:
        result = engine.run(step, [1.0] * length, [rate] * length, totals)
        step, totals = step + result.done, result.totals
    return result


def state(engine):
    return [variable.numpy() for variable in engine.variables] + [*engine.optimiser.state().values()]


def set_state(engine, values):
    for variable, value in zip(engine.variables, values[: len(engine.variables)], strict=True):
        variable.assign(value)
    slots = zip(engine.optimiser.slots, values[len(engine.variables) :], strict=True)
    engine.optimiser.restore(dict(slots))


@pytest.mark.parametrize("lengths", [[1] * STEPS, [3, 1, 5, 5], [13, 1]])
def test_that_calls_of_other_lengths_give_the_same_bits(rewound, lengths):
    start = state(rewound)
    whole = run(rewound, [STEPS])
    expected = state(rewound)
    set_state(rewound, start)
    parts = run(rewound, lengths)
    np.testing.assert_array_equal(parts.totals, whole.totals)
    np.testing.assert_array_equal(parts.last, whole.last)
    for found, wanted in zip(state(rewound), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_that_a_call_returns_the_sum_of_the_figures_of_its_steps(rewound):
    result = run(rewound, [1])
    second = rewound.run(1, [1.0], [0.01], np.zeros(rewound.figure_count))
    together = rewound.run(2, [], [], result.totals + second.totals)
    assert (together.done, together.finite) == (0, True)
    np.testing.assert_allclose(together.totals, result.last.astype(float) + second.last, rtol=1e-12)
    assert result.last[0] == pytest.approx(result.last[1] + result.last[2], rel=1e-5)


def test_that_training_lowers_the_objective(rewound):
    first = run(rewound, [1]).last[0]
    last = run(rewound, [120]).last[0]
    assert last < 0.7 * first


def test_that_a_huge_learning_rate_ends_the_call_before_the_step_that_is_not_finite(rewound):
    result = run(rewound, [STEPS], rate=1e30)
    assert not result.finite
    assert result.done < STEPS
    assert not np.all(np.isfinite(result.last))
    assert np.all(np.isfinite(result.totals))
    assert all(np.all(np.isfinite(variable.numpy())) for variable in rewound.variables)


def test_that_nan_in_the_data_ends_the_call_at_the_step_that_meets_it(fresh_model, make_engine, small_dataset):
    examples = small_dataset.examples / np.float32(255)
    bad = small_dataset.splits.train[5]
    examples[bad, 0, 0, 0] = np.nan
    settings = {"decoder.likelihood": "normal"}
    engine = make_engine(fresh_model(**settings), examples, pixels=Pixels(), batch_size=16)
    meets = [np.isnan(engine.batch(step)[0]).any() for step in range(engine.steps_per_epoch)]
    result = run(engine, [engine.steps_per_epoch])
    assert not result.finite
    assert result.done == meets.index(True)
    before = state(engine)
    engine.run(result.done, [1.0], [0.01], result.totals)
    for found, wanted in zip(state(engine), before, strict=True):
        np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize(("device", "quick"), [("/CPU:0", True), ("/GPU:0", False)])
def test_that_the_quick_forms_of_convolutions_are_traced_for_a_processor_alone(
    build_model, make_engine, device, quick
):
    settings = {"encoder.filters": "[3]", "decoder.filters": "[3]"}
    vae = build_model((8, 8, 1), encoder="conv", decoder="conv", settings=settings)
    engine = make_engine(vae, pixels=Pixels(), device=device)
    graph = engine._compiled.get_concrete_function().graph.as_graph_def()
    operations = {node.op for function in graph.library.function for node in function.node_def}
    assert "while_body" in "".join(function.signature.name for function in graph.library.function)
    assert ("DepthToSpace" in operations) is quick
