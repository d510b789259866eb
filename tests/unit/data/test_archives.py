"""Archives of images are read as the folder that they were made of, and trusted in nothing."""

import io
import shutil
import struct
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vae_studio.api import DataError, DataSpec
from vae_studio.data import ReadingCancelledError, image_files, load_dataset
from vae_studio.data.decoding import archive, tar_archives, zip_archive

RANDOM = np.random.default_rng(6)
KINDS = ("zip", "tar", "gztar", "xztar", "bztar")


def load(path, **values):
    return load_dataset(DataSpec(source=str(path), **values))


def png(shape=(12, 10), value=None):
    content = RANDOM.integers(0, 256, shape, np.uint8) if value is None else np.full(shape, value, np.uint8)
    file = io.BytesIO()
    Image.fromarray(content).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def folder(tmp_path, save_image, store):
    """Images of two kinds, one of them torn, and what is no image."""
    folder = tmp_path / "pictures"
    for name in ("bee/2.png", "ant/old/1.png", "bee/1.png", "ant/3.jpg"):
        save_image(folder / name, RANDOM.integers(0, 256, (12, 10), np.uint8))
    (folder / "bee" / "torn.png").write_bytes(b"\x89PNG")
    (folder / "notes.txt").write_text("hello")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "x.png").write_text("no image")
    (folder / "bee" / "._2.png").write_text("no image")
    return folder


@pytest.fixture
def packed(tmp_path, folder):
    """Packs the folder, by itself or with its own name around it."""

    def pack(kind, inside=""):
        return shutil.make_archive(
            str(tmp_path / "packed"), kind, tmp_path if inside else folder, inside or None
        )

    return pack


