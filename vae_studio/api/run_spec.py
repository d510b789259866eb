"""The spec of a run: everything that is needed to train it again.

The sections are pydantic models declared with the same :func:`~vae_studio.api.parameters.parameter`
as a plugin's parameters, so that forms, ``--set`` keys and the commented spec file come from here
alone. Plugin parameters are kept as plain values; the registry validates them against the plugin.
Reading and writing TOML is the business of :mod:`vae_studio.runs.spec_file`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from vae_studio.api.parameters import parameter, with_sequences
from vae_studio.api.plugins import Kind

DEVICES = re.compile(r"auto|cpu|gpu|all|gpu:\d{1,3}")
"""What ``training.device`` may be."""

ParameterValue = bool | int | float | str | tuple[int | float | str, ...] | None


class Section(BaseModel):
    """Base of the spec's sections: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _single_values_as_sequences(cls, values: Any) -> Any:
        return with_sequences(cls, values)


class DataSpec(Section):
    """Which examples, and how they become what the model sees."""

    source: str = parameter("digits", "Embedded dataset, or the path of a folder or file.")
    array: str | None = parameter(None, "Name of the array inside an .npz file.", advanced=True)
    size: tuple[int, int] | None = parameter(None, "Height and width that images are brought to.", unit="px")
    fit: Literal["resize", "crop"] = parameter(
        "resize", "Whether images are stretched to the size, or scaled to cover it and cropped."
    )
    colour: Literal["keep", "grey", "rgb"] = parameter("keep", "Colour channels of the images.")
    invert: bool = parameter(False, "Exchange black and white.")
    binarise: Literal["none", "threshold", "dynamic"] = parameter(
        "dynamic",
        "Make pixels 0 or 1: never, by a threshold, or drawn anew each epoch with the grey value "
        "as probability.",
    )
    threshold: float = parameter(
        0.5, "Grey value from which a pixel becomes 1, when binarised by threshold.", minimum=0.0, maximum=1.0
    )
    validation: float = parameter(
        0.1, "Share of the training examples kept for validation.", minimum=0.0, maximum=0.9
    )
    test: float = parameter(
        0.1, "Share of the examples kept for the test, where the source has none.", minimum=0.0, maximum=0.9
    )
    split_seed: int = parameter(0, "Seed of the split.", minimum=0, advanced=True)
    label: str | None = parameter(
        None, "Column of a table that holds the class of each row; it colours, and is never trained on."
    )
    leave_out: tuple[str, ...] = parameter((), "Columns of a table that are not read.")
    categories: Literal["refuse", "one_hot"] = parameter(
        "refuse", "Columns of text in a table: refused, or one column of 0 and 1 for each value."
    )
    scaling: Literal["standardise", "none"] = parameter(
        "standardise",
        "Columns of a table: less the mean and divided by the standard deviation of the training split, or as "
        "they are. Columns of 0 and 1 stay so.",
    )

    @field_validator("size")
    @classmethod
    def _size_is_possible(cls, size: tuple[int, int] | None) -> tuple[int, int] | None:
        if size is not None and not all(8 <= side <= 256 for side in size):
            raise ValueError(f"height and width must lie between 8 and 256 px, not {size[0]}×{size[1]}")
        return size


class PluginChoice(Section):
    """A plugin by name, with the parameters that differ from its defaults."""

    plugin: str
    params: Mapping[str, ParameterValue] = Field(default_factory=dict)


class EncoderChoice(PluginChoice):
    """The encoder, which also sets the latent size."""

    latent_size: int = parameter(2, "Number of latent dimensions.", minimum=1, maximum=4096)


class TrainingSpec(Section):
    """How the model is trained."""

    epochs: int = parameter(20, "Passes over the training examples.", minimum=1, maximum=1_000_000)
    batch_size: int = parameter(
        128,
        "Examples per step; what does not fill a batch waits for the next epoch.",
        minimum=1,
        maximum=65_536,
    )
    optimiser: Literal["adam", "rmsprop", "sgd"] = parameter("adam", "Rule by which gradients change weights.")
    learning_rate: float = parameter(0.001, "Step size of the optimiser.", above=0.0, maximum=10.0)
    schedule: Literal["constant", "cosine"] = parameter(
        "constant", "Course of the learning rate: constant, or falling to zero along a cosine."
    )
    seed: int = parameter(1, "Seed of every random number of the run.", minimum=0, maximum=2**31 - 1)
    loop: Literal["studio", "keras"] = parameter(
        "studio",
        "The studio's own compiled loop, or Keras' compile and fit: slower, with the same figures.",
    )
    device: str = parameter(
        "auto",
        "Where the arithmetic is done: auto (the first GPU, or the CPU where there is none), cpu, gpu, one GPU "
        "by its number such as gpu:1, or all (every GPU of this machine).",
    )
    precision: Literal["float32", "mixed_bfloat16", "mixed_float16"] = parameter(
        "float32",
        "Numbers that the layers compute with; weights, distributions and the optimiser stay float32. 16 bits "
        "pay on GPUs with tensor cores once layers are some hundred units wide (bfloat16 from Ampere on, "
        "float16 before that), and only slow most CPUs down.",
        advanced=True,
    )
    xla: bool = parameter(
        False,
        "Compile the gradient with XLA: pays on a GPU for networks of many small layers in runs of minutes; "
        "the first step takes seconds longer, and on a CPU training becomes slower.",
        label="XLA",
        advanced=True,
    )
    distribute: Literal["none", "mirrored", "multi-worker"] = parameter(
        "none",
        "Whether several devices share each batch: none, mirrored (all GPUs of this machine), or multi-worker "
        "(several machines, each with a process of its own that TF_CONFIG tells its place). The losses are "
        "those of one device with the same batch size.",
        advanced=True,
    )
    shards: int | None = parameter(
        None,
        "Parts of a batch computed side by side; one per core when not given.",
        minimum=1,
        maximum=256,
        advanced=True,
    )
    keep_checkpoints: int = parameter(
        5, "Latest checkpoints kept, besides the best one; 0 keeps all.", minimum=0, advanced=True
    )
    keep_epochs: int = parameter(
        200,
        "Epochs whose weights are kept, to look back at. Where there are more, or where they take more than "
        "512 MB, every second one is dropped; 0 keeps none.",
        minimum=0,
        maximum=100_000,
        advanced=True,
    )
    tensorboard: bool = parameter(
        True, "Write the figures of each epoch for TensorBoard too, into the run's folder.", advanced=True
    )

    @field_validator("device")
    @classmethod
    def _device_is_one(cls, device: str) -> str:
        if not DEVICES.fullmatch(device):
            raise ValueError(
                f"must be auto, cpu, gpu, all, or a GPU by its number such as gpu:0, not {device!r}"
            )
        return device


class RunSpec(Section):
    """Everything that a run needs."""

    name: str = ""
    data: DataSpec = DataSpec()
    encoder: EncoderChoice = EncoderChoice(plugin="conv")
    decoder: PluginChoice = PluginChoice(plugin="conv")
    prior: PluginChoice = PluginChoice(plugin="standard_normal")
    kl: PluginChoice = PluginChoice(plugin="analytic")
    training: TrainingSpec = TrainingSpec()

    def choice(self, kind: Kind) -> PluginChoice:
        """Return the chosen plugin of one kind."""
        choice: PluginChoice = getattr(self, kind.section)
        return choice

    def replaced(self, section: str, **values: Any) -> RunSpec:
        """Return a copy in which fields of one section have new, validated values."""
        old: Section = getattr(self, section)
        new = type(old).model_validate({**dict(old), **values})
        return self.model_copy(update={section: new})
