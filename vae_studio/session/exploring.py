"""Looking around in the latent space of a model: traversals, interpolations, neighbours, reconstructions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vae_studio.api import SpecError
from vae_studio.data.dataset import Dataset
from vae_studio.data.parts import example_at
from vae_studio.data.rows import read_rows
from vae_studio.latent.interpolation import Interpolation, path_between
from vae_studio.latent.nearest import NearestSearch, Neighbours, as_floats
from vae_studio.latent.points import spread_out
from vae_studio.latent.reconstruction import ORDERS, Reconstructions, choose
from vae_studio.latent.traversal import DimensionUse, TraversalRequest, Traversals, sweep
from vae_studio.session.latent_points import SPLITS, fullest_split
from vae_studio.session.live_model import LiveModel
from vae_studio.session.sweeps import check_sweep, sweep_values

if TYPE_CHECKING:
    from vae_studio.latent.axes import Marginals

MEASURED = 2000
"""Examples on which it is measured how much the latent dimensions carry."""
MOST_STEPS = 1000


class ExploringModel(LiveModel):
    """A live model, and what is looked at in its latent space."""

    def measure_dimensions(self, dataset: Dataset | None = None) -> DimensionUse:
        """Measure how much each latent dimension carries, with the present weights.

        Up to :data:`MEASURED` validation examples serve, or those of the test where there are none, or else
        training examples.

        Parameters
        ----------
        dataset
            The run's dataset, where it is in memory already; read from its source otherwise.

        Raises
        ------
        DataError
            The dataset cannot be read any more.
        """
        from vae_studio.evaluation.split_figures import ACTIVE_VARIANCE

        dataset = dataset or self.dataset
        splits = dataset.splits
        indices = next(one for one in (splits.validation, splits.test, splits.train) if len(one))
        chosen = spread_out(indices, MEASURED)
        found = self.meter.measure(dataset.examples, chosen, "validation")
        spread = np.var(found.posterior_mean, axis=0, dtype=np.float64)
        per_dimension = found.kl_per_dimension
        kl = None if per_dimension is None else np.asarray(np.mean(per_dimension, axis=0, dtype=np.float64))
        return DimensionUse(spread, spread > ACTIVE_VARIANCE, kl, len(chosen))

    def traverse(
        self,
        start: np.ndarray | None = None,
        request: TraversalRequest | None = None,
        use: DimensionUse | None = None,
    ) -> Traversals:
        """Sweep each latent dimension, the others held at a start, and decode; those that carry most first.

        Where nothing is sampled from the prior, mean, deviation and quantiles are those of the codes of
        training examples instead. Where the prior has no quantiles the steps are equal, and the result says
        why.

        Parameters
        ----------
        start
            Point of the latent space, ``[L]``; None for the prior's mean. For an example, its posterior's mean:
            ``run.posterior_map(x)[0][0]``.
        request
            How far and in which steps; ±3 standard deviations in 11 steps if not given.
        use
            What the rows are sorted by, where it is known already; measured otherwise.

        Raises
        ------
        SpecError
            The start has another size, or the request asks for what cannot be.
        """
        request = request or TraversalRequest()
        check_sweep(request, MOST_STEPS)
        marginals = self._marginals()
        point = np.asarray(marginals.mean if start is None else start, np.float32)
        if point.shape != (self.latent_size,):
            raise SpecError(f"the start has the shape {point.shape} instead of ({self.latent_size},)")
        use = use or self.measure_dimensions()
        request, values = sweep_values(marginals, request, self.latent_size)
        dimensions = use.order()[: request.rows]
        z = sweep(point, dimensions, values)
        decoded = self.decode(np.concatenate([z.reshape(-1, self.latent_size), point[np.newaxis]]))
        return Traversals(
            images=decoded[:-1].reshape(*z.shape[:2], *self.data_shape),
            z=z,
            dimensions=dimensions,
            start=point,
            start_image=decoded[-1],
            use=use,
            request=request,
            has_quantiles=marginals.has_quantiles,
            reason=marginals.reason,
        )

    def interpolate(
        self, first: np.ndarray, last: np.ndarray, steps: int = 11, path: str = "linear"
    ) -> Interpolation:
        """Decode the points of a path from one example to another, between the means of their posteriors.

        Parameters
        ----------
        first, last
            One example each, ``[*data_shape]``, as :meth:`encode` takes them.
        steps
            Points, both ends among them.
        path
            ``linear``: a straight line; ``spherical``: an arc about the prior's mean in the space in which
            the prior's deviations are 1. Where nothing is sampled from the prior, mean and deviations are
            those of the codes of training examples.

        Raises
        ------
        SpecError
            The examples have another shape, or there is no such path.
        """
        if steps > MOST_STEPS:
            raise SpecError(f"a path of {steps} steps is too long", remedy=f"Give {MOST_STEPS} steps at most.")
        ends = self.posterior_map(np.stack([first, last]))[0]
        marginals = self._marginals() if path == "spherical" else None
        mean = np.zeros(self.latent_size) if marginals is None else marginals.mean
        unit = np.ones(self.latent_size) if marginals is None else marginals.unit
        z = path_between(ends[0], ends[1], steps, path, mean, unit)
        return Interpolation(self.decode(z), z, "spherical" if path == "spherical" else "linear")

    def example(self, index: int, dataset: Dataset | None = None) -> np.ndarray:
        """Return one example of the dataset as it is stored, ``[*data_shape]``, counted from 0.

        Parameters
        ----------
        index
            Which.
        dataset
            The run's dataset, where it is in memory already; read from its source otherwise.

        Raises
        ------
        SpecError
            The dataset has no such example.
        DataError
            The dataset cannot be read any more.
        """
        dataset = dataset or self.dataset
        if not 0 <= index < len(dataset):
            raise SpecError(
                f"there is no example {index}: the dataset has {len(dataset)}",
                remedy=f"Choose one from 0 to {len(dataset) - 1}.",
            )
        return example_at(dataset.examples, index)

    def nearest_training_examples(self, x: np.ndarray) -> Neighbours:
        """Return the training example that is nearest to each of some examples, by their values.

        Parameters
        ----------
        x
            Such as samples: floats in [0, 1] for images, or uint8, ``[N, *data_shape]``; compared with the
            training examples before binarisation.

        Raises
        ------
        SpecError
            The examples have another shape.
        DataError
            The dataset cannot be read any more.
        """
        return NearestSearch(self.dataset.examples, self.dataset.splits.train).find(x)

    def reconstructions(
        self,
        split: str = "",
        order: str = "worst",
        count: int = 48,
        seed: int = 0,
        among: int | None = None,
        dataset: Dataset | None = None,
    ) -> Reconstructions:
        """Return examples of a split beside their reconstructions.

        Parameters
        ----------
        split
            ``train``, ``validation`` or ``test``; empty for the one that the model has not seen.
        order
            ``worst`` or ``best`` first, by ``-log p(x|z)`` with one draw of z, as in the run's figures; or
            ``random``.
        count
            How many at most.
        seed
            Of the random choice.
        among
            How many examples of the split are measured, evenly spread over it; None for all.
        dataset
            The run's dataset, where it is in memory already; read from its source otherwise.

        Raises
        ------
        SpecError
            There is no such split or order, the split is empty, or no example is asked for.
        DataError
            The dataset cannot be read any more.
        """
        dataset = dataset or self.dataset
        split = split or fullest_split(dataset)
        indices = _split_indices(dataset, split)
        if count < 1:
            raise SpecError(f"{count} examples cannot be shown", remedy="Give 1 or more.")
        if order not in ORDERS:
            raise SpecError(f"there is no order {order!r}", remedy=f"Choose one of {', '.join(ORDERS)}.")
        pool = indices if among is None else spread_out(indices, among)
        if order == "random":  # only what is shown needs measuring
            pool = np.sort(pool[choose(np.zeros(len(pool)), "random", count, seed)])
        purpose = "test" if split == "test" else "validation"
        found = self.meter.measure(dataset.examples, pool, purpose)
        chosen = np.arange(len(pool)) if order == "random" else choose(found.reconstruction, order, count)
        stored = read_rows(dataset.examples, pool[chosen])
        return Reconstructions(
            indices=pool[chosen],
            x=as_floats(stored),
            reconstruction=self.reconstruct(stored),
            figures=found.reconstruction[chosen],
            unit=found.unit,
            split=split,
            order="worst" if order == "worst" else "best" if order == "best" else "random",
            measured=len(indices if among is None else spread_out(indices, among)),
            available=len(indices),
            labels=None if dataset.labels is None else dataset.labels[pool[chosen]],
            class_names=dataset.class_names,
        )

    def _marginals(self) -> Marginals:
        from vae_studio.latent.axes import CodeMarginals, PriorMarginals

        return PriorMarginals.of(self.prior) if self.generative else CodeMarginals(self._codes.now())


def _split_indices(dataset: Dataset, split: str) -> np.ndarray:
    if split not in SPLITS:
        raise SpecError(f"there is no split {split!r}", remedy=f"Choose one of {', '.join(SPLITS)}.")
    indices: np.ndarray = getattr(dataset.splits, split)
    if len(indices) == 0:
        others = " or ".join(one for one in SPLITS if len(getattr(dataset.splits, one)))
        raise SpecError(f"the run has no {split} examples", remedy=f"Choose {others}.")
    return indices
