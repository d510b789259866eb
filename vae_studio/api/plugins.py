"""What a plugin says of itself, before anything heavy is imported.

A plugin is an entry point in one of four groups that resolves to a :class:`PluginSpec`. The spec
names the function that builds the TensorFlow object as text (``"package.module:function"``), so
that listing plugins imports neither TensorFlow nor Qt. What that function must return stands in
:mod:`vae_studio.api.protocols`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from vae_studio.api.parameters import Params, describe_parameters

API_VERSION = 1
"""Version of the contract between the studio and its plugins; raised when an old plugin would break."""

DataKind = Literal["image", "table"]


class Kind(StrEnum):
    """The four kinds of plugin."""

    ENCODER = "encoder"
    DECODER = "decoder"
    PRIOR = "prior"
    KL_STRATEGY = "kl_strategy"

    @property
    def group(self) -> str:
        """Entry-point group in which plugins of this kind are registered."""
        return {
            Kind.ENCODER: "vae_studio.encoders",
            Kind.DECODER: "vae_studio.decoders",
            Kind.PRIOR: "vae_studio.priors",
            Kind.KL_STRATEGY: "vae_studio.kl_strategies",
        }[self]

    @property
    def section(self) -> str:
        """Section of the spec file that chooses a plugin of this kind."""
        return "kl" if self is Kind.KL_STRATEGY else self.value

    @property
    def label(self) -> str:
        """The words shown to people."""
        return {"kl_strategy": "KL strategy"}.get(self.value, self.value.capitalize())


class Needs(BaseModel):
    """What a plugin cannot work without.

    Attributes
    ----------
    data
        Kinds of data it accepts: images ``[H, W, C]``, tables ``[D]``.
    smallest_latent, largest_latent
        Inclusive range of latent sizes; None for no upper limit.
    closed_form_kl
        Whether ``tfd.kl_divergence`` must be registered for the chosen posterior and prior.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: tuple[DataKind, ...] = ("image", "table")
    smallest_latent: int = Field(1, ge=1)
    largest_latent: int | None = None
    closed_form_kl: bool = False


class PluginSpec(BaseModel):
    """One plugin: kind, name, parameters, needs, and where its builder is.

    Attributes
    ----------
    kind
        Which of the four it is; must agree with the entry-point group.
    name
        Lower-case identifier, unique within the kind; the entry point bears the same name.
    label
        Words for pickers.
    summary
        One line saying what it is.
    params
        Its parameters, a subclass of :class:`~vae_studio.api.parameters.Params`.
    build
        ``"package.module:function"``, imported on first use; called as ``function(params, context)``.
    api_version
        The :data:`API_VERSION` it was written for.
    needs
        What it cannot work without.
    couples_examples
        Whether an example's output depends on the other examples of its batch (batch normalisation,
        MMD, total correlation); such batches are never split.
    ties_prior
        For KL strategies: whether training draws the posterior towards the prior. Where it does not,
        samples from the prior mean nothing, and the studio offers none.
    script
        ``"package.module:function"``, called as ``function(params, context)`` for a
        :class:`~vae_studio.api.scripts.ScriptPart`: the plugin as source code, for runs that are exported
        as a script. Empty where there is none.
    reference
        Where it comes from, as ``Kingma & Welling 2014``; may be empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    name: str
    label: str
    summary: str
    params: type[Params] = Params
    build: str
    api_version: int
    needs: Needs = Needs()
    couples_examples: bool = False
    ties_prior: bool = True
    script: str = ""
    reference: str = ""

    @field_validator("name")
    @classmethod
    def _is_identifier(cls, name: str) -> str:
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise ValueError(f"{name!r} is not a lower-case identifier")
        return name

    @field_validator("build", "script")
    @classmethod
    def _names_a_function(cls, function: str, info: ValidationInfo) -> str:
        needed = info.field_name == "build" or function != ""
        if needed and not re.fullmatch(r"[\w.]+:\w+", function):
            raise ValueError(f"{function!r} is not of the form 'package.module:function'")
        return function

    @field_validator("params")
    @classmethod
    def _can_be_shown(cls, params: type[Params]) -> type[Params]:
        try:
            parameters = describe_parameters(params)
        except TypeError as error:
            raise ValueError(str(error)) from error
        reserved = {"plugin", "latent_size"} & {p.name for p in parameters}
        if reserved:
            raise ValueError(f"parameter names {sorted(reserved)} are taken by the spec file")
        return params
