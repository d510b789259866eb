"""What stands in a script, and how it behaves in a process of its own."""

import ast
import json
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import OutputError, PluginError, SpecError
from vae_studio.export.script_docstring import docstring_source, require_program, script_docstring
from vae_studio.export.script_functions import source_of

ALLOWED = {"numpy", "tensorflow", "tensorflow_probability", "tf_keras"}
STANDARD = {"gzip", "json", "math", "os", "pathlib", "sys"}

WATCHED = """
import runpy, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("vae_studio", "PySide6", "pydantic")):
            print("imported", name, file=sys.stderr)
        return None

sys.meta_path.insert(0, Watch())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
assert not [name for name in sys.modules if name.startswith("vae_studio")]
"""


@pytest.fixture(scope="module")
def small_run(session, small_spec, small_dataset):
    """A run of the small spec, trained."""
    return session.train(small_spec, dataset=small_dataset)


@pytest.fixture
def export(session, small_spec, tmp_path):
    """Return a function that exports an untrained run of the small spec with other settings."""

    def write(settings=None, folder=tmp_path, session=session, **choices):
        spec = session.spec_from(small_spec, settings=settings or {}, **choices)
        return session.begin(spec).run.export_script(folder / "model.py")

    return write


def imported(text):
    """Return the packages that a script imports."""
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    return names


