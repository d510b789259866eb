"""A file is complete under its name or not there at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vae_studio.api import OutputError
from vae_studio.runs import atomic_write
from vae_studio.runs.files import write_text


def test_that_the_content_is_there_afterwards_and_nothing_else(tmp_path):
    with atomic_write(tmp_path / "a.bin") as file:
        file.write(b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.bin": b"new"}


def test_that_the_final_name_does_not_exist_while_writing(tmp_path):
    with atomic_write(tmp_path / "a.bin") as file:
        file.write(b"new")
        assert not (tmp_path / "a.bin").exists()


def test_that_a_failure_leaves_the_file_from_before_and_no_temporary_one(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")

    def fail_halfway():
        with atomic_write(path) as file:
            file.write(b"half of the n")
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.bin": b"old"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EROFS, "read-only disk"),
        (errno.EACCES, "no permission"),
        (errno.EIO, "was not written: refused"),
    ],
)
def test_that_a_refusal_of_the_system_is_told_in_words_with_the_file_and_a_remedy(
    tmp_path, failing_write, number, words
):
    path = tmp_path / "grid.png"
    path.write_bytes(b"old")
    failing_write(number)
    with pytest.raises(OutputError, match=words) as caught, atomic_write(path) as file:
        file.write(b"new")
    assert "grid.png" in caught.value.message
    assert caught.value.remedy
    assert [p.name for p in tmp_path.iterdir()] == ["grid.png"]
    assert path.read_bytes() == b"old"


def test_that_a_disk_that_fills_up_while_writing_is_reported(tmp_path):
    with pytest.raises(OutputError, match="disk is full"), atomic_write(tmp_path / "a.bin"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(tmp_path.iterdir()) == []


def test_that_a_missing_folder_is_named(tmp_path):
    with (
        pytest.raises(OutputError, match=r"There is no folder .*absent"),
        atomic_write(tmp_path / "absent" / "a"),
    ):
        pass


def test_that_a_folder_of_the_same_name_is_refused(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError), atomic_write(tmp_path / "folder") as file:
        file.write(b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_that_a_link_is_written_through(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with atomic_write(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_that_a_new_file_has_the_permissions_of_any_other(tmp_path):
    (tmp_path / "ordinary").touch()
    with atomic_write(tmp_path / "atomic"):
        pass
    assert (tmp_path / "atomic").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_that_text_that_is_no_unicode_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(OutputError, match="no Unicode"):
        write_text(tmp_path / "a.txt", "file \udcff.png")
    assert list(tmp_path.iterdir()) == []


def test_that_a_process_killed_while_writing_leaves_the_file_from_before(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    code = (
        "import sys; from vae_studio.runs import atomic_write\n"
        f"with atomic_write({str(path)!r}) as file:\n"
        "    file.write(b'half'); file.flush(); print('writing', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "writing\n"
        process.kill()
        process.wait()
    assert path.read_bytes() == b"old"
    assert [p for p in Path(tmp_path).iterdir() if not p.name.startswith(".")] == [path]


def test_that_the_longest_name_that_a_disk_takes_can_be_written_also_where_characters_are_long(tmp_path):
    path = tmp_path / ("\u6f22" * 83 + ".csv")
    write_text(path, "x")
    assert path.read_text() == "x"
