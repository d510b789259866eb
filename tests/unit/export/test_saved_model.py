"""Networks saved for TensorFlow, loaded without the studio, and by a process that knows nothing of it."""

import errno
import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf

from vae_studio.api import OutputError

LOADER = """
import json, sys
from pathlib import Path
import numpy as np
import tensorflow as tf

folder, given = Path(sys.argv[1]), np.load(sys.argv[2])
parts = {path.parent.name: tf.saved_model.load(str(path.parent)) for path in folder.glob("*/saved_model.pb")}
arguments = {name: tf.constant(given[name]) for name in given.files}
found = {}
for name, part in parts.items():
    for function, signature in part.signatures.items():
        names = signature.structured_input_signature[1]
        for output, value in signature(**{one: arguments[one] for one in names}).items():
            found[f"{name}.{function}.{output}"] = value.numpy()
np.savez(sys.argv[3], **found)
"""
NOTHING_ELSE = """
heavy = ("vae_studio", "tf_keras", "tensorflow_probability")
assert not [name for name in sys.modules if name.partition(".")[0] in heavy]
"""
COUNT, SEED = 4, (3, 7)


def loaded(folder, tmp_path, alone, **arguments):
    """Return what every function of the saved parts gives, called here or in a process of its own."""
    np.savez(tmp_path / "given.npz", **arguments)
    paths = list(map(str, (folder, tmp_path / "given.npz", tmp_path / "found.npz")))
    if alone:
        ended = subprocess.run(
            [sys.executable, "-I", "-c", LOADER + NOTHING_ELSE, *paths],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert ended.returncode == 0, ended.stderr
    else:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", ["loader", *paths])
            exec(LOADER, {})
    with np.load(tmp_path / "found.npz") as found:
        return dict(found)


def assert_close(found, wanted):
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("alone", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_that_what_is_loaded_computes_what_the_run_computes(
    session, small_spec, small_dataset, tmp_path, alone
):
    settings = {"encoder.posterior": '"full"', "prior.trainable": "true"}
    spec = session.spec_from(small_spec, prior="gaussian", epochs=1, settings=settings)
    run = session.train(spec, dataset=small_dataset)
    folder = run.export_saved_model(tmp_path / "model")
    x = run.pixels(small_dataset.examples[:5], (1, 1)).numpy()
    z = np.random.default_rng(0).normal(size=(5, 2)).astype(np.float32)
    given = {"x": x, "z": z, "n": np.int32(COUNT), "seed": np.array(SEED, np.int32)}
    found = loaded(folder, tmp_path, alone, **given)
    q, p = run.encoder(x), run.decoder(z)
    assert_close(found["encoder.encode.mean"], q.mean())
    assert_close(found["encoder.encode.stddev"], q.stddev())
    assert_close(found["encoder.encode.covariance"], q.covariance())
    assert_close(found["encoder.sample.output_0"], q.sample(COUNT, seed=SEED))
    assert_close(found["decoder.decode.mean"], p.mean())
    assert_close(found["decoder.sample.output_0"], p.sample(seed=SEED))
    np.testing.assert_allclose(found["decoder.log_prob.output_0"], p.log_prob(x), rtol=1e-6)
    assert_close(found["prior.sample.output_0"], run.prior.sample(COUNT, seed=SEED))
    assert_close(found["prior.log_prob.output_0"], run.prior.log_prob(z))
    assert run.name in (folder / "README.txt").read_text()


@pytest.fixture(scope="module")
def table_run(session, small_table):
    """An autoencoder of the small table, trained for one epoch."""
    settings = {
        "encoder.posterior": '"deterministic"',
        "decoder.likelihood": '"mean_squared_error"',
        "training.batch_size": "16",
    }
    spec = session.spec_from(encoder="dense", decoder="dense", kl="none", epochs=1, settings=settings)
    return session.train(spec, dataset=small_table)


def test_that_an_autoencoder_is_saved_without_a_prior_and_says_so(table_run, small_table, tmp_path):
    folder = table_run.export_saved_model(tmp_path / "model")
    assert {path.name for path in folder.iterdir()} == {"encoder", "decoder", "model.json", "README.txt"}
    assert "no prior" in (folder / "README.txt").read_text()
    x = tf.constant(small_table.examples[:5])
    encoder, decoder = (tf.saved_model.load(str(folder / part)) for part in ("encoder", "decoder"))
    code = encoder.encode(x)
    assert set(code) == {"mean"}
    assert_close(code["mean"], table_run.encoder(x).mean())
    error = decoder.error(x, code["mean"])
    again = table_run.decoder(code["mean"]).mean()
    np.testing.assert_allclose(error, np.mean((x - again) ** 2, axis=1), rtol=1e-5)


def test_that_the_description_tells_how_rows_become_x(table_run, small_table, tmp_path):
    folder = table_run.export_saved_model(tmp_path / "model")
    described = json.loads((folder / "model.json").read_text())
    assert described["data_shape"] == [5]
    table = described["table"]
    assert table["columns"] == list("abcde")
    rows = small_table.scaling.inverse(small_table.examples)
    scaled = (rows - np.array(table["mean"])) / np.array(table["scale"])
    np.testing.assert_allclose(scaled, small_table.examples, rtol=1e-5, atol=1e-6)
    assert "e: mean" in (folder / "README.txt").read_text()


def test_that_an_earlier_export_is_replaced_and_anything_else_is_kept(table_run, tmp_path):
    folder = tmp_path / "model"
    table_run.export_saved_model(folder)
    (folder / "encoder" / "old").touch()
    table_run.export_saved_model(folder)
    assert not (folder / "encoder" / "old").exists()
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("words")
    with pytest.raises(OutputError, match="thesis"):
        table_run.export_saved_model(other)
    assert (other / "chapter.txt").read_text() == "words"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model", "thesis"]


MODEL_OF_TENSORFLOW_JS = '{"format": "layers-model", "modelTopology": {}, "weightsManifest": []}'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.json", MODEL_OF_TENSORFLOW_JS),
        ("model.json", '{"format": 1}'),
        ("model.json", '["format"]'),
        ("model.json", "\ufffd no JSON"),
        ("README.txt", "words"),
    ],
)
def test_that_a_folder_which_is_no_earlier_export_is_kept(table_run, tmp_path, name, content):
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / name).write_text(content)
    with pytest.raises(OutputError, match=r"web holds files that no export wrote.*new folder"):
        table_run.export_saved_model(folder)
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == [content]