def alone(path, *arguments, program=WATCHED):
    """Run a script in a process of its own that sees no environment variable and no folder of ours."""
    return subprocess.run(
        [sys.executable, "-I", "-c", program, str(path), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(path).parent,
        timeout=300,
    )


def test_that_only_four_libraries_are_imported(export):
    settings = {"kl.schedule": '"cosine"', "training.schedule": '"cosine"'}
    text = export(settings, kl="beta")[0].read_text()
    assert imported(text) - STANDARD == ALLOWED
    assert "vae_studio" not in text


@pytest.mark.thorough
def test_that_the_script_trains_alone_and_ends_with_one_line_of_figures(small_run, tmp_path):
    path, *_ = small_run.export_script(tmp_path / "model.py")
    ended = alone(path)
    assert ended.returncode == 0, ended.stderr
    assert "imported" not in ended.stderr
    figures = json.loads(ended.stdout.splitlines()[-1])
    assert figures["test"]["negative_elbo"] == pytest.approx(
        figures["test"]["reconstruction"] + figures["test"]["kl"]
    )


def test_that_a_missing_file_is_one_line_that_names_it(export, small_file, tmp_path):
    path, *_ = export()
    ended = alone(path, tmp_path / "gone.npy")
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith("model.py: there are no data at ")
    assert str(tmp_path / "gone.npy") in line


def test_that_a_damaged_file_is_named(export, scripts):
    path, data = export({"data.invert": "true"})
    data.write_bytes(data.read_bytes()[:1000])
    with pytest.raises(SystemExit, match=r"model\.py: the data at .*model-data\.npz cannot be read: "):
        scripts.run(path)


def test_that_data_are_named_where_they_lie(export, small_file, tmp_path):
    (path,) = export()
    assert f"DATA = Path({json.dumps(str(small_file))})" in path.read_text()
    path = small_file.with_name("near.py")
    near = export(folder=small_file.parent)[0].read_text()
    assert f'DATA = Path(__file__).with_name("{small_file.name}")' in near
    assert str(small_file.parent) not in near


def test_that_the_script_names_no_other_path_of_this_machine(export, small_file):
    text = export()[0].read_text().replace(str(small_file), "")
    assert str(Path.home()) not in text
    assert "/tmp" not in text
    assert sys.prefix not in text


def test_that_prepared_examples_travel_with_the_script(export, scripts):
    path, data = export({"data.invert": "true"})
    assert data == path.with_name("model-data.npz")
    assert 'Path(__file__).with_name("model-data.npz")' in path.read_text()
    script = scripts.load(path)
    with np.load(data) as arrays:
        assert arrays["examples"].shape[1:] == script["DATA_SHAPE"]


def test_that_the_script_of_a_streamed_folder_has_its_examples_and_says_that_it_holds_them(
    session, small_spec, small_dataset, scripts, tmp_path, monkeypatch
):
    monkeypatch.setattr("vae_studio.data.dataset.IN_MEMORY_BYTES", 0)
    monkeypatch.setenv("VAE_STUDIO_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number, example in enumerate(small_dataset.examples[:40]):
        Image.fromarray(example[..., 0]).save(folder / f"{number:02}.png")
    run = session.begin(session.spec_from(small_spec, dataset=str(folder))).run
    assert run.dataset.is_streamed
    path, data = run.export_script(tmp_path / "model.py")
    script = scripts.load(path)
    np.testing.assert_array_equal(script["read_npz"](data, "examples"), small_dataset.examples[:40])
    assert "this script holds all of\nthem in memory" in script["__doc__"]


def test_that_a_script_of_examples_in_memory_says_nothing_of_memory():
    assert "memory" not in script_docstring("run", "run.py", posterior=True, likelihood=True)
    words = script_docstring("run", "run.py", posterior=True, likelihood=True, streamed=3_200_000_000)
    assert "take 3.2 GB" in words


HOSTILE = [
    'x\n"""\nraise SystemExit("INJECTED")\n"""',
    'x"""',
    'ends in "',
    "ends in \\",
    r"C:\new\x\N{what}\u12",
    "{title} 100 % 'quoted'",
    "\u2028\u202e\x00\x07\udc80\ttab",
    "Käse ‖ 数字 🙂",
]
SEEN = [
    'x """ raise SystemExit("INJECTED") """',
    *HOSTILE[1:6],
    "tab",
    HOSTILE[7],
]


@pytest.mark.parametrize(("name", "seen"), list(zip(HOSTILE, SEEN, strict=True)))
def test_that_names_stay_words_whatever_is_in_them(name, seen):
    docstring = script_docstring(name, f"{name}.py", posterior=True, likelihood=True)
    text = f"{docstring_source(docstring)}\n\nDATA = {source_of(name)}\n"
    require_program(text, docstring)
    words, data = ast.parse(text).body
    assert words.value.value == docstring
    assert f"the run {seen} in TensorFlow" in docstring
    assert ast.literal_eval(data.value) == name
    assert all(one.isprintable() or one == "\n" for one in text)


def test_that_a_script_says_where_its_arithmetic_is_not_the_run_s():
    words = script_docstring("run", "run.py", posterior=True, likelihood=True, precision="mixed_bfloat16")
    assert "layers of the run computed in bfloat16; those of this script compute in float32" in words
    assert "float32" not in script_docstring("run", "run.py", posterior=True, likelihood=True)


def test_that_a_script_which_is_no_program_is_refused():
    for text in ('"""other"""\n', '"""words"""\nif:\n', '"""words"""\n\0', "words = 1\n"):
        with pytest.raises(OutputError, match=r"one Python program.*SavedModel"):
            require_program(text, "words")


def test_that_a_run_with_a_hostile_name_and_place_makes_a_script_that_works(
    session, small_spec, small_file, scripts, tmp_path
):
    folder = tmp_path / 'it\'s a "folder" \\ 数字'
    folder.mkdir()
    data = folder / 'da"ta\\n """.npy'
    shutil.copy(small_file, data)
    run = session.train(session.spec_from(small_spec, dataset=str(data), epochs=1))
    run.folder.update_manifest(name=HOSTILE[0])
    path = folder / 'mo"del\\x """.py'
    for target in (path, tmp_path / "elsewhere.py"):
        assert run.export_script(target) == (target,)
        text = target.read_text()
        assert SEEN[0] in ast.get_docstring(ast.parse(text))
        script = scripts.load(target)
        assert script["DATA"].samefile(data)
    np.testing.assert_array_equal(script["read_npy"](script["DATA"]), run.dataset.examples)


def test_that_another_path_may_be_given(export, scripts, small_file, tmp_path, monkeypatch):
    (path,) = export({"training.epochs": "1"})
    other = tmp_path / 'other "data".npy'
    np.save(other, np.load(small_file)[:60])
    monkeypatch.chdir(tmp_path)
    figures = scripts.run(Path(path.name), other.name)
    for split in ("train", "validation", "test"):
        total = figures[split]["reconstruction"] + figures[split]["kl"]
        assert figures[split]["negative_elbo"] == pytest.approx(total)


def test_that_a_file_of_the_name_of_the_examples_is_kept(export, tmp_path):
    (tmp_path / "model-data.npz").write_text("the only copy")
    with pytest.raises(OutputError, match=r"model-data\.npz was not written by an export"):
        export({"data.invert": "true"})
    assert (tmp_path / "model-data.npz").read_text() == "the only copy"
    assert not (tmp_path / "model.py").exists()


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"training.optimiser": '"rmsprop"', "training.learning_rate": "0.01"}, "RMSprop(0.01, epsilon="),
        ({"training.optimiser": '"sgd"'}, "optimizers.SGD(0.001)"),
        ({"training.schedule": '"cosine"'}, "Adam(tfk.optimizers.schedules.CosineDecay(0.001, steps))"),
        ({"training.batch_size": "4000"}, "BATCH_SIZE = 194"),
    ],
)
def test_that_training_is_as_the_spec_says(export, settings, line):
    assert line in export(settings)[0].read_text()


