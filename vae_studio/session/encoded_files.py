"""Image files on their way through a model. Imports no TensorFlow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from vae_studio.api import DataError, DataSpec
from vae_studio.data.images import read_and_fit
from vae_studio.data.walking import collect_image_files
from vae_studio.latent.encoding import Encoding


@dataclass(frozen=True)
class EncodedFiles:
    """What became of image files.

    Attributes
    ----------
    encoding
        The readable ones, encoded; None where none was.
    names
        Their paths as they were given, in the same order.
    failures
        Name and reason of each file that could not be used.
    """

    encoding: Encoding | None
    names: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]


def encode_files(
    paths: Sequence[Path | str],
    data_shape: tuple[int, ...],
    data: DataSpec,
    encode: Callable[[np.ndarray], Encoding],
) -> EncodedFiles:
    """Encode image files and folders of them, each preprocessed like a dataset's images.

    Parameters
    ----------
    paths
        Files and folders.
    data_shape, data
        What the dataset's images were brought to, and how.
    encode
        From uint8 ``[N, *data_shape]`` to an encoding.
    """
    images, names, failures = [], [], []
    for path in collect_image_files([Path(path) for path in paths]):
        try:
            images.append(read_and_fit(path, data_shape, data))
            names.append(str(path))
        except DataError as error:
            failures.append((str(path), str(error)))
    encoding = encode(np.stack(images)) if images else None
    return EncodedFiles(encoding, tuple(names), tuple(failures))