def write_zip(path, contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return path


def write_tar(path, contents):
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as file:
        for name, content in contents.items():
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_that_an_archive_gives_the_examples_of_its_folder(folder, packed, kind):
    own, found = load(folder), load(packed(kind))
    assert np.array_equal(found.examples, own.examples)
    assert found.fingerprint == own.fingerprint
    assert found.class_names == ("ant", "bee")
    assert found.labels.tolist() == own.labels.tolist() == [0, 0, 1, 1]
    assert found.name == "packed"
    (skipped,) = found.skipped
    assert skipped.path.endswith("torn.png")
    assert "is not an image of a known format" in skipped.reason


@pytest.mark.parametrize("kind", KINDS)
def test_that_an_archive_is_unpacked_nowhere_and_read_once(folder, packed, kind, tmp_path, store, monkeypatch):
    path = packed(kind)
    before = {one for one in tmp_path.rglob("*") if store.parent not in one.parents}
    first = load(path)
    assert {one for one in tmp_path.rglob("*") if store.parent not in one.parents} - before == {store.parent}
    assert not [one for one in store.rglob("*") if one.suffix in (".png", ".jpg")]
    monkeypatch.setattr(zip_archive.zipfile, "ZipFile", None)
    monkeypatch.setattr(tar_archives.tarfile, "open", None)
    again = load(path)
    assert again.fingerprint == first.fingerprint
    assert again.skipped == first.skipped


@pytest.mark.parametrize("kind", ["zip", "gztar"])
def test_that_a_folder_around_everything_is_no_label(folder, packed, kind):
    assert load(packed(kind, "pictures")).class_names == ("ant", "bee")


def test_that_an_archive_of_one_folder_without_others_has_no_labels(tmp_path, store):
    dataset = load(write_zip(tmp_path / "flat.zip", {"all/of/1.png": png(), "all/of/2.png": png()}))
    assert dataset.labels is None


@pytest.mark.parametrize("name", ["../out.png", "/etc/out.png", "in/../../out.png"])
@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz"])
def test_that_a_name_that_leads_out_of_the_archive_is_left_out(tmp_path, store, name, ending):
    write = write_zip if ending == ".zip" else write_tar
    dataset = load(write(tmp_path / f"tricks{ending}", {"a.png": png(), name: png()}))
    assert len(dataset) == 1
    assert "its name leads out of the archive" in dataset.skipped[0].reason


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
@pytest.mark.parametrize("ending", [".tar", ".tar.gz"])
def test_that_links_and_devices_in_a_tar_are_not_followed(tmp_path, store, kind, ending):
    link = tarfile.TarInfo("link.png")
    link.type, link.linkname = kind, "a.png"
    dataset = load(write_tar(tmp_path / f"links{ending}", {"a.png": png(), link: b""}))
    assert len(dataset) == 1
    assert "not followed" in dataset.skipped[0].reason


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz"])
def test_that_an_image_that_claims_too_many_bytes_is_not_unpacked(tmp_path, store, monkeypatch, ending):
    monkeypatch.setattr(archive, "MOST_BYTES", 2000)
    write = write_zip if ending == ".zip" else write_tar
    large = png((60, 60))
    dataset = load(write(tmp_path / f"large{ending}", {"a.png": png(), "b.png": large}))
    assert len(dataset) == 1
    assert f"it claims {len(large):,} bytes" in dataset.skipped[0].reason


@pytest.mark.parametrize("ending", [".zip", ".tar.gz"])
def test_that_an_archive_that_unpacks_to_far_more_than_it_holds_is_refused(
    tmp_path, store, monkeypatch, ending
):
    monkeypatch.setattr(archive, "_FIRST_GIGABYTE", 1000)
    write = write_zip if ending == ".zip" else write_tar
    path = write(tmp_path / f"bomb{ending}", {"a.bmp": bytes(5_000_000)})
    with pytest.raises(DataError, match=r"would unpack to more than (1,048,576|5,000,)") as caught:
        load(path)
    assert "unpack it" in caught.value.remedy


def test_that_a_bomb_beside_the_images_of_a_tar_is_refused_before_it_is_unpacked(tmp_path, store, monkeypatch):
    monkeypatch.setattr(archive, "_FIRST_GIGABYTE", 1000)
    path = write_tar(tmp_path / "bomb.tar.gz", {"a.png": png(), "zeros.bin": bytes(5_000_000)})
    with pytest.raises(DataError, match="would unpack to more than 5,0"):
        load(path)


def test_that_a_header_of_any_size_is_refused_before_it_is_unpacked(tmp_path, store, monkeypatch):
    monkeypatch.setattr(archive, "_FIRST_GIGABYTE", 1000)
    path = tmp_path / "headers.tar.gz"
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as packed:
        member = tarfile.TarInfo("a.png")
        member.pax_headers = {"comment": "a" * 5_000_000}
        packed.addfile(member)
    with pytest.raises(DataError, match="would unpack to more than"):
        load(path)


def test_that_an_image_longer_than_its_archive_says_is_left_out(tmp_path, store):
    path = write_zip(tmp_path / "liar.zip", {"a.png": png(), "b.png": png((20, 20))})
    content = path.read_bytes()
    place = content.rindex(b"PK\x01\x02")
    path.write_bytes(content[: place + 24] + struct.pack("<I", 100) + content[place + 28 :])
    dataset = load(path)
    assert len(dataset) == 1
    assert dataset.skipped[0].path.endswith("b.png")


def test_that_an_encrypted_image_is_left_out(tmp_path, store):
    path = write_zip(tmp_path / "secret.zip", {"a.png": png(), "b.png": png()})
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert "it is encrypted" in load(path).skipped[0].reason


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_an_image_of_a_zip_whose_unpacking_has_no_bound_is_left_out(tmp_path, store, method):
    path = write_zip(tmp_path / "mixed.zip", {"a.png": png()})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("b.png", png(), method)
    dataset = load(path)
    assert len(dataset) == 1
    assert dataset.skipped[0].path.endswith("b.png")
    assert "packed by another method than deflate" in dataset.skipped[0].reason


def test_that_a_packed_tar_that_lost_images_while_it_was_read_is_refused(tmp_path, store, monkeypatch):
    path = write_tar(tmp_path / "changing.tar.gz", {"a.png": png(), "b.png": png()})

    def planned(*arguments):
        found = make_plan(*arguments)
        write_tar(path, {"a.png": png()})
        return found

    make_plan = image_files.make_plan
    monkeypatch.setattr(image_files, "make_plan", planned)
    with pytest.raises(DataError, match="was changed while it was read: 1 of 2 images are left"):
        load(path)


def test_that_a_damaged_image_of_a_good_archive_is_left_out(tmp_path, store):
    path = write_zip(tmp_path / "spoilt.zip", {"a.png": png(), "b.png": png()})
    content = bytearray(path.read_bytes())
    content[content.rindex(b"PK\x03\x04") + 60] ^= 255
    path.write_bytes(content)
    dataset = load(path)
    assert len(dataset) == 1
    assert "damaged" in dataset.skipped[0].reason


@pytest.mark.parametrize("kind", KINDS)
def test_that_an_archive_that_ends_too_early_is_refused(folder, packed, tmp_path, kind):
    with Path(packed(kind)).open("r+b") as file:
        file.truncate(700)
    path = next(tmp_path.glob("packed.*"))
    with pytest.raises(DataError, match=r"packed.* is truncated, damaged or no archive"):
        load(path)


@pytest.mark.parametrize("ending", [".zip", ".tar", ".tar.gz", ".tar.xz", ".tar.bz2"])
@pytest.mark.parametrize("content", [b"", b"hello, this is no archive" * 40])
def test_that_what_only_calls_itself_an_archive_is_refused(tmp_path, store, ending, content):
    path = tmp_path / f"false{ending}"
    path.write_bytes(content)
    with pytest.raises(DataError, match="is truncated, damaged or no archive"):
        load(path)


def test_that_an_archive_without_images_is_refused(tmp_path, store):
    path = write_zip(tmp_path / "texts.zip", {"a.txt": b"hello"})
    with pytest.raises(DataError, match="holds no image"):
        load(path)


def test_that_of_two_images_of_one_name_the_last_one_holds(tmp_path, store):
    path = tmp_path / "twice.tar"
    with tarfile.open(path, "w") as file:
        for value in (10, 20):
            content = png(value=value)
            info = tarfile.TarInfo("a.png")
            info.size = len(content)
            file.addfile(info, io.BytesIO(content))
    assert load(path).examples[:, 0, 0, 0].tolist() == [20]


@pytest.mark.parametrize("kind", KINDS)
def test_that_reading_an_archive_can_be_cancelled(folder, packed, kind, store):
    path = packed(kind)
    for after in range(0, 12, 3):
        asked = iter(range(10**6))
        with pytest.raises(ReadingCancelledError):
            load_dataset(DataSpec(source=path), cancelled=lambda asked=asked, after=after: next(asked) >= after)


@pytest.mark.parametrize("kind", KINDS)
def test_that_damaged_bytes_raise_nothing_but_a_data_error(folder, packed, kind, tmp_path):
    path = tmp_path / packed(kind)
    whole = path.read_bytes()
    random = np.random.default_rng(1)
    for _ in range(20):
        content = bytearray(whole)
        for place in random.integers(0, len(whole), 3):
            content[place] = random.integers(0, 256)
        path.write_bytes(content)
        try:
            load(path, size=(12, 10))
        except DataError:
            continue
