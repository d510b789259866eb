"""One declaration gives the form, the text and the validation."""

from typing import Any, Literal

import pytest
from pydantic import ValidationError

from vae_studio.api import Params, describe_parameters, parameter
from vae_studio.api.parameters import describe_parameter
from vae_studio.api.validation import plain_number, spec_error


class Example(Params):
    filters: tuple[int, ...] = parameter((8, 8), "Output channels.")
    kernel: int = parameter(5, "Side.", unit="px", minimum=1, maximum=31)
    rate: float = parameter(0.1, "Rate.", above=0.0, label="Step size")
    exact: bool = parameter(True, "Exact.", advanced=True)
    shape: Literal["full", "diagonal"] = parameter("full", "Shape.")
    title: str | None = parameter(None, "Title.")


def refused(**values):
    with pytest.raises(ValidationError) as caught:
        Example(**values)
    return spec_error(caught.value, "encoder", Example)


def test_that_every_kind_of_parameter_is_described():
    described = {p.name: p for p in describe_parameters(Example)}
    kinds = {name: p.kind for name, p in described.items()}
    assert kinds == {
        "filters": "ints",
        "kernel": "int",
        "rate": "float",
        "exact": "bool",
        "shape": "choice",
        "title": "text",
    }
    assert (described["kernel"].minimum, described["kernel"].maximum, described["kernel"].unit) == (1, 31, "px")
    assert (described["rate"].minimum, described["rate"].label) == (0.0, "Step size")
    assert described["shape"].choices == ("full", "diagonal")
    assert (described["title"].optional, described["kernel"].optional) == (True, False)
    assert described["exact"].advanced
    assert described["filters"].default == (8, 8)


def test_that_one_parameter_can_be_described_alone():
    assert describe_parameter(Example, "kernel") in describe_parameters(Example)


def test_that_a_type_without_a_control_is_refused():
    class Odd(Params):
        thing: dict[str, Any] = parameter({}, "Thing.")

    with pytest.raises(TypeError, match="'thing'"):
        describe_parameters(Odd)


def test_that_parameters_are_frozen_and_know_no_other_names():
    with pytest.raises(ValidationError):
        Example().kernel = 3
    with pytest.raises(ValidationError):
        Example(kernal=3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"kernel": 32}, "encoder.kernel: must be a whole number, at least 1 and at most 31 px, not 32."),
        ({"rate": 0}, "encoder.rate: must be a number, above 0, not 0."),
        ({"exact": "perhaps"}, "encoder.exact: must be true or false, not 'perhaps'."),
        ({"shape": "round"}, "encoder.shape: must be one of full, diagonal, not 'round'."),
        ({"filters": "many"}, "encoder.filters: must be a list of whole numbers, not 'many'."),
        ({"title": 3}, "encoder.title: must be a text, not 3."),
        ({"kernal": 3}, "encoder.kernal: there is no such key. Did you mean encoder.kernel?"),
        (
            {"zzz": 3},
            (
                "encoder.zzz: there is no such key. "
                "Known here: exact, filters, kernel, latent_size, rate, shape, title."
            ),
        ),
    ],
)
def test_that_a_refused_value_is_told_in_one_line(values, message):
    assert str(refused(**values)) == message


def test_that_long_values_are_shortened():
    assert len(str(refused(kernel="x" * 500))) < 200


@pytest.mark.parametrize(
    ("value", "text"), [(1_000_000, "1000000"), (0.5, "0.5"), (2**31 - 1, "2147483647"), (1.0, "1")]
)
def test_that_bounds_are_written_with_all_their_digits(value, text):
    assert plain_number(value) == text
