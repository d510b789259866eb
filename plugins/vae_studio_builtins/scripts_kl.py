"""The studio's own KL strategies as source code. Imports no TensorFlow."""

from __future__ import annotations

from vae_studio.api import BuildContext, Params
from vae_studio.api.scripts import ScriptPart
from vae_studio_builtins.beta_kl import BetaParams
from vae_studio_builtins.monte_carlo_kl import MonteCarloParams

_LAYER = '''class KLLoss(tfkl.Layer):
    """Adds {what}, averaged over the batch, to the loss, and hands q(z|x) on."""

    def call(self, q):
{kl}
        self.add_loss({weight}tf.reduce_mean(kl))
        self.add_metric(tf.reduce_mean(kl), name="kl")
        return q


kl_loss = KLLoss()'''

_ANALYTIC = "kl = tfd.kl_divergence(q, prior)"
_ONE_DRAW = """z = tf.convert_to_tensor(q)  # the draw that goes on to the decoder
kl = q.log_prob(z) - prior.log_prob(z)"""
_DRAWS = """z = q.sample({samples})
kl = tf.reduce_mean(q.log_prob(z) - prior.log_prob(z), axis=0)"""

_FREE_ANALYTIC = (
    "each = tfd.kl_divergence(tfd.Normal(q.mean(), q.stddev()), tfd.Normal(prior.mean(), prior.stddev()))"
)
_FREE_DRAWS = """z = q.sample({samples})
each = tfd.Normal(q.mean(), q.stddev()).log_prob(z)
each = tf.reduce_mean(each - tfd.Normal(prior.mean(), prior.stddev()).log_prob(z), axis=0)"""
_FREE = """
# Below {free_bits:g} nats a latent dimension gains nothing by telling less (Kingma et al. 2016, eq. 15).
kl = tf.reduce_sum(tf.maximum(tf.reduce_mean(each, axis=0), {free_bits!r}))"""

_WARM_UP = '''beta = tf.Variable(0.0, trainable=False, name="beta")


def beta_after(epochs):
    """Return the weight of the KL after so many epochs, fractions included."""
{share}
    return {beta!r} * share


class WarmUp(tfk.callbacks.Callback):
    """Sets β before each step."""

    def on_train_batch_begin(self, batch, logs=None):
        beta.assign(beta_after(int(self.model.optimizer.iterations) / self.params["steps"]))


'''
_SHARES = {
    "linear": "share = min(epochs / {warm_up!r}, 1.0)",
    "cosine": "share = 0.5 * (1.0 - math.cos(math.pi * min(epochs / {warm_up!r}, 1.0)))",
    "cyclical": """share = 1.0
if epochs < {cycles} * {warm_up!r}:
    share = min(2.0 * (epochs / {warm_up!r} % 1.0), 1.0)""",
}


def analytic(params: Params, context: BuildContext) -> ScriptPart:  # noqa: ARG001 (the contract's signature)
    """Return the KL in closed form."""
    return ScriptPart(_layer("KL(q(z|x) ‖ p(z))", _ANALYTIC))


def monte_carlo(params: MonteCarloParams, context: BuildContext) -> ScriptPart:  # noqa: ARG001
    """Return the Monte Carlo estimate."""
    return ScriptPart(_layer("an estimate of KL(q(z|x) ‖ p(z))", _estimated(params.samples)))


def none(params: Params, context: BuildContext) -> ScriptPart:  # noqa: ARG001 (the contract's signature)
    """Return nothing, which adds nothing to the loss."""
    return ScriptPart("")


def beta(params: BetaParams, context: BuildContext) -> ScriptPart:  # noqa: ARG001 (the contract's signature)
    """Return the weighted KL, with its warm-up and its free bits."""
    is_analytic = params.estimate == "analytic"
    if params.free_bits > 0.0:
        each = _FREE_ANALYTIC if is_analytic else _FREE_DRAWS.format(samples=params.samples)
        kl = each + _FREE.format(free_bits=params.free_bits)
    else:
        kl = _ANALYTIC if is_analytic else _estimated(params.samples)
    if params.schedule == "constant":
        return ScriptPart(_layer(f"{params.beta:g} · KL(q(z|x) ‖ p(z))", kl, f"{params.beta!r} * "))
    share = _SHARES[params.schedule].format(warm_up=params.warm_up, cycles=params.cycles)
    warm_up = _WARM_UP.format(share=_indented(share, 4), beta=params.beta)
    return ScriptPart(
        warm_up + _layer("β · KL(q(z|x) ‖ p(z))", kl, "beta * "),
        imports=("import math",) if params.schedule == "cosine" else (),
        callbacks=("WarmUp()",),
    )


def _estimated(samples: int) -> str:
    return _ONE_DRAW if samples == 1 else _DRAWS.format(samples=samples)


def _layer(what: str, kl: str, weight: str = "") -> str:
    return _LAYER.format(what=what, kl=_indented(kl, 8), weight=weight)


def _indented(code: str, spaces: int) -> str:
    return "\n".join(f"{' ' * spaces}{line}" for line in code.splitlines())
