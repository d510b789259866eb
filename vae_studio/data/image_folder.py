"""A folder of images becomes a dataset; its sub-folders of the first level are the labels."""

from __future__ import annotations

from pathlib import Path

from vae_studio.api.errors import DataError
from vae_studio.api.run_spec import DataSpec
from vae_studio.data.decoding.sources import FolderSource
from vae_studio.data.image_files import read_images
from vae_studio.data.progress import Reporter
from vae_studio.data.raw import RawExamples
from vae_studio.data.walking import IMAGE_SUFFIXES


def read_image_folder(folder: Path, spec: DataSpec, reporter: Reporter) -> RawExamples:
    """Read all images of a folder, at any depth, as :func:`~vae_studio.data.image_files.read_images` does.

    Raises
    ------
    DataError
        There is no image, or what that function raises.
    """
    source = FolderSource(folder)
    if not source.members(reporter):
        raise _no_image(folder)
    return read_images(source, spec, reporter)


def _no_image(folder: Path) -> DataError:
    known = ", ".join(sorted(IMAGE_SUFFIXES))
    arrays = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in (".npy", ".npz"))
    if arrays:
        remedy = f"For its array file, give the path {folder / arrays[0]}."
    else:
        remedy = f"Give a folder with image files ({known}) or with the IDX files of MNIST."
    return DataError(f"{folder} holds no image.", remedy)
