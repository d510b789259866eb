import numpy as np

from vae_studio.data import chunks
from vae_studio.data.chunks import converted, fingerprint, joined
from vae_studio.data.splits import split_examples


def test_that_chunks_cover_every_row_once(monkeypatch):
    monkeypatch.setattr(chunks, "BYTES_PER_CHUNK", 100)
    array = np.arange(230, dtype=np.uint8).reshape(23, 10)
    pieces = [array[piece] for piece in chunks.chunks(array)]
    assert len(pieces) == 3
    assert np.array_equal(np.concatenate(pieces), array)


def test_that_work_in_chunks_equals_work_at_once(monkeypatch, reporter):
    monkeypatch.setattr(chunks, "BYTES_PER_CHUNK", 64)
    array = np.arange(90, dtype=np.int32).reshape(30, 3)
    assert np.array_equal(
        converted(array, np.float32, lambda part: part / 2, reporter), array.astype(np.float32) / 2
    )
    assert np.array_equal(joined(array, array[:4], reporter), np.concatenate([array, array[:4]]))


def test_that_the_fingerprint_depends_on_values_type_shape_and_splits_but_not_on_chunks(monkeypatch, reporter):
    examples, splits = np.zeros((20, 4), np.float32), split_examples(20, 0, 0.1, 0.1)
    whole = fingerprint(examples, splits, reporter)
    changed = examples.copy()
    changed[19, 3] = 1
    others = {
        fingerprint(changed, splits, reporter),
        fingerprint(examples.astype(np.float64), splits, reporter),
        fingerprint(examples.reshape(20, 2, 2, 1), splits, reporter),
        fingerprint(examples, split_examples(20, 1, 0.1, 0.1), reporter),
    }
    assert len(others - {whole}) == 4
    monkeypatch.setattr(chunks, "BYTES_PER_CHUNK", 48)
    assert fingerprint(examples, splits, reporter) == whole
    assert fingerprint(examples.astype(">f4"), splits, reporter) == whole
