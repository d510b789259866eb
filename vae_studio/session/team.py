"""The devices or machines that train one run together. Imports TensorFlow on first use alone."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from vae_studio.api import RunSpec, TrainingError
from vae_studio.data.dataset import Dataset
from vae_studio.session.phases import Emit
from vae_studio.session.requirements import check_distribution
from vae_studio.training.cluster import Cluster, cluster_of
from vae_studio.training.control import Control
from vae_studio.training.events import Joining
from vae_studio.training.importing import import_tensorflow

if TYPE_CHECKING:
    from vae_studio.model.vae import VAE
    from vae_studio.training.distribution import Distribution
    from vae_studio.training.engine import Engine
    from vae_studio.training.material import AnyEngine


class Team:
    """Several devices, or the processes of several machines, of which this is one.

    Parameters
    ----------
    distribution
        Who they are.
    """

    def __init__(self, distribution: Distribution) -> None:
        from vae_studio.training.agreement import Agreement
        from vae_studio.training.orders import Orders

        self._distribution = distribution
        self._orders = Orders(Agreement(distribution)) if distribution.cluster is not None else None

    @property
    def replicas(self) -> int:
        """How many devices share each batch."""
        return self._distribution.replicas

    @property
    def follows(self) -> bool:
        """Whether this process does as the chief of several says, and keeps no run."""
        return self._orders is not None and not self._orders.agreement.cluster.is_chief

    def build(self, spec: RunSpec, dataset: Dataset, make_model: Callable[[], VAE]) -> VAE:
        """Return a model with its variables on every device, once all workers are known to mean the same one.

        Raises
        ------
        SpecError
            The batches of this model cannot be shared out.
        TrainingError
            A worker trains another spec or reads other data, or is gone.
        """
        from vae_studio.training.distributed_engine import require_parts

        if self._orders is not None:
            self._require_alike(digest(spec, dataset))
        with self._distribution.scope():
            vae = make_model()
        require_parts(vae, min(spec.training.batch_size, len(dataset.splits.train)), self.replicas)
        return vae

    def engine(self, *arguments: Any, shards: int, **options: Any) -> Engine:
        """Return the training steps of all devices together; the arguments are those of the engine of one.

        Raises
        ------
        TrainingError
            A worker is gone.
        """
        options = {"distribution": self._distribution, "shards": shards, **options}
        if self._orders is None:
            from vae_studio.training.distributed_engine import DistributedEngine

            return DistributedEngine(*arguments, **options)
        from vae_studio.training.multi_worker import MultiWorkerEngine

        if not self.follows:
            self._orders.begin(shards)
        return MultiWorkerEngine(*arguments, orders=self._orders, **options)

    def follow(self, make_engine: Callable[[int], AnyEngine], control: Control) -> str:
        """Do what the chief says until the run ends, and return how it ended.

        Parameters
        ----------
        make_engine
            Makes the engine, given the number of parts of a batch.
        control
            A stop is asked of it here, and agreed with all.

        Raises
        ------
        TrainingError
            The chief, or another worker, is gone.
        """
        from vae_studio.training.multi_worker import follow

        assert self._orders is not None, "one machine follows nobody"
        return follow(self._orders, make_engine, control)

    def heed(self, engine: Any, control: Control) -> None:
        """Have a stop that another worker was asked for stop the chief's loop."""
        if self._orders is not None:
            engine.when_asked_to_stop = control.stop

    def dismiss(self, status: str) -> None:
        """Tell the others how the run ended, so that they end too."""
        if self._orders is None or self.follows or self._orders.agreement.broken:
            return
        with suppress(TrainingError):  # Who is gone by now need not be told.
            self._orders.end(status)

    @property
    def chief(self) -> str:
        """The process that keeps the run, in words."""
        return "" if self._orders is None else self._orders.agreement.cluster.named(0)

    def _require_alike(self, own: int) -> None:
        assert self._orders is not None, "the devices of one machine have one spec"
        agreement = self._orders.agreement
        digests = agreement.from_each(own)
        strange = [number for number, other in enumerate(digests) if other != digests[0]]
        if strange:
            other = agreement.cluster.named(strange[0]).capitalize()
            raise TrainingError(
                f"{other} trains another spec or reads other data than the chief.",
                "Start every worker with the same spec and the same data.",
            )


def gather(spec: RunSpec, emit: Emit) -> Team | None:
    """Return who trains a run together, having waited for the other machines; None for one device.

    In a process that has computed with TensorFlow before, several machines cannot come together.

    Raises
    ------
    SpecError
        There are not several devices, or no machines are named.
    """
    check_distribution(spec.training)
    cluster = cluster_of(spec.training)
    if cluster is not None:
        emit(Joining(message=_place(cluster)))
    import_tensorflow()
    from vae_studio.training.distribution import distribution_for

    distribution = distribution_for(spec.training)
    return None if distribution is None else Team(distribution)


def build_for(team: Team | None, spec: RunSpec, dataset: Dataset, make_model: Callable[[], VAE]) -> VAE:
    """Return a model that one device or a team is to train; see :meth:`Team.build`."""
    return make_model() if team is None else team.build(spec, dataset, make_model)


def digest(spec: RunSpec, dataset: Dataset) -> int:
    """Return a number that is the same for the same training on the same examples, whatever the machine."""
    told = spec.model_dump(mode="json")
    del told["name"], told["data"]["source"], told["training"]["device"]
    return zlib.crc32(json.dumps([told, dataset.fingerprint], sort_keys=True).encode())


def _place(cluster: Cluster) -> str:
    """Return the one line in which a process says which of several it is."""
    own = cluster.named(cluster.number).capitalize()
    if cluster.is_chief:
        return f"{own} keeps the run, and waits for the others."
    return f"{own} follows {cluster.named(0)}, which keeps the run."
