"""Images become rows of examples, whoever decodes them and whatever their headers promise."""

import io
import json
import os
import shutil
import signal

import numpy as np
import pytest

from vae_studio.api import DataError, DataSpec
from vae_studio.data import load_dataset
from vae_studio.data.decoding import plan, pool, process, whole
from vae_studio.data.decoding.batch import Batch, Task, decode
from vae_studio.data.decoding.open_source import source_of
from vae_studio.data.decoding.sinks import FileSink, MemorySink
from vae_studio.data.progress import Reporter

RANDOM = np.random.default_rng(7)
COUNT = 9


def load(folder, **values):
    return load_dataset(DataSpec(source=str(folder), **values))


def grey(shape=(12, 10)):
    return RANDOM.integers(0, 256, shape, np.uint8)


@pytest.fixture
def folder(tmp_path, save_image, store):
    """Nine grey images, the fifth of which is torn."""
    for number in range(COUNT):
        save_image(tmp_path / "pictures" / f"{number}.png", grey())
    (tmp_path / "pictures" / "4.png").write_bytes(b"\x89PNG")
    return tmp_path / "pictures"


@pytest.fixture
def one_header(monkeypatch):
    """Lets the first header alone tell what is to be expected."""
    monkeypatch.setattr(plan, "SAMPLE", 1)


def test_that_colours_that_no_header_promised_make_the_dataset_coloured(folder, save_image, one_header):
    expected = load(folder, colour="rgb").examples
    coloured = save_image(folder / "8.png", RANDOM.integers(0, 256, (12, 10, 3), np.uint8))
    dataset = load(folder)
    assert dataset.data_shape == (12, 10, 3)
    assert np.array_equal(dataset.examples[:-1], expected[:-1])
    assert np.array_equal(dataset.examples[-1], load(coloured).examples[0])


def test_that_headers_that_promise_colours_are_not_believed(folder, save_image):
    before = load(folder)
    for number in (0, 1):
        image = np.asarray(before.examples[number])
        save_image(folder / f"{number}.png", np.repeat(image, 3, axis=2))
    assert load(folder).fingerprint == before.fingerprint


def test_that_another_size_that_no_header_told_is_refused_all_the_same(folder, save_image, one_header):
    save_image(folder / "7.png", grey((30, 20)))
    with pytest.raises(DataError, match=r"0\.png is 12×10 px, .*7\.png is 30×20 px"):
        load(folder)


def test_that_headers_are_read_until_one_can_be(folder, one_header):
    (folder / "0.png").write_bytes(b"")
    assert len(load(folder)) == COUNT - 2


@pytest.mark.parametrize("kept", [[0, 1, 2, 3, 4, 5], [1, 4, 5], [0], [5]])
@pytest.mark.parametrize("channels", [1, 3])
def test_that_what_is_kept_of_a_file_is_what_is_kept_of_an_array(tmp_path, monkeypatch, kept, channels):
    monkeypatch.setattr("vae_studio.data.decoding.sinks.BYTES_PER_CHUNK", 60)
    path = tmp_path / "examples.raw"
    path.touch()
    examples = RANDOM.integers(0, 256, (6, 3, 3, 3), np.uint8)
    sinks = [FileSink(path, (3, 3, 3)), MemorySink(6, (3, 3, 3))]
    for sink in sinks:
        sink.write(3, examples[3:])
        sink.write(0, examples[:3])
        sink.settle(kept, channels, Reporter())
    written = np.fromfile(path, np.uint8).reshape(len(kept), 3, 3, channels)
    assert np.array_equal(written, examples[kept][..., :channels])
    assert np.array_equal(sinks[1].examples, written)


def everything(folder, spec=None):
    source = source_of("folder", folder)
    members = tuple(source.members(Reporter()))
    task = Task((12, 10, 1), spec or DataSpec(source=str(folder)), None)
    return source, task, Batch(tuple(range(len(members))), members)


def test_that_a_process_that_is_asked_answers_as_a_thread_does(folder, tmp_path):
    source, task, batch = everything(folder, DataSpec(source=str(folder), size=(12, 10), invert=True))
    sink = MemorySink(COUNT, task.shape)
    expected = decode(batch, task, source.content, source.called, sink)
    path = tmp_path / "examples.raw"
    path.touch()
    first = {"task": task.to_plain(), "kind": "folder", "source": str(folder), "output": str(path)}
    contents = [(folder / member.name).read_bytes() for member in batch.members]
    plain = {"rows": batch.rows, "members": batch.members, "lengths": []}
    by_name = json.dumps(first) + "\n" + json.dumps(plain) + "\n"
    by_bytes = json.dumps({**plain, "lengths": [len(content) for content in contents]}) + "\n"
    replies = io.BytesIO()
    process.serve(io.BytesIO(by_name.encode() + by_bytes.encode() + b"".join(contents)), replies)
    for line in replies.getvalue().splitlines():
        assert type(expected).from_plain(json.loads(line)) == expected
    written = np.fromfile(path, np.uint8).reshape(COUNT, *task.shape)
    assert np.array_equal(np.delete(written, 4, 0), np.delete(sink.examples, 4, 0))


def test_that_a_process_that_cannot_write_says_so(folder, tmp_path):
    _, task, batch = everything(folder)
    output = str(tmp_path / "nowhere" / "examples.raw")
    first = {"task": task.to_plain(), "kind": "folder", "source": str(folder), "output": output}
    plain = {"rows": batch.rows, "members": batch.members, "lengths": []}
    replies = io.BytesIO()
    process.serve(io.BytesIO(f"{json.dumps(first)}\n{json.dumps(plain)}\n".encode()), replies)
    assert json.loads(replies.getvalue())["strerror"] == "No such file or directory"


def test_that_a_torn_image_is_the_only_one_without_an_example(folder):
    source, task, batch = everything(folder)
    outcome = decode(batch, task, source.content, source.called, MemorySink(COUNT, task.shape))
    (failure,) = outcome.failures
    assert failure.row == 4
    assert not failure.unopened
    assert not outcome.coloured


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "gztar"])
def test_that_processes_decode_what_threads_do(folder, tmp_path, monkeypatch, kind):
    expected = load(folder)
    shutil.rmtree(expected.kept.folder)
    source = folder if kind == "folder" else shutil.make_archive(str(tmp_path / "packed"), kind, folder)
    monkeypatch.setattr(whole, "FEW_IMAGES", 2)
    monkeypatch.setattr(whole, "_MOST_FILES", 2)
    monkeypatch.setattr(whole, "partial", None)
    found = load(source)
    assert found.fingerprint == expected.fingerprint
    assert len(found.skipped) == 1


@pytest.mark.thorough
def test_that_a_process_that_dies_is_told_in_words(folder, tmp_path):
    _, task, batch = everything(folder)
    path = tmp_path / "examples.raw"
    path.touch()
    with pool.DecodingProcesses(1, task, "folder", folder, path) as processes:
        assert len(processes(batch).failures) == 1
        os.kill(processes._idle.queue[0]._process.pid, signal.SIGKILL)
        with pytest.raises(DataError, match="ended unexpectedly"):
            processes(batch)
