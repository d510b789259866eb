"""The importance-weighted log-likelihood of 10,000 images with 5,000 samples each, beside the bare products.

An MLP is trained for a while, as which of its units are on shows only then. All examples are measured, by the
steps that ``vae-studio evaluate`` takes, in as many parts as there are rounds; after each part the decoder's
matrix products for as many points are computed by themselves. The whole is the sum over the parts. Then the
ELBO and the coordinates of 60,000 images are computed, with the products of the layers that each needs beside
them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from vae_studio_bench.matrix_products import MatrixProducts
from vae_studio_bench.rows import Row, at_most, known
from vae_studio_bench.settings import Settings
from vae_studio_bench.streaming.memory import forget_peak, in_use
from vae_studio_bench.throughput.models import MLP

TITLE = "Importance-weighted log-likelihood of the MLP 784-512-256-32 on 28×28 images"
ROUNDS = 20
QUICK_ROUNDS = 2
OPTIONS = {
    "examples": "images whose log-likelihood is estimated (10,000)",
    "samples": "importance samples for each (5,000)",
    "epochs": "for which the model is trained before (5)",
}
MINUTES, FEWEST_MINUTES = 10.0, 6.5
MOST_MORE_MEMORY = 100.0
PASSES = 3


@dataclass
class Parts:
    """Seconds of each part, measured and by the products alone."""

    measured: list[float] = field(default_factory=list)
    products: list[float] = field(default_factory=list)

    def ratio(self) -> float:
        """Return the median of how many times as long as its products a part took."""
        return median(mine / bare for mine, bare in zip(self.measured, self.products, strict=True))


def run(settings: Settings) -> Iterator[Row]:
    """Train, and measure."""
    examples = int(settings.options.get("examples", 100 if settings.quick else 10_000))
    samples = int(settings.options.get("samples", 5_000))
    model = _trained(settings, examples)
    yield from _likelihood(settings, model, examples, samples)
    yield from _passes(settings, model)


def _trained(settings: Settings, examples: int) -> Any:
    from vae_studio.session import Session
    from vae_studio_bench.examples import mnist_sized

    images = mnist_sized()
    file = settings.folder / "images.npy"
    np.save(file, images.train)
    epochs = int(settings.options.get("epochs", 1 if settings.quick else 5))
    session = Session(workspace=settings.folder / "runs")
    keys = {"data.validation": "0.0", "data.test": str(examples / len(images.train))}
    settings.say(f"training on {images.source} for {epochs} epochs")
    return session.train(dataset=str(file), epochs=epochs, seed=1, settings={**MLP, **keys})


def _cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0))


def _kernels(network: Any) -> list[Any]:
    return [layer.kernel for layer in network.trunk.layers if hasattr(layer, "kernel")]


def _likelihood(settings: Settings, model: Any, examples: int, samples: int) -> Iterator[Row]:
    from vae_studio.session.likelihood import LONG_STEP, SplitMeasurement

    warm = SplitMeasurement(model, 0, "test", 4, samples, 1)
    list(warm.steps(LONG_STEP))
    products = MatrixProducts(_kernels(model.decoder), _cores())
    measurement = SplitMeasurement(model, 0, "test", examples, samples, 0)
    steps = measurement.steps(LONG_STEP)
    parts = Parts()
    forget_peak()
    before = in_use()["now"]
    done = 0.0
    for number in range(1, settings.rounds + 1):
        began, first = perf_counter(), done
        while done < measurement.count * number / settings.rounds:
            done = next(steps)
        parts.measured.append(perf_counter() - began)
        parts.products.append(products.seconds(round((done - first) * samples)))
        left = (settings.rounds - number) * (parts.measured[-1] + parts.products[-1])
        settings.say(f"{done:,.0f} of {examples:,} images, {left / 60:.1f} min left")
    more = max(0.0, in_use()["peak"] - before)
    found = measurement.result()
    what = f"{examples:,} images × {samples:,} samples"
    figures = {"parts_seconds": parts.measured, "products_seconds": parts.products}
    figure = f"−log p(x) {-found.mean:.2f} ± {found.standard_error:.2f} nats"
    minutes = sum(parts.measured) / 60
    if examples * samples >= 10_000 * 5_000:
        yield at_most(what, minutes, "min", MINUTES, FEWEST_MINUTES, note=figure, figures=figures)
    else:
        yield known(what, 60 * minutes, "s", note=f"a part only: no verdict; {figure}", **figures)
    bare = sum(parts.products)
    whole = "min" if bare >= 60 else "s"
    note = "each of the decoder's layers with all its units"
    yield known("  its bare matrix products", bare / 60 if whole == "min" else bare, whole, note=note)
    yield known("  measured ÷ bare products, median over the parts", parts.ratio(), "×")
    yield at_most("  memory above that before, at its peak", more, "MB", MOST_MORE_MEMORY)


def _passes(settings: Settings, model: Any) -> Iterator[Row]:
    """Measure passes over all images that are trained on."""
    from vae_studio.latent.mapping import DRAWS

    examples, indices = model.dataset.examples, model.dataset.splits.train
    if settings.quick:
        indices = indices[:10_000]
    rows = examples[indices]
    encoder = MatrixProducts(_kernels(model.encoder), _cores())
    decoder = MatrixProducts(_kernels(model.decoder), _cores())
    passes: tuple[tuple[str, int, Callable[[], Any]], ...] = (
        ("ELBO", 1, lambda: model.meter.measure(examples, indices, "validation")),
        ("coordinates", 0, lambda: model.posterior_map(rows)),
        ("coordinates, reconstructions and figures", DRAWS + 1, lambda: model.encode(rows)),
    )
    for what, decoded, once in passes:
        once()
        parts = Parts()
        for _ in range(PASSES):
            began = perf_counter()
            once()
            parts.measured.append(perf_counter() - began)
            bare = encoder.seconds(len(indices))
            parts.products.append(bare + (decoder.seconds(decoded * len(indices)) if decoded else 0.0))
        rate = len(indices) / median(parts.measured)
        times = f", each decoded {decoded} times" if decoded > 1 else ""
        note = f"{rate:,.0f}/s{times}; {parts.ratio():.2f} × the bare matrix products"
        yield known(f"{what} of {len(indices):,} images", median(parts.measured), "s", note=note)
