"""The functions of an exported script that do not come from plugins: data pipeline, figures, training."""

from __future__ import annotations

import json
from typing import Any

from vae_studio.api import DataSpec, RunSpec, TrainingSpec
from vae_studio.export.data_source import DataSource
from vae_studio.training.optimisers import RMSPROP_EPSILON

_NEGLOGLIK = '''def negloglik(x, likelihood):
    """Return -log p(x|z) of each example, [B], nats."""
    return -likelihood.log_prob(x)
'''
_PREPARE = '''def prepare(stored):
    """Return x of stored examples, float32 [B, *DATA_SHAPE]{what}."""
    x = tf.cast(stored, tf.float32)
    if stored.dtype == tf.uint8:
        x = x / 255
    return {x}
'''
_PREPARE_DYNAMIC = '''def prepare(stored, noise):
    """Return x of stored examples, float32 [B, *DATA_SHAPE], each pixel drawn as 0 or 1 by uniform noise."""
    x = tf.cast(stored, tf.float32)
    if stored.dtype == tf.uint8:
        x = x / 255
    return tf.cast(noise < x, tf.float32)
'''
_PREPARE_TABLE = '''def prepare(rows):
    """Return rows of the table as float32 [B, D]."""
    return tf.cast(rows, tf.float32)
'''
_BATCHES = '''def batches(examples):
    """Return shuffled batches of (x, x); what does not fill a batch waits for the next epoch."""

    def pair(stored):
        x = prepare(stored)
        return x, x

    stored = tf.data.Dataset.from_tensor_slices(examples)
    stored = stored.shuffle(len(examples), seed=SEED).batch(BATCH_SIZE, drop_remainder=True)
    return stored.map(pair).prefetch(tf.data.AUTOTUNE)
'''
_BATCHES_DYNAMIC = '''def batches(examples):
    """Return shuffled batches of (x, x), drawn anew each epoch; what does not fill a batch is left out."""

    def pair(stored, seed):
        x = prepare(stored, tf.random.stateless_uniform(tf.shape(stored), seed))
        return x, x

    stored = tf.data.Dataset.from_tensor_slices(examples)
    stored = stored.shuffle(len(examples), seed=SEED).batch(BATCH_SIZE, drop_remainder=True)
    # Other noise in each epoch; tf.random.uniform, called in pair, would begin again with the data.
    seeds = tf.data.Dataset.random(SEED, rerandomize_each_iteration=True).batch(2)
    return tf.data.Dataset.zip(stored, seeds).map(pair).prefetch(tf.data.AUTOTUNE)
'''
_FIGURES = '''def figures(examples):
    """Return the figures of examples, means over them: {what}."""
    if len(examples) == 0:
        return None
    columns = []
    for start in range(0, len(examples), 1000):
        stored = tf.constant(examples[start : start + 1000])
        x = {x}
{code}
    {names} = np.concatenate(columns).mean(axis=0, dtype=np.float64).tolist()
    return {{"negative_elbo": {elbo}, "reconstruction": reconstruction, "kl": {kl}}}
'''
_MAIN = '''def main():
    """Train, and print the figures of each split as one line of JSON."""
    try:
        examples = {read}
    except Exception as error:  # a bad file may raise almost anything
        sys.exit(f"{{Path(__file__).name}}: the data at {{DATA}} cannot be read: {{error}}")
    train, validation, test = split(len(examples), {split})
{after}    {model}.compile(optimizer=tfk.optimizers.{optimiser}, loss={loss})
    {model}.fit(batches(examples[train]), epochs=EPOCHS, {callbacks}verbose=2)
    splits = {{"train": train, "validation": validation, "test": test}}
    print(json.dumps({{name: figures(examples[part]) for name, part in splits.items()}}))
'''
_ABOUT_EPSILON = "    # Keras' own epsilon, 1e-7 under the root, would hold small gradients back.\n"
_OPTIMISERS = {
    "adam": "Adam({rate})",
    "rmsprop": f"RMSprop({{rate}}, epsilon={RMSPROP_EPSILON!r})",
    "sgd": "SGD({rate})",
}


def source_of(value: Any) -> str:
    """Return a plain value as source code, texts in double quotes and what cannot be seen in them escaped."""
    if not isinstance(value, str):
        return repr(value)
    # JSON escapes quotes, backslashes and control characters as Python does.
    return "".join(map(_visible, json.dumps(value, ensure_ascii=False)))


