"""One Python file that trains the model of a run, and knows nothing of the studio."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vae_studio.api import Kind, RunSpec
from vae_studio.api.scripts import SCRIPT_NAMES, ScriptPart
from vae_studio.export import readers
from vae_studio.export.data_source import DataSource
from vae_studio.export.script_docstring import docstring_source, require_program, script_docstring
from vae_studio.export.script_functions import (
    batches_code,
    figures_code,
    is_drawn,
    loss_code,
    main_code,
    prepare_code,
    source_of,
)

_HEAD = """{docstring}

{imports}

import numpy as np

DATA = {data}

if __name__ == "__main__":
    DATA = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not DATA.exists():  # before the libraries take their time
        sys.exit(f"{{Path(__file__).name}}: there are no data at {{DATA}}; give their path as argument")

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import tensorflow as tf
import tensorflow_probability as tfp
import tf_keras as tfk

tfb, tfd, tfkl, tfpl = tfp.bijectors, tfp.distributions, tfk.layers, tfp.layers

{constants}

tfk.utils.set_random_seed(SEED)
"""
_CONSTANTS = """DATA_SHAPE = {data_shape}
LATENT_SIZE = {latent_size}
BATCH_SIZE = {batch_size}
EPOCHS = {epochs}
SEED = {seed}"""


@dataclass(frozen=True)
class ScriptFacts:
    """What a script is written from.

    Attributes
    ----------
    name
        Name of the run; empty before its training.
    spec
        Everything that it was made from.
    data_shape
        Shape of one example.
    examples
        Number of training examples.
    parts
        Source code of the four plugins.
    source
        How the script reads its examples.
    closed_form
        Whether the KL between posterior and prior has a closed form.
    trains_prior
        Whether the prior has variables of its own.
    adjustments
        Sentences on what was changed by hand while the run trained.
    streamed
        Bytes of the examples, if they are too many for the run to hold in memory; else 0.
    """

    name: str
    spec: RunSpec
    data_shape: tuple[int, ...]
    examples: int
    parts: Mapping[Kind, ScriptPart]
    source: DataSource
    closed_form: bool
    trains_prior: bool
    adjustments: tuple[str, ...] = ()
    streamed: int = 0


def script_text(facts: ScriptFacts, path: Path) -> str:
    """Return the script.

    Parameters
    ----------
    facts
        What it is written from.
    path
        Where it will lie: data beside or below it are found from there.

    Raises
    ------
    OutputError
        The code of the plugins does not make one Python program.
    """
    posterior, likelihood = (facts.parts[kind].has_density for kind in (Kind.ENCODER, Kind.DECODER))
    docstring = script_docstring(
        facts.name,
        path.name,
        posterior=posterior,
        likelihood=likelihood,
        adjustments=facts.adjustments,
        precision=facts.spec.training.precision,
        streamed=facts.streamed,
    )
    sections = [
        _head(facts, path, docstring),
        *(f"{facts.parts[kind].code}\n" for kind in SCRIPT_NAMES if _is_wanted(facts, kind)),
        _model(facts),
        *_functions(facts),
        main_code(
            facts.spec,
            facts.source,
            _callbacks(facts),
            model=_model_name(facts),
            likelihood=facts.parts[Kind.DECODER].has_density,
        ),
        'if __name__ == "__main__":\n    main()\n',
    ]
    text = _joined(sections)
    require_program(text, docstring)
    return text


def _head(facts: ScriptFacts, path: Path, docstring: str) -> str:
    training = facts.spec.training
    constants = _CONSTANTS.format(
        data_shape=facts.data_shape,
        latent_size=facts.spec.encoder.latent_size,
        batch_size=min(training.batch_size, facts.examples),
        epochs=training.epochs,
        seed=training.seed,
    )
    return _HEAD.format(
        docstring=docstring_source(docstring),
        imports=_imports(facts),
        data=_data_path(facts.source.path, path),
        constants=constants,
    )


def _data_path(data: Path, script: Path) -> str:
    """Return the expression of a path: from the script's own folder for what lies in or below it."""
    data, folder = data.resolve(), script.resolve().parent
    if data == script.with_name(data.name).resolve():
        return f"Path(__file__).with_name({source_of(data.name)})"
    if data.is_relative_to(folder):
        return f"Path(__file__).parent / {source_of(data.relative_to(folder).as_posix())}"
    return f"Path({source_of(str(data))})"


def _imports(facts: ScriptFacts) -> str:
    own = ["import json", "import os", "import sys", "from pathlib import Path"]
    own += ["import gzip"] if facts.source.reader in (readers.read_idx, readers.read_idx_folder) else []
    lines = {*own, *(line for part in facts.parts.values() for line in part.imports)}
    return "\n".join(sorted(lines, key=lambda line: (line.startswith("from"), line)))


def _is_wanted(facts: ScriptFacts, kind: Kind) -> bool:
    """Return whether a part is needed: a code without a density has no prior."""
    if kind is Kind.PRIOR:
        return facts.parts[Kind.ENCODER].has_density
    return bool(facts.parts[kind].code)


def _model(facts: ScriptFacts) -> str:
    z = "encoder.outputs[0]"
    z = f"kl_loss({z})" if facts.parts[Kind.KL_STRATEGY].code else z
    lines = [f"{_model_name(facts)} = tfk.Model(encoder.inputs, decoder({z}))"]
    if facts.trains_prior and _is_wanted(facts, Kind.PRIOR):
        lines.append("vae.prior = prior  # so that its variables are trained with the networks'")
    return "\n".join(lines) + "\n"


def _model_name(facts: ScriptFacts) -> str:
    return "vae" if facts.parts[Kind.ENCODER].has_density else "autoencoder"


def _functions(facts: ScriptFacts) -> list[str]:
    encoder, decoder = facts.parts[Kind.ENCODER], facts.parts[Kind.DECODER]
    drawn = is_drawn(facts.spec.data, facts.data_shape)
    return [
        *([loss_code()] if decoder.has_density else []),
        *map(_function_source, _readers(facts.source)),
        prepare_code(facts.spec.data, facts.data_shape),
        batches_code(drawn=drawn),
        figures_code(
            drawn=drawn,
            posterior=encoder.has_density,
            likelihood=decoder.has_density,
            closed_form=facts.closed_form,
        ),
    ]


def _readers(source: DataSource) -> list[Callable[..., Any]]:
    needed = [readers.read_idx] if source.reader is readers.read_idx_folder else []
    return [
        *needed,
        source.reader,
        *([readers.standardised] if source.standardise else []),
        readers.mixed,
        readers.split,
    ]


def _function_source(function: Callable[..., Any]) -> str:
    return inspect.getsource(function)


def _callbacks(facts: ScriptFacts) -> tuple[str, ...]:
    return tuple(callback for kind in SCRIPT_NAMES for callback in facts.parts[kind].callbacks)


def _joined(sections: Iterable[str]) -> str:
    """Return sections with two empty lines between them; those of statements only with one."""
    text = ""
    for section in sections:
        defines = section.startswith(("def ", "class ", "if __name__")) or "\nclass " in section
        after = text.rstrip("\n")
        apart = "\n\n\n" if defines or after.rsplit("\n", 1)[-1].startswith("    ") else "\n\n"
        text = f"{after}{apart if text else ''}{section.strip(chr(10))}\n"
    return text
