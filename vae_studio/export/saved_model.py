"""Encoder, decoder and prior as TensorFlow SavedModels, which need TensorFlow and nothing else."""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import tensorflow as tf

from vae_studio.api import OutputError
from vae_studio.export.description import DESCRIPTION, README, ModelFacts, description_text, readme_text
from vae_studio.export.modules import decoder_module, encoder_module, prior_module
from vae_studio.model.vae import VAE
from vae_studio.runs.files import output_error, temporary_beside


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
        The folder cannot be written, or holds something else.
    """
    _require_free(folder)
    parts = {"encoder": encoder_module(vae), "decoder": decoder_module(vae)}
    if vae.has_density:
        parts["prior"] = prior_module(vae)
    temporary = temporary_beside(folder)
    try:
        with _cleared(temporary):
            temporary.mkdir()
            for name, part in parts.items():
                with _quietly():
                    tf.saved_model.save(part.module, str(temporary / name), signatures=part.signatures)
            (temporary / DESCRIPTION).write_text(description_text(facts, parts), encoding="utf-8")
            (temporary / README).write_text(readme_text(facts, parts), encoding="utf-8")
            if folder.exists():
                shutil.rmtree(folder)
            temporary.rename(folder)
    except OSError as error:
        raise output_error(error, folder) from error
    return folder


def _require_free(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file.", "Choose the name of a folder.")
    if any(folder.iterdir()) and not (folder / DESCRIPTION).is_file():
        raise OutputError(f"{folder} holds other files: nothing was written.", "Choose a new folder.")


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
