import gzip
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vae_studio.api import DataError
from vae_studio.data.idx import looks_like_idx, read_idx
from vae_studio.data.progress import ReadingCancelledError, Reporter

SHAPES = arrays.array_shapes(min_dims=1, max_dims=4, max_side=6)
TYPES = st.sampled_from(["u1", "i1", "i2", "i4", "f4", "f8"]).map(np.dtype)
ONE_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def refusal(read):
    try:
        read()
    except DataError as error:
        return error.message
    return None


@ONE_FOLDER
@given(array=TYPES.flatmap(lambda dtype: arrays.arrays(dtype, SHAPES)), ending=st.sampled_from(["", ".gz"]))
def test_that_every_array_survives_the_way_through_a_file(tmp_path, write_idx, array, ending):
    read = read_idx(write_idx(tmp_path / f"array-idx{ending}", array), Reporter())
    assert read.dtype == array.dtype
    assert np.array_equal(read, array, equal_nan=array.dtype.kind == "f")


@ONE_FOLDER
@given(keep=st.integers(0, 91), ending=st.sampled_from(["", ".gz"]))
def test_that_a_truncated_file_is_refused_with_its_name(tmp_path, write_idx, keep, ending):
    path = write_idx(tmp_path / f"cut-idx3-ubyte{ending}", np.arange(80, dtype=np.uint8).reshape(5, 4, 4))
    content = path.read_bytes()
    path.write_bytes(content[: min(keep, len(content) - 1)])
    with pytest.raises(DataError, match=r"cut-idx3-ubyte.* is (truncated|empty|not an IDX file)"):
        read_idx(path, Reporter())


@ONE_FOLDER
@given(content=st.binary(max_size=60), compressed=st.booleans())
def test_that_no_bytes_whatever_raise_anything_but_a_data_error(tmp_path, content, compressed):
    path = tmp_path / "noise-idx"
    path.write_bytes(gzip.compress(b"\0\0\x08\x02" + content)[:-4] if compressed else b"\0\0\x08" + content)
    message = refusal(lambda: read_idx(path, Reporter()))
    assert message is None or "noise-idx" in message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"hello world", "is not an IDX file: it starts with 68 65 6c 6c"),
        (b"\0\0\x07\x01\0\0\0\1x", "is not an IDX file"),
        (b"\0\0\x08\x01\0\0", "ends inside its header"),
        (
            struct.pack(">BBBB2I", 0, 0, 8, 2, 3, 3) + b"12345",
            "is truncated: 3 × 3 numbers need 9 bytes, but it holds 5",
        ),
        (struct.pack(">BBBB2I", 0, 0, 8, 2, 3, 3) + b"1234567890", "goes on after the 3 × 3 numbers"),
        (
            struct.pack(">BBBB3I", 0, 0, 0x0E, 3, 2**31, 2**31, 2**31),
            "is truncated: its header promises 2,147,483,648 ×",
        ),
    ],
)
def test_that_a_bad_file_is_refused_in_words(tmp_path, content, words, reporter):
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(content)
    with pytest.raises(DataError, match="train-images-idx3-ubyte") as caught:
        read_idx(path, reporter)
    assert words in caught.value.message
    assert caught.value.remedy


def test_that_a_damaged_checksum_is_noticed(tmp_path, write_idx, reporter):
    path = write_idx(tmp_path / "bits-idx3-ubyte.gz", np.zeros((9, 9, 9), np.uint8))
    content = bytearray(path.read_bytes())
    content[-6] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"bits-idx3-ubyte\.gz is truncated or damaged"):
        read_idx(path, reporter)


def test_that_reading_can_be_cancelled(tmp_path, write_idx):
    path = write_idx(tmp_path / "long-idx", np.zeros((4, 4), np.uint8))
    with pytest.raises(ReadingCancelledError):
        read_idx(path, Reporter(cancelled=lambda: True))


def test_that_idx_files_are_known_by_name_or_by_their_first_bytes(tmp_path):
    assert looks_like_idx(tmp_path / "train-images-idx3-ubyte.gz", b"\x1f\x8b")
    assert looks_like_idx(tmp_path / "anything", b"\0\0\x08\x03")
    assert not looks_like_idx(tmp_path / "notes.txt", b"hello")
    assert not looks_like_idx(tmp_path / "notes", b"")
