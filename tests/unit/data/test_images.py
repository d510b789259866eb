import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from vae_studio.api import DataError, DataSpec
from vae_studio.data import read_and_fit, read_image
from vae_studio.data.images import FORMATS, read_header

RANDOM = np.random.default_rng(5)
GREY = RANDOM.integers(0, 256, (12, 10), np.uint8)
RGB = RANDOM.integers(0, 256, (12, 10, 3), np.uint8)
ALPHA = RANDOM.integers(0, 256, (12, 10), np.uint8)


@pytest.fixture
def read(tmp_path):
    """Save an image and read it again; what the header says must agree with the pixels."""

    def save_and_read(image, ending="png", background=0, **options):
        path = tmp_path / f"image.{ending}"
        image.save(path, **options)
        pixels, header = read_image(path, background), read_header(path)
        assert pixels.dtype == np.uint8
        assert header.size == pixels.shape[:2]
        assert header.coloured or pixels.shape[2] == 1
        return pixels

    return save_and_read


@pytest.mark.parametrize("ending", ["png", "bmp", "tif", "tiff", "webp"])
def test_that_grey_and_colour_survive_every_lossless_format(read, ending):
    options = {"lossless": True} if ending == "webp" else {}
    assert np.array_equal(read(Image.fromarray(RGB), ending, **options), RGB)
    grey = read(Image.fromarray(GREY), ending, **options)
    assert np.array_equal(grey[..., 0], GREY)


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_that_a_colour_file_of_grey_pixels_is_grey(read, ending):
    options = {"lossless": True} if ending == "webp" else {}
    assert read(Image.fromarray(GREY).convert("RGB"), ending, **options).shape == (12, 10, 1)


def test_that_jpeg_is_read_as_pillow_reads_it(read, tmp_path):
    assert read(Image.fromarray(GREY), "jpg").shape == (12, 10, 1)
    colour = read(Image.fromarray(RGB), "jpeg", quality=95)
    assert np.array_equal(colour, np.asarray(Image.open(tmp_path / "image.jpeg")))


def test_that_one_bit_images_become_black_and_white(read):
    bits = GREY > 100
    assert np.array_equal(read(Image.fromarray(bits))[..., 0], bits * 255)


def on_background(colour, alpha, background):
    share = alpha.astype(float) / 255
    return colour * share + background * (1 - share)


@pytest.mark.parametrize("background", [0, 255])
def test_that_what_is_transparent_shows_the_background(read, background):
    rgba = Image.fromarray(np.dstack([RGB, ALPHA]))
    expected = on_background(RGB, ALPHA[..., None], background)
    assert read(rgba, background=background) == pytest.approx(expected, abs=1.01)
    grey_alpha = Image.merge("LA", [Image.fromarray(GREY), Image.fromarray(ALPHA)])
    pixels = read(grey_alpha, background=background)
    assert pixels[..., 0] == pytest.approx(on_background(GREY, ALPHA, background), abs=1.01)


def test_that_a_palette_gives_its_colours_and_a_grey_palette_grey(read):
    palette = Image.fromarray(GREY % 4)
    coloured, grey = palette.copy(), palette.copy()
    coloured.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9])
    grey.putpalette([0, 0, 0, 50, 50, 50, 100, 100, 100, 200, 200, 200])
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9]])
    assert np.array_equal(read(coloured), colours[GREY % 4])
    assert np.array_equal(read(grey)[..., 0], np.array([0, 50, 100, 200])[GREY % 4])


@pytest.mark.parametrize("transparency", [2, bytes([255, 255, 0, 255])])
def test_that_a_transparent_palette_entry_shows_the_background(read, transparency):
    image = Image.fromarray(GREY % 4)
    image.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9])
    pixels = read(image, transparency=transparency)
    colours = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 0], [9, 9, 9]])
    assert np.array_equal(pixels, colours[GREY % 4])


def test_that_a_transparent_grey_value_shows_the_background(read):
    image = Image.fromarray(GREY)
    pixels = read(image, transparency=int(GREY[3, 3]), background=255)
    assert np.array_equal(pixels[..., 0], np.where(GREY[3, 3] == GREY, 255, GREY))


def test_that_sixteen_bits_become_eight_without_clipping(read):
    wide = RANDOM.integers(0, 65536, (12, 10)).astype(np.uint16)
    for ending in ("png", "tif"):
        assert np.array_equal(read(Image.fromarray(wide), ending)[..., 0], np.rint(wide / 257))


def test_that_big_endian_sixteen_bits_are_read_as_such(read):
    wide = RANDOM.integers(0, 65536, (12, 10)).astype(np.uint16)
    image = Image.frombytes("I;16B", (10, 12), wide.astype(">u2").tobytes())
    assert np.array_equal(read(image, "tif")[..., 0], np.rint(wide / 257))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 7, 255], [0, 7, 255]),
        ([0, 257, 65535], [0, 1, 255]),
        ([-100, 0, 100], [0, 128, 255]),
        ([0, 500_000, 1_000_000], [0, 128, 255]),
        ([9, 9, 9], [9, 9, 9]),
    ],
)
def test_that_32_bit_integers_are_read_by_their_range(read, values, expected):
    image = Image.fromarray(np.resize(np.array(values, np.int32), (9, 9)))
    assert read(image, "tif").ravel()[:3].tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 0.5, 1], [0, 128, 255]),
        ([0, 7.2, 255], [0, 7, 255]),
        ([-1, 0, 1], [0, 128, 255]),
        ([300] * 3, [0] * 3),
    ],
)
def test_that_floats_are_read_by_their_range(read, values, expected):
    image = Image.fromarray(np.resize(np.array(values, np.float32), (9, 9)))
    assert read(image, "tif").ravel()[:3].tolist() == expected


