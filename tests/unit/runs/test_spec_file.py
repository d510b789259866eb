"""A spec survives its text, and every mistake in the text is told with its key."""

import errno

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae_studio.api import (
    DataSpec,
    EncoderChoice,
    Kind,
    OutputError,
    PluginChoice,
    RunSpec,
    SpecError,
    TrainingSpec,
    describe_parameters,
)
from vae_studio.api.parameters import Params, parameter
from vae_studio.runs import apply_settings, commented_spec, read_spec, spec_from_toml, spec_to_toml, write_spec

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
values = st.one_of(
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    text,
    st.lists(st.integers(-100, 100), max_size=4).map(tuple),
    st.lists(st.floats(-100, 100), min_size=1, max_size=4).map(tuple),
    st.lists(text, min_size=1, max_size=4).map(tuple),
)
params = st.dictionaries(
    names.filter(lambda n: n not in ("plugin", "latent_size", "params")), values, max_size=4
)
choices = st.builds(PluginChoice, plugin=names, params=params)
specs = st.builds(
    RunSpec,
    name=text,
    data=st.builds(
        DataSpec,
        source=text,
        array=st.none() | text,
        size=st.none() | st.tuples(st.integers(8, 256), st.integers(8, 256)),
        binarise=st.sampled_from(["none", "threshold", "dynamic"]),
        threshold=st.floats(0, 1),
        invert=st.booleans(),
        label=st.none() | text,
        leave_out=st.lists(text, max_size=3).map(tuple),
    ),
    encoder=st.builds(EncoderChoice, plugin=names, params=params, latent_size=st.integers(1, 4096)),
    decoder=choices,
    prior=choices,
    kl=choices,
    training=st.builds(
        TrainingSpec,
        epochs=st.integers(1, 10**6),
        learning_rate=st.floats(1e-12, 10.0),
        shards=st.none() | st.integers(1, 256),
    ),
)


@given(specs)
def test_that_a_spec_survives_its_text(spec):
    assert spec_from_toml(spec_to_toml(spec)) == spec


@given(specs)
def test_that_the_commented_text_is_read_back_as_the_same_spec(spec):
    assert spec_from_toml(commented_spec(spec, {})) == spec


def test_that_the_commented_text_explains_every_key_and_writes_the_plugins_defaults():
    class Conv(Params):
        filters: tuple[int, ...] = parameter((8, 8), "Output channels.")
        kernel: int = parameter(5, "Side of the kernels.", unit="px", minimum=1, maximum=31)

    spec = RunSpec().replaced("encoder", params={"kernel": 3})
    commented = commented_spec(spec, {Kind.ENCODER: describe_parameters(Conv)})
    assert spec_from_toml(commented).encoder.params == {"filters": (8, 8), "kernel": 3}
    assert "# Side of the kernels. (1 to 31 px)\nkernel = 3\n" in commented
    assert "# Output channels.\nfilters = [8, 8]\n" in commented
    for section in (DataSpec, TrainingSpec):
        for described in describe_parameters(section):
            assert f"\n{described.name} =" in commented or f"\n# {described.name} =" in commented


def test_that_a_plugin_section_is_flat():
    spec = RunSpec().replaced("prior", plugin="laplace", params={"scale": 0.5})
    assert '[prior]\nplugin = "laplace"\nscale = 0.5\n' in spec_to_toml(spec)


def test_that_an_empty_text_is_the_default_spec():
    assert spec_from_toml("") == RunSpec()


def test_that_a_section_may_leave_the_plugin_to_the_default():
    spec = spec_from_toml("[encoder]\nlatent_size = 7\n")
    assert (spec.encoder.plugin, spec.encoder.latent_size) == ("conv", 7)


@pytest.mark.parametrize(
    ("toml", "key", "words"),
    [
        ("[training]\nbatch_size = 0", "training.batch_size", "at least 1 and at most 65536, not 0"),
        ("[training]\nepochs = 'many'", "training.epochs", "must be a whole number"),
        ("[training]\nepoch = 3", "training.epoch", "Did you mean training.epochs?"),
        ("[trainign]\nepochs = 3", "trainign", "Did you mean training?"),
        ("[data]\nfit = 'squash'", "data.fit", "must be one of resize, crop, not 'squash'"),
        ("[data]\nsize = [4, 28]", "data.size", "between 8 and 256 px, not 4×28"),
        ("[encoder]\nlatent_size = 0", "encoder.latent_size", "at least 1"),
        ("[decoder]\nlatent_size = 2", "decoder.latent_size", "set by the encoder alone"),
        ("[encoder]\nfilters = [8, 'x']", "encoder.filters", "list of numbers or texts"),
        ("[encoder.nested]\nx = 1", "encoder.nested", "must be a number"),
        ("[encoder]\nwhen = 2020-01-01", "encoder.when", "must be a number"),
        ("encoder = 'conv'", "encoder", "must be a section"),
        ("name = 3", "name", "must be a text"),
    ],
)
def test_that_a_mistake_is_told_in_one_line_with_key_and_file(toml, key, words):
    with pytest.raises(SpecError) as caught:
        spec_from_toml(toml, "mine.toml")
    message = str(caught.value)
    assert caught.value.key == key
    assert message.startswith(f"{key}: ")
    assert words in message
    assert "(in mine.toml)" in message
    assert "\n" not in message


