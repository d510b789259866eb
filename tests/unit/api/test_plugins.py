"""What a plugin may say of itself."""

import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError, create_model

from vae_studio.api import API_VERSION, Kind, Needs, Params, PluginSpec, parameter


def spec(**changes):
    values = {
        "kind": Kind.PRIOR,
        "name": "laplace",
        "label": "Laplace",
        "summary": "A prior.",
        "build": "acme.prior:build",
        "api_version": API_VERSION,
    }
    return PluginSpec(**{**values, **changes})


def test_that_the_contract_loads_neither_tensorflow_nor_qt():
    code = (
        "import sys, vae_studio.api; "
        "heavy = {'tensorflow', 'tensorflow_probability', 'keras', 'PySide6', 'numpy'};"
        "print(*(heavy & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
    )


@pytest.mark.parametrize("name", ["Laplace", "2d", "with space", "", "naïve", "dash-ed"])
def test_that_a_name_is_a_lower_case_identifier(name):
    with pytest.raises(ValidationError, match="lower-case identifier"):
        spec(name=name)


@pytest.mark.parametrize("build", ["acme.prior", "acme.prior:", ":build", "acme prior:build", "acme:a.b"])
def test_that_the_builder_is_named_as_module_and_function(build):
    with pytest.raises(ValidationError, match=r"'package\.module:function'"):
        spec(build=build)


@pytest.mark.parametrize("taken", ["plugin", "latent_size"])
def test_that_the_names_of_the_spec_file_are_taken(taken):
    params = create_model("Clash", __base__=Params, **{taken: (int, parameter(1, "Clash."))})
    with pytest.raises(ValidationError, match="taken by the spec file"):
        spec(params=params)


def test_that_parameters_without_a_control_are_refused():
    class Odd(Params):
        thing: Any = parameter(1, "Thing.")

    with pytest.raises(ValidationError, match="no form control"):
        spec(params=Odd)


def test_that_each_kind_has_a_group_and_a_section_of_its_own():
    assert {kind.group for kind in Kind} == {
        "vae_studio.encoders",
        "vae_studio.decoders",
        "vae_studio.priors",
        "vae_studio.kl_strategies",
    }
    assert [kind.section for kind in Kind] == ["encoder", "decoder", "prior", "kl"]


def test_that_needs_refuse_what_no_model_has():
    with pytest.raises(ValidationError):
        Needs(smallest_latent=0)
    with pytest.raises(ValidationError):
        Needs(data=("sound",))