def test_that_a_float_image_with_nan_is_refused_by_place(tmp_path):
    values = np.zeros((9, 9), np.float32)
    values[4, 6] = np.nan
    Image.fromarray(values).save(tmp_path / "hole.tif")
    with pytest.raises(DataError, match=r"hole\.tif: the value at pixel row 4, column 6 is nan"):
        read_image(tmp_path / "hole.tif")


def test_that_cmyk_and_lab_become_rgb(read):
    cmyk = Image.fromarray(RGB).convert("CMYK")
    assert np.array_equal(read(cmyk, "tif"), np.asarray(cmyk.convert("RGB")))
    assert read(cmyk, "jpg").shape == (12, 10, 3)
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    smooth = Image.new("RGB", (10, 12), (200, 100, 50))
    converted = ImageCms.profileToProfile(smooth, srgb, lab, outputMode="LAB")
    assert read(converted, "tif")[0, 0] == pytest.approx([200, 100, 50], abs=4)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp"])
def test_that_exif_orientation_turns_the_image_upright(read, ending, orientation):
    upright = np.zeros((16, 24), np.uint8)
    upright[:8, :8] = 255
    turns = {2: 0, 3: 1, 4: 2, 5: 3, 6: 4, 7: 5, 8: 6}
    back = [Image.Transpose(value) for value in (0, 3, 1, 5, 2, 6, 4)]
    stored = Image.fromarray(upright)
    if orientation > 1:
        stored = stored.transpose(back[turns[orientation]])
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if ending == "webp" else {}
    pixels = read(stored, ending, exif=exif, **options)
    assert pixels.shape[:2] == (16, 24)
    assert np.abs(pixels[..., 0].astype(int) - upright).max() <= 8


def test_that_the_content_of_a_file_gives_what_the_file_gives(tmp_path):
    Image.fromarray(RGB).save(tmp_path / "a.png")
    assert np.array_equal(read_image((tmp_path / "a.png").read_bytes()), RGB)
    assert np.array_equal(read_image(str(tmp_path / "a.png")), RGB)


def test_that_an_image_under_a_wrong_name_is_read_by_its_content(tmp_path):
    Image.fromarray(RGB).save(tmp_path / "a.jpg", "png")
    assert np.array_equal(read_image(tmp_path / "a.jpg"), RGB)


def png_header(width, height):
    body = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + body
    pixels = b"IDAT" + zlib.compress(b"")
    parts = [
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in (chunk, pixels)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("side", [8_001, 9_900, 13_000, 60_000])
@pytest.mark.parametrize("read_something", [read_image, read_header])
def test_that_an_absurdly_large_image_is_refused_before_it_is_decoded(tmp_path, side, read_something):
    (tmp_path / "bomb.png").write_bytes(png_header(side, side))
    with pytest.raises(DataError, match=r"bomb\.png is too large to read .* the limit is 64 megapixels"):
        read_something(tmp_path / "bomb.png")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not an image of a known format"),
        (b"hello", "not an image"),
        (b"GIF89a" + bytes(50), "not an image"),
    ],
)
def test_that_what_is_no_image_is_refused_with_its_name(tmp_path, content, words):
    (tmp_path / "no.png").write_bytes(content)
    with pytest.raises(DataError, match=r"no\.png") as caught:
        read_image(tmp_path / "no.png")
    assert words in caught.value.message
    with pytest.raises(DataError, match="The image is not an image"):
        read_image(content)


def test_that_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"gone\.png cannot be read: No such file"):
        read_image(tmp_path / "gone.png")
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        read_image(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=120)
@given(
    kind=st.sampled_from(FORMATS),
    share=st.floats(0.02, 1),
    places=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4),
)
def test_that_damaged_files_raise_nothing_but_a_data_error(kind, share, places):
    stream = io.BytesIO()
    Image.fromarray(RGB).save(stream, kind)
    content = bytearray(stream.getvalue()[: max(1, int(share * len(stream.getvalue())))])
    for place, value in places:
        content[place % len(content)] = value
    try:
        pixels = read_image(bytes(content))
    except DataError:
        return
    assert pixels.ndim == 3


def test_that_a_transparent_image_to_be_inverted_is_laid_on_white():
    ink = np.zeros((12, 12, 4), np.uint8)
    ink[4:8, 4:8, 3] = 255
    stream = io.BytesIO()
    Image.fromarray(ink).save(stream, "PNG")
    fitted = read_and_fit(stream.getvalue(), (12, 12, 1), DataSpec(invert=True))
    assert fitted[5, 5, 0] == 255
    assert fitted[0, 0, 0] == 0