def test_that_a_text_that_is_no_toml_is_refused_with_the_line():
    with pytest.raises(SpecError, match="line 2"):
        spec_from_toml("[training]\nepochs = = 3\n")


def test_that_settings_replace_single_values():
    settings = {
        "training.batch_size": "64",
        "training.learning_rate": "5e-4",
        "encoder.latent_size": "10",
        "encoder.filters": "[16, 32]",
        "decoder.likelihood": "normal",
        "data.size": "[28, 20]",
        "data.invert": "true",
        "name": "first try",
    }
    spec = apply_settings(RunSpec(), settings)
    assert (spec.training.batch_size, spec.training.learning_rate) == (64, 0.0005)
    assert spec.encoder == EncoderChoice(plugin="conv", latent_size=10, params={"filters": (16, 32)})
    assert spec.decoder.params == {"likelihood": "normal"}
    assert (spec.data.size, spec.data.invert, spec.name) == ((28, 20), True, "first try")


@pytest.mark.parametrize(
    "source", ["2024", "true", "1.5", "[a]", "my photos/cats = dogs", "C:\\data", "1\nx = 2"]
)
def test_that_a_text_setting_is_taken_as_it_stands(source):
    assert apply_settings(RunSpec(), {"data.source": source}).data.source == source


def test_that_quotes_around_a_text_are_optional():
    assert apply_settings(RunSpec(), {"data.source": '"digits"'}).data.source == "digits"


def test_that_none_clears_what_may_be_empty_and_is_a_word_elsewhere():
    spec = RunSpec().replaced("data", size=(28, 28), binarise="dynamic")
    changed = apply_settings(spec, {"data.size": "none", "data.binarise": "none"})
    assert changed.data.size is None
    assert changed.data.binarise == "none"


def test_that_choosing_another_plugin_drops_the_parameters_of_the_one_before():
    spec = RunSpec().replaced("encoder", latent_size=5, params={"filters": (8,)})
    changed = apply_settings(spec, {"encoder.units": "[64]", "encoder.plugin": "dense"})
    assert changed.encoder == EncoderChoice(plugin="dense", latent_size=5, params={"units": (64,)})
    same = apply_settings(spec, {"encoder.plugin": "conv"})
    assert same == spec


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("batch_size", "not of the form section.key"),
        ("encoder.params.filters", "not of the form section.key"),
        ("optimizer.rate", "no such key"),
        ("training.batchsize", "Did you mean training.batch_size?"),
    ],
)
def test_that_a_setting_of_no_known_key_is_refused(key, words):
    with pytest.raises(SpecError) as caught:
        apply_settings(RunSpec(), {key: "1"})
    assert words in str(caught.value)


def test_that_a_spec_file_is_read_back(tmp_path, spec):
    write_spec(tmp_path / "spec.toml", spec)
    assert read_spec(tmp_path / "spec.toml") == spec


def test_that_a_file_that_is_missing_or_no_text_is_refused_with_its_name(tmp_path):
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.toml", "binary.toml"):
        with pytest.raises(SpecError, match=name):
            read_spec(tmp_path / name)


def test_that_a_byte_order_mark_is_no_mistake(tmp_path):
    (tmp_path / "spec.toml").write_bytes("\ufeff[training]\nepochs = 3\n".encode())
    assert read_spec(tmp_path / "spec.toml").training.epochs == 3


def test_that_a_full_disk_leaves_the_spec_from_before(tmp_path, spec, failing_write):
    write_spec(tmp_path / "spec.toml", spec)
    failing_write(errno.ENOSPC)
    with pytest.raises(OutputError, match="disk is full"):
        write_spec(tmp_path / "spec.toml", RunSpec())
    assert read_spec(tmp_path / "spec.toml") == spec


@pytest.mark.parametrize("text", ["id,name", "id, name", "[id, name]", '["id", "name"]'])
def test_that_a_list_of_texts_may_be_set_with_commas_alone(text):
    spec = apply_settings(RunSpec(), {"data.leave_out": text})
    assert spec.data.leave_out == ("id", "name")
