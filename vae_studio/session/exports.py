"""A run taken away: as a script, or as SavedModels. Imports TensorFlow on first use alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import BuildContext, OutputError
from vae_studio.runs.files import write_text
from vae_studio.training.adjustments import adjustment_words

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE
    from vae_studio.registry.registry import Registry
    from vae_studio.session.run import Run


def export_script(run: Run, registry: Registry, path: Path) -> tuple[Path, ...]:
    """Write the script of a run, and its examples beside it where numpy cannot read their source.

    Returns
    -------
    The files written, the script first.

    Raises
    ------
    OutputError
        A file cannot be written, the path does not end in ``.py``, a plugin has no source code, or the name
        of the examples is taken by a file that no export wrote.
    StudioError
        The dataset cannot be read any more, or a plugin is missing.
    """
    from vae_studio.export.data_source import original_source, prepared_source, write_examples
    from vae_studio.export.parts import script_parts
    from vae_studio.export.script import ScriptFacts, script_text

    if path.suffix.lower() != ".py":
        raise OutputError(f"{path.name} does not end in .py.", "Give the name of a Python file.")
    spec, dataset = run.spec, run.dataset
    examples = len(dataset.splits.train)
    batch_size = min(spec.training.batch_size, examples)
    context = BuildContext(run.data_shape, spec.encoder.latent_size, spec.training.seed, batch_size)
    parts = script_parts(registry, spec, context)
    beside = path.with_name(f"{path.stem}-data.npz")
    source = original_source(dataset)
    facts = ScriptFacts(
        name=run.name,
        spec=spec,
        data_shape=run.data_shape,
        examples=examples,
        parts=parts,
        source=source or prepared_source(beside, dataset),
        closed_form=_has_closed_form(run.model),
        trains_prior=bool(run.prior.trainable_variables),
        adjustments=tuple(adjustment_words(run.adjustments)),
        streamed=dataset.examples.nbytes if dataset.is_streamed else 0,
    )
    text = script_text(facts, path)
    if source is None:
        write_examples(beside, dataset)
    write_text(path, text)
    return (path,) if source else (path, beside)


def export_saved_model(run: Run, folder: Path) -> Path:
    """Write encoder, decoder and prior of a run as SavedModels, with a description beside them.

    Returns
    -------
    The folder written.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds anything but an earlier export.
    """
    from vae_studio.export.description import ModelFacts
    from vae_studio.export.saved_model import save_models

    manifest = None if run.folder is None else run.folder.manifest
    facts = ModelFacts(
        run=run.metadata(),
        data=run.spec.data,
        data_shape=run.data_shape,
        latent_size=run.latent_size,
        table=manifest.dataset.table if manifest is not None and manifest.dataset is not None else None,
        generative=run.generative,
    )
    return save_models(run.model, facts, folder)


def _has_closed_form(vae: VAE) -> bool:
    from vae_studio.model.divergence import has_closed_form

    return has_closed_form(vae.posterior(np.zeros([1, *vae.data_shape], np.float32)), vae.prior)
