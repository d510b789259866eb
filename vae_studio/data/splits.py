"""Training, validation and test sets: a function of the seed alone, the same everywhere for ever.

Examples are ordered by a hash of (seed, index): output number ``index`` of the splitmix64 generator
(Steele, Lea & Flood 2014) whose starting state is the hashed seed. For a fixed seed the hash is a
bijection of the index, so that there are no ties. NumPy's generators would do as well, but their
streams may change between versions, and a run is to be evaluated on the examples that it has never
seen, years later too.

Exported scripts carry a copy of this rule, :func:`vae_studio.export.readers.split`; a test holds the two
together.
"""

from __future__ import annotations

import math

import numpy as np

from vae_studio.data.dataset import Array, Splits

_GOLDEN = 0x9E3779B97F4A7C15


def split_examples(count: int, seed: int, validation: float, test: float, given_test: int = 0) -> Splits:
    """Divide examples 0 … count − 1.

    Parameters
    ----------
    count
        Number of examples, N.
    seed
        Any integer >= 0.
    validation
        Share of what is not test that is kept for validation, in [0, 1].
    test
        Share of all examples kept for the test, in [0, 1]; ignored where the source gives a test set.
    given_test
        How many examples at the end are the source's own test set.

    Returns
    -------
    Splits
        Training never is empty unless there is nothing but a given test set.
    """
    own = count - given_test
    order = np.argsort(_hashes(own, seed), kind="stable")
    tests = 0 if given_test else _share(test, own)
    validations = _share(validation, own - tests)
    given = np.arange(own, count, dtype=np.int64)
    return Splits(
        train=_ascending(order[tests + validations :]),
        validation=_ascending(order[tests : tests + validations]),
        test=np.concatenate([_ascending(order[:tests]), given]),
    )


def _share(share: float, count: int) -> int:
    return max(0, min(math.floor(share * count + 0.5), count - 1))


def _ascending(indices: Array) -> Array:
    return np.sort(indices).astype(np.int64)


def _hashes(count: int, seed: int) -> Array:
    with np.errstate(over="ignore"):
        start = _mixed(np.array([seed % 2**64], np.uint64))
        return _mixed(start + (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN))


def _mixed(values: Array) -> Array:
    """Apply the finalising function of splitmix64 to uint64 values."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Array = values ^ (values >> np.uint64(31))
    return mixed
