"""Encoder, decoder and prior as TensorFlow SavedModels, which need TensorFlow and nothing else."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import tensorflow as tf

from vae_studio.api import OutputError
from vae_studio.export.description import (
    DESCRIPTION,
    README,
    ModelFacts,
    description_text,
    is_description,
    readme_text,
)
from vae_studio.export.modules import decoder_module, encoder_module, prior_module
from vae_studio.model.vae import VAE
from vae_studio.runs.files import output_error, temporary_beside

ENTRIES = frozenset({"encoder", "decoder", "prior", DESCRIPTION, README})
"""What an export consists of."""


def save_models(vae: VAE, facts: ModelFacts, folder: Path) -> Path:
    """Write the three parts of a model, each as a SavedModel in a folder of its own, and what they are.

    Parameters
    ----------
    vae
        The model, whose present weights are written.
    facts
        What is said of it beside them.
    folder
        Where they go; it may be missing, empty, or an earlier export.

    Returns
    -------
    The folder.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds anything but an earlier export.
    """
    _require_free(folder)
    parts = {"encoder": encoder_module(vae), "decoder": decoder_module(vae)}
    if vae.has_density:
        parts["prior"] = prior_module(vae)
    temporary = temporary_beside(Path(os.path.realpath(folder)))
    try:
        with _cleared(temporary):
            temporary.mkdir()
            for name, part in parts.items():
                with _quietly():
                    tf.saved_model.save(part.module, str(temporary / name), signatures=part.signatures)
            (temporary / DESCRIPTION).write_text(description_text(facts, parts), encoding="utf-8")
            (temporary / README).write_text(readme_text(facts, parts), encoding="utf-8")
            _put_in_place(temporary, folder)
    except OSError as error:
        raise output_error(error, folder) from error
    return folder


def _require_free(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file.", "Choose the name of a folder.")
    try:
        names = {path.name for path in folder.iterdir()}
        described = DESCRIPTION in names and is_description(
            (folder / DESCRIPTION).read_text(encoding="utf-8", errors="replace")
        )
    except OSError as error:
        raise output_error(error, folder) from error
    others = sorted(names - ENTRIES)
    if names and (others or not described):
        found = others[0] if others else "files that no export wrote"
        raise OutputError(f"{folder} holds {found}: nothing was written.", "Choose a new folder.")


def _put_in_place(finished: Path, folder: Path) -> None:
    """Give a finished folder its name; what had it is deleted only then, and has it again if that fails."""
    place = Path(os.path.realpath(folder))  # a link stays, and leads to the new export
    if not place.exists():
        finished.rename(place)
        return
    earlier = temporary_beside(place)
    place.rename(earlier)
    try:
        finished.rename(place)
    except OSError:
        earlier.rename(place)
        raise
    try:
        shutil.rmtree(earlier)
    except OSError as error:
        raise OutputError(
            f"{folder} was written, but the export that it replaces lies at {earlier} and cannot be deleted: "
            f"{error.strerror or error}.",
            "Delete that folder by hand.",
        ) from error


@contextlib.contextmanager
def _cleared(temporary: Path) -> Iterator[None]:
    try:
        yield
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Keep TensorFlow from telling where it writes: that is a folder which is renamed afterwards."""
    logger = tf.get_logger()
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
