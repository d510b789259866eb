"""What is said of a model beside its SavedModels. Imports no TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vae_studio.api import DataSpec

if TYPE_CHECKING:
    from vae_studio.export.modules import SavedPart
    from vae_studio.runs.manifest import TableSource

DESCRIPTION = "model.json"
README = "README.txt"
FORMAT = "VAE Studio SavedModel 1"
"""What tells a description from files of others, and the version of its layout."""

_README = """{title}

Saved by VAE Studio as TensorFlow SavedModels. They need TensorFlow, and nothing of the studio:

    import tensorflow as tf
    encoder = tf.saved_model.load("encoder")
    decoder = tf.saved_model.load("decoder")
    mean = encoder.encode(x)["mean"]
    again = decoder.decode(mean)["mean"]

x is float32 [B, {shape}]; z is float32 [B, {latent_size}], L = {latent_size}; n is int32; seed is int32 [2].

{functions}

What x is
{values}
{prior}"""
_NO_PRIOR = """
There is no prior: an autoencoder is no generative model, and nothing can be sampled from it.
"""
_UNTIED_PRIOR = """
The prior was not part of the training: samples from it mean nothing to the decoder.
"""


@dataclass(frozen=True)
class ModelFacts:
    """What there is to say of a model.

    Attributes
    ----------
    run
        Where it comes from, such as name and epoch.
    data
        How its examples were prepared.
    data_shape
        Shape of one example.
    latent_size
        Number of latent dimensions, L.
    table
        The columns of a table; None for images.
    generative
        Whether its training drew the posterior towards the prior.
    """

    run: Mapping[str, object]
    data: DataSpec
    data_shape: tuple[int, ...]
    latent_size: int
    table: TableSource | None
    generative: bool


def description_text(facts: ModelFacts, parts: Mapping[str, SavedPart]) -> str:
    """Return the description for programs, as JSON."""
    described = {
        "format": FORMAT,
        "run": dict(facts.run),
        "data_shape": facts.data_shape,
        "latent_size": facts.latent_size,
        "generative": facts.generative,
        "functions": {name: part.words for name, part in parts.items()},
        "values": _values(facts),
        "binarise": facts.data.binarise if len(facts.data_shape) == 3 else None,
        "threshold": facts.data.threshold if facts.data.binarise == "threshold" else None,
        "table": None if facts.table is None else facts.table.model_dump(mode="json"),
    }
    return json.dumps(described, indent=2, allow_nan=False) + "\n"


def is_description(text: str) -> bool:
    """Return whether a text is a description that :func:`description_text` gave."""
    try:
        described = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(described, dict) and described.get("format") == FORMAT


def readme_text(facts: ModelFacts, parts: Mapping[str, SavedPart]) -> str:
    """Return the description for people."""
    functions = [
        f"{name}/\n" + "\n".join(f"    {function}: {words}" for function, words in part.words.items())
        for name, part in parts.items()
    ]
    missing = _NO_PRIOR if "prior" not in parts else "" if facts.generative else _UNTIED_PRIOR
    return _README.format(
        title=", ".join(f"{key} {value}" for key, value in facts.run.items()),
        shape=", ".join(map(str, facts.data_shape)),
        latent_size=facts.latent_size,
        functions="\n".join(functions),
        values="\n".join(f"    {line}" for line in _values(facts)),
        prior=missing,
    )


def _values(facts: ModelFacts) -> list[str]:
    """Return sentences that say how values become x."""
    if len(facts.data_shape) == 1:
        return _table_values(facts.table)
    lines = ["Images [H, W, C], each value from 0 to 1 (8-bit values divided by 255)."]
    if facts.data.invert:
        lines.append("They were inverted: x is 1 less the image's own value.")
    binarised = {
        "none": [],
        "threshold": [f"Then each value is 1 from {facts.data.threshold:g} on, and 0 below."],
        "dynamic": ["In training each value was then drawn anew as 0 or 1, with the value as probability."],
    }
    return lines + binarised[facts.data.binarise]


def _table_values(table: TableSource | None) -> list[str]:
    lines = ["Rows of a table."]
    if table is None:
        return lines
    lines.append("Each value less the column's mean and divided by its scale, in this order:")
    columns = zip(table.columns, table.mean, table.scale, strict=True)
    return lines + [f"  {name}: mean {mean!r}, scale {scale!r}" for name, mean, scale in columns]