def _visible(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode()


def loss_code() -> str:
    """Return the loss of a decoder that is a distribution."""
    return _NEGLOGLIK


def prepare_code(data: DataSpec, data_shape: tuple[int, ...]) -> str:
    """Return the function from stored examples to x, with the binarisation that the spec asks for."""
    if len(data_shape) == 1:
        return _PREPARE_TABLE
    if is_drawn(data, data_shape):
        return _PREPARE_DYNAMIC
    what, x = {
        "none": ("", "x"),
        "threshold": (", each pixel 0 or 1", f"tf.cast(x >= {data.threshold!r}, tf.float32)"),
    }[data.binarise]
    return _PREPARE.format(what=what, x=x)


def is_drawn(data: DataSpec, data_shape: tuple[int, ...]) -> bool:
    """Return whether x is drawn at random from a stored example."""
    return len(data_shape) == 3 and data.binarise == "dynamic"


def batches_code(*, drawn: bool) -> str:
    """Return the function that makes the batches of an epoch; `drawn` as :func:`is_drawn` says."""
    return _BATCHES_DYNAMIC if drawn else _BATCHES


def figures_code(*, drawn: bool, posterior: bool, likelihood: bool, closed_form: bool) -> str:
    """Return the function that measures examples.

    Parameters
    ----------
    drawn
        Whether x is drawn at random.
    posterior
        Whether the encoder gives a distribution.
    likelihood
        Whether the decoder does.
    closed_form
        Whether KL(q‖p) has a closed form.
    """
    lines = ["q = encoder(x)", "z = tf.convert_to_tensor(q)"] if posterior else ["z = encoder(x)"]
    error = "tf.math.squared_difference(x, decoder(z)), axis=range(1, x.shape.rank)"
    lines.append(f"reconstruction = {'-decoder(z).log_prob(x)' if likelihood else f'tf.reduce_mean({error})'}")
    if posterior:
        kl = "tfd.kl_divergence(q, prior)" if closed_form else "q.log_prob(z) - prior.log_prob(z)"
        lines += [f"kl = {kl}", "columns.append(np.stack([reconstruction, kl], axis=1))"]
    else:
        lines.append("columns.append(reconstruction)")
    unit = "nats" if likelihood else "the reconstruction is the mean squared error"
    return _FIGURES.format(
        what=f"{unit}; from one draw of z each" if posterior else unit,
        x="prepare(stored, tf.random.uniform(stored.shape))" if drawn else "prepare(stored)",
        code="\n".join(f"        {line}" for line in lines),
        names="reconstruction, kl" if posterior else "reconstruction",
        elbo="reconstruction + kl" if posterior and likelihood else None,
        kl="kl" if posterior else None,
    )


def main_code(
    spec: RunSpec, source: DataSource, callbacks: tuple[str, ...], *, model: str, likelihood: bool
) -> str:
    """Return the function that trains.

    Parameters
    ----------
    spec
        How to train.
    source
        How the examples are read.
    callbacks
        Expressions of Keras callbacks.
    model
        Name of the model's variable.
    likelihood
        Whether the decoder gives a distribution.
    """
    arguments = ["DATA", *map(source_of, source.arguments)]
    read = f"{source.reader.__name__}({', '.join(arguments)})"
    data = spec.data
    after = ""
    if source.standardise:
        after += "    examples = standardised(examples, train)\n"
    rate, schedule = _learning_rate(spec.training)
    if spec.training.optimiser == "rmsprop":
        schedule += _ABOUT_EPSILON
    return _MAIN.format(
        read=f"{read}[..., None]" if source.add_channel else read,
        split=f"{data.validation!r}, {data.test!r}, seed={data.split_seed}, given_test={source.given_test}",
        after=after + schedule,
        model=model,
        optimiser=_OPTIMISERS[spec.training.optimiser].format(rate=rate),
        loss="negloglik" if likelihood else '"mse"',
        callbacks=f"callbacks=[{', '.join(callbacks)}], " if callbacks else "",
    )


def _learning_rate(training: TrainingSpec) -> tuple[str, str]:
    """Return the expression of the learning rate, and the statements that it needs."""
    if training.schedule == "constant":
        return repr(training.learning_rate), ""
    steps = "    steps = EPOCHS * (len(train) // BATCH_SIZE)\n"
    return f"tfk.optimizers.schedules.CosineDecay({training.learning_rate!r}, steps)", steps