def test_that_an_earlier_export_with_other_files_among_its_own_is_kept(table_run, tmp_path):
    folder = table_run.export_saved_model(tmp_path / "model")
    (folder / "results.csv").write_text("1,2")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match=r"holds results\.csv"):
        table_run.export_saved_model(folder)
    assert sorted(tmp_path.rglob("*")) == before


def test_that_an_earlier_export_is_put_back_where_the_new_one_cannot_take_its_place(
    table_run, tmp_path, monkeypatch
):
    folder = table_run.export_saved_model(tmp_path / "model")
    (folder / "encoder" / "old").touch()
    rename = Path.rename

    def refuse_new(path, target):
        if Path(target) == folder and not (path / "encoder" / "old").exists():
            raise PermissionError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(OutputError, match="no permission"):
        table_run.export_saved_model(folder)
    assert (folder / "encoder" / "old").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_that_what_remains_of_an_earlier_export_is_named(table_run, tmp_path, monkeypatch):
    folder = table_run.export_saved_model(tmp_path / "model")
    (folder / "encoder" / "old").touch()
    rmtree = shutil.rmtree

    def refuse_old(path, **options):
        if (path / "encoder" / "old").exists():
            raise PermissionError(errno.EACCES, "Permission denied")
        rmtree(path, **options)

    monkeypatch.setattr(shutil, "rmtree", refuse_old)
    with pytest.raises(OutputError, match="was written, but the export that it replaces lies at"):
        table_run.export_saved_model(folder)
    assert not (folder / "encoder" / "old").exists()


def test_that_a_link_to_an_earlier_export_stays_a_link(table_run, tmp_path):
    folder = table_run.export_saved_model(tmp_path / "model")
    (tmp_path / "link").symlink_to(folder)
    table_run.export_saved_model(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (folder / "model.json").is_file()


def test_that_a_file_or_a_missing_folder_in_the_way_is_named(table_run, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        table_run.export_saved_model(tmp_path / "file")
    with pytest.raises(OutputError, match="nowhere"):
        table_run.export_saved_model(tmp_path / "nowhere" / "model")
