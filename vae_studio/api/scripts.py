"""A plugin as source code, for runs that are taken away as a script.

The script is one readable Python file that knows nothing of the studio. It imports numpy as ``np``,
tensorflow as ``tf``, tensorflow_probability as ``tfp`` and tf_keras as ``tfk``; it says ``tfd``, ``tfb`` and
``tfpl`` for TFP's distributions, bijectors and layers, and ``tfkl`` for Keras' layers; and it defines the
constants ``DATA_SHAPE``, ``LATENT_SIZE``, ``BATCH_SIZE``, ``EPOCHS`` and ``SEED``. Below them stand the parts,
in the order of :data:`SCRIPT_NAMES`, each with the code of its plugin.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from vae_studio.api.plugins import Kind

SCRIPT_NAMES = MappingProxyType(
    {Kind.PRIOR: "prior", Kind.ENCODER: "encoder", Kind.DECODER: "decoder", Kind.KL_STRATEGY: "kl_loss"}
)
"""The name that the code of each kind must define."""


@dataclass(frozen=True)
class ScriptPart:
    """What the script of a plugin consists of.

    Attributes
    ----------
    code
        Statements that define the name of the plugin's kind:

        - ``prior``: a ``tfd.Distribution``, batch ``[]``, event ``[LATENT_SIZE]``; its variables train.
        - ``encoder``: a ``tfk.Sequential`` from x, ``[B, *DATA_SHAPE]``, to a layer of ``tfpl`` that is q(z|x).
        - ``decoder``: a ``tfk.Sequential`` from z, ``[B, LATENT_SIZE]``, to a layer of ``tfpl`` that is p(x|z).
        - ``kl_loss``: a Keras layer that takes q(z|x), adds its loss with ``add_loss``, as one number for the
          batch, and hands q(z|x) on. It may use ``prior``. Empty code stands for a strategy that adds nothing.
    imports
        Lines such as ``"import math"``; the standard library only, besides what the script imports anyway.
    callbacks
        Expressions of Keras callbacks for ``fit``, such as ``"WarmUp()"``.
    has_density
        Whether a network ends in a distribution. One that does not gives the code z itself, or the mean of x,
        whose loss is then the mean squared error.
    """

    code: str
    imports: tuple[str, ...] = ()
    callbacks: tuple[str, ...] = ()
    has_density: bool = True
