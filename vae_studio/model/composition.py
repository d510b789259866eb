"""Composing a VAE from four builders, and checking that each keeps its contract."""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import tensorflow as tf
import tf_keras

from vae_studio.api import BuildContext, Kind, Params, PluginError, PluginSpec, SpecError, StudioError
from vae_studio.model.divergence import has_closed_form, is_deterministic
from vae_studio.model.vae import VAE

WITHOUT_CLOSED_FORM = ("kl.plugin", "Choose kl 'monte_carlo', which needs none, or another prior.")
"""Key and remedy where a strategy needs a closed form that does not exist."""

TRIED = 2
"""Examples on which the parts are tried."""

Builder = Callable[[Params, BuildContext], Any]


@dataclass(frozen=True)
class Part:
    """One chosen plugin, ready to be built.

    Attributes
    ----------
    spec
        What the plugin says of itself.
    params
        Its validated parameters.
    builder
        The function that its ``build`` names.
    """

    spec: PluginSpec
    params: Params
    builder: Builder


class BrokenPartError(PluginError):
    """A plugin that raised, or broke its contract, when it was built.

    Parameters
    ----------
    part
        The plugin.
    message
        What it did.
    details
        Traceback for its author.
    """

    def __init__(self, part: Part, message: str, details: str = "") -> None:
        self.kind, self.plugin = part.spec.kind, part.spec.name
        super().__init__(
            f"The {self.kind.label} {self.plugin!r} {message.rstrip('.')}.",
            "Choose another, or ask its author.",
            details,
        )


def compose(parts: dict[Kind, Part], context: BuildContext) -> VAE:
    """Build the four parts and try them on two examples of zeros.

    Raises
    ------
    SpecError
        A parameter or a combination that cannot be; the error names its key.
    BrokenPartError
        A plugin raised, or returned something of another shape than its contract says.
    """
    encoder = _build(parts[Kind.ENCODER], context)
    context_of_prior = replace(context, encoder=encoder)
    strategy = _build(parts[Kind.KL_STRATEGY], context)
    coupled = bool(getattr(strategy, "couples_examples", False))
    vae = VAE(
        encoder,
        _build(parts[Kind.DECODER], context),
        _build(parts[Kind.PRIOR], context_of_prior),
        strategy,
        data_shape=context.data_shape,
        latent_size=context.latent_size,
        couples_examples=coupled or any(part.spec.couples_examples for part in parts.values()),
        ties_prior=bool(getattr(strategy, "ties_prior", parts[Kind.KL_STRATEGY].spec.ties_prior)),
    )
    _try(vae, parts, context.batch_size if coupled else TRIED)
    return vae


def _build(part: Part, context: BuildContext) -> Any:
    try:
        with _seeded(context.seed):
            return part.builder(part.params, context)
    except StudioError:
        raise
    except Exception as error:
        raise BrokenPartError(part, f"could not be built: {error}", traceback.format_exc()) from error


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Make initial values that a plugin leaves to chance a function of the seed.

    The states of Python's and NumPy's generators are put back afterwards; TensorFlow's global seed, which
    cannot be read, stays set.
    """
    python_state, numpy_state = random.getstate(), np.random.get_state()  # noqa: NPY002 (saved for its owner)
    try:
        tf_keras.utils.set_random_seed(seed)
        yield
    finally:
        random.setstate(python_state)
        np.random.set_state(numpy_state)  # noqa: NPY002


def _try(vae: VAE, parts: dict[Kind, Part], penalised: int) -> None:
    """Try the parts on two examples, and the KL strategy on as many as it needs."""
    batch, size = TRIED, vae.latent_size
    x = tf.zeros([batch, *vae.data_shape])
    with _blame(parts[Kind.ENCODER]):
        q = vae.encoder(x)
        _expect(q, (batch,), (size,))
    with _blame(parts[Kind.PRIOR]):
        _expect(vae.prior, (), (size,))
        vae.prior.log_prob(vae.prior.sample(seed=(0, 0)))
    with _blame(parts[Kind.DECODER]):
        decoded = vae.decoder(tf.zeros([batch, size]))
        _expect(decoded, (batch,), vae.data_shape)
        decoded.log_prob(x)
    _require_density(q, parts)
    _require_closed_form(vae, q, parts)
    if penalised != batch:
        q = vae.encoder(tf.zeros([penalised, *vae.data_shape]))
    with _blame(parts[Kind.KL_STRATEGY]):
        penalty = vae.kl.penalty(q, vae.prior, q.sample(vae.kl.samples, seed=(0, 0)))
        if tuple(penalty.shape) != (penalised,):
            raise ValueError(
                f"its penalty has the shape {tuple(penalty.shape)} instead of [B] = ({penalised},)"
            )
        float(vae.kl.weight(0.0))


def _require_density(q: Any, parts: dict[Kind, Part]) -> None:
    if is_deterministic(q) and parts[Kind.KL_STRATEGY].spec.ties_prior:
        raise SpecError(
            f"the posterior of encoder {parts[Kind.ENCODER].spec.name!r} is a single point, which has no "
            "density and no KL",
            "kl.plugin",
            "Choose kl 'none' for a standard autoencoder, or a Gaussian posterior.",
        )


def _require_closed_form(vae: VAE, q: Any, parts: dict[Kind, Part]) -> None:
    strategy = parts[Kind.KL_STRATEGY].spec
    needed = getattr(vae.kl, "closed_form_kl", strategy.needs.closed_form_kl)
    if needed and not has_closed_form(q, vae.prior):
        raise SpecError(
            f"{strategy.name!r} needs a closed-form KL, and there is none between the posterior of encoder "
            f"{parts[Kind.ENCODER].spec.name!r} and prior {parts[Kind.PRIOR].spec.name!r}",
            *getattr(vae.kl, "without_closed_form", WITHOUT_CLOSED_FORM),
        )


def _expect(distribution: Any, batch: tuple[int, ...], event: tuple[int, ...]) -> None:
    found = tuple(distribution.batch_shape), tuple(distribution.event_shape)
    if found != (batch, tuple(event)):
        raise ValueError(
            f"its distribution has batch {list(found[0])} and event {list(found[1])} "
            f"instead of {list(batch)} and {list(event)}"
        )


@contextmanager
def _blame(part: Part) -> Iterator[None]:
    try:
        yield
    except StudioError:
        raise
    except Exception as error:
        raise BrokenPartError(part, f"breaks its contract: {error}", traceback.format_exc()) from error