def test_that_a_plugin_without_a_script_is_named_and_a_saved_model_offered(stranger, small_spec, tmp_path):
    session = stranger("PRIOR", STANDARD_NORMAL)
    run = session.begin(session.spec_from(small_spec, prior="acme", kl="monte_carlo")).run
    with pytest.raises(OutputError, match=r"Prior 'acme'.*SavedModel"):
        run.export_script(tmp_path / "model.py")
    assert not list(tmp_path.glob("*.py"))


STANDARD_NORMAL = """
    def build(params, context):
        import tensorflow as tf, tensorflow_probability as tfp
        return tfp.distributions.MultivariateNormalDiag(tf.zeros(context.latent_size))
"""
SCRIPT = """
    from vae_studio.api.scripts import ScriptPart

    def script(params, context):
        return ScriptPart({code!r}, imports=("import math",))
"""


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("prior = tfd.MultivariateNormalDiag(tf.zeros(LATENT_SIZE))", None),
        ("p = 1", "does not define 'prior'"),
        ("prior = (", "no Python"),
    ],
)
def test_that_a_strangers_script_is_used_or_refused(stranger, small_spec, tmp_path, code, complaint):
    builder = textwrap.dedent(STANDARD_NORMAL) + textwrap.dedent(SCRIPT).format(code=code)
    session = stranger("PRIOR", builder, script="'acme_parts.build:script'")
    run = session.begin(session.spec_from(small_spec, prior="acme", kl="monte_carlo")).run
    if complaint is None:
        text = run.export_script(tmp_path / "model.py")[0].read_text()
        assert code in text
        assert "import math\n" in text
        return
    with pytest.raises(PluginError, match=complaint):
        run.export_script(tmp_path / "model.py")


def test_that_another_ending_is_refused(small_run, tmp_path):
    with pytest.raises(OutputError, match=r"\.py"):
        small_run.export_script(tmp_path / "model.txt")


def test_that_a_folder_which_is_missing_is_named(small_run, tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        small_run.export_script(tmp_path / "nowhere" / "model.py")


def test_that_parameters_which_cannot_be_keep_their_key(session, small_spec, small_dataset):
    from vae_studio.api import BuildContext
    from vae_studio.export.parts import script_parts

    spec = session.spec_from(small_spec, prior="gaussian", settings={"prior.loc": "[1, 2, 3]"})
    with pytest.raises(SpecError, match="3 numbers for 2") as caught:
        script_parts(session.registry, spec, BuildContext(small_dataset.data_shape, 2, 1, 16))
    assert caught.value.key == "prior.loc"
