"""The columns of the table of runs: what stands in them, and by what they sort."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from vae_studio.gui.figures import NONE, count, decimal
from vae_studio.runs.likelihood import SplitLikelihood
from vae_studio.session.run_library import LibraryRun
from vae_studio.session.run_words import started_words, status_words

SortKey: TypeAlias = float | str | None

TICK, NAME = 0, 1
SMALLEST, LARGEST = 0.7, 1.6
"""How much narrower and wider than usual the columns of words may become."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    title, help
        Its head, and what it says in a sentence.
    width
        px.
    text
        What stands in it for a run.
    key
        By what it sorts; None comes last, whatever the order.
    numeric
        Whether it is aligned to the right.
    """

    title: str
    help: str
    width: int
    text: Callable[[LibraryRun], str]
    key: Callable[[LibraryRun], SortKey]
    numeric: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("", "Selected: the first four are compared", 40, lambda _: "", lambda _: None),
    Column("Run", "Name of the run; F2 changes it", 174, lambda run: run.name, lambda run: run.name.lower()),
    Column(
        "Dataset",
        "The examples, and how their pixels became 0 and 1",
        118,
        lambda run: run.dataset or NONE,
        lambda run: run.dataset.lower() or None,
    ),
    Column(
        "Model",
        "Encoder and decoder, and the number of latent dimensions",
        134,
        lambda run: run.model or NONE,
        lambda run: run.model.lower() or None,
    ),
    Column(
        "KL strategy",
        "How the KL is estimated, weighted and scheduled",
        154,
        lambda run: run.strategy or NONE,
        lambda run: run.strategy.lower() or None,
    ),
    Column(
        "Epochs",
        "Complete and planned passes over the training examples",
        76,
        lambda run: _of(run.entry.epochs),
        lambda run: run.entry.epochs[0] if run.entry.epochs else None,
        numeric=True,
    ),
    Column(
        "Test −ELBO",
        "Negative ELBO of the test split, nats per example",
        84,
        lambda run: decimal(run.negative_elbo, 1),
        lambda run: run.negative_elbo,
        numeric=True,
    ),
    Column(
        "Recon.",
        "Reconstruction of the test split, −log p(x|z): nats per example, or the mean squared error",
        72,
        lambda run: decimal(run.reconstruction, 1 if run.unit == "nats" else 4),
        lambda run: run.reconstruction,
        numeric=True,
    ),
    Column(
        "KL",
        "KL(q(z|x) ‖ p(z)) of the test split, nats per example",
        64,
        lambda run: decimal(run.kl, 2),
        lambda run: run.kl,
        numeric=True,
    ),
    Column(
        "Active",
        "Latent dimensions whose posterior mean varies by more than 0.01 over the validation split, of all",
        72,
        lambda run: _of(run.entry.active),
        lambda run: run.entry.active[0] if run.entry.active else None,
        numeric=True,
    ),
    Column(
        "IW-NLL ± s.e.",
        "Importance-weighted negative log-likelihood, nats per example, and its standard error",
        108,
        lambda run: likelihood_text(run.likelihood),
        lambda run: run.iw_nll,
        numeric=True,
    ),
    Column(
        "Status", "Where the run stands", 136, lambda run: status_words(run.entry), lambda run: run.entry.status
    ),
    Column(
        "Started",
        "When the run was begun",
        136,
        lambda run: started_words(run.entry.created) or NONE,
        lambda run: run.entry.created or None,
    ),
)


def titled(title: str) -> int:
    """Return the number of the column with a title."""
    return next(number for number, column in enumerate(COLUMNS) if column.title == title)


TEST_FIGURES = frozenset(map(titled, ("Test −ELBO", "Recon.", "KL")))
STATUS, STARTED, LIKELIHOOD = titled("Status"), titled("Started"), titled("IW-NLL ± s.e.")


def likelihood_text(found: SplitLikelihood | None) -> str:
    """Return a negative log-likelihood, which is never written without its standard error."""
    if found is None or found.standard_error is None:
        return NONE
    return f"{decimal(-found.mean, 1)} ± {decimal(found.standard_error, 1)}"


def likelihood_help(run: LibraryRun) -> str:
    """Return in words how a run's log-likelihood was measured."""
    found = run.likelihood
    if found is None:
        return "Not measured yet: Measure IW-NLL does it."
    words = (
        f"{count(found.count)} {found.split} examples, {count(found.samples)} importance samples each, "
        f"epoch {found.epoch}"
    )
    return f"{words}; the run has been trained further since." if run.likelihood_is_stale else f"{words}."


def test_help(run: LibraryRun) -> str:
    """Return why a run has no figures of the test split, and how to come by them; empty where it has."""
    if run.test is not None:
        return ""
    now = "vae-studio evaluate RUN measures them now"
    if run.entry.status == "completed":
        return f"Not measured: {now}."
    return f"Measured when a run completes; {now}."


def search_text(run: LibraryRun) -> str:
    """Return what a filter looks into: name, folder, dataset, model, strategy and status, in lower case."""
    words = (run.name, run.path.name, run.dataset, run.model, run.strategy, status_words(run.entry))
    return " ".join(words).lower()


def _of(pair: tuple[int, int] | None) -> str:
    return NONE if pair is None else f"{count(pair[0])} / {count(pair[1])}"


def widths(available: int) -> list[int]:
    """Return the widths of the columns in a place, px: those of words grow and shrink, within bounds."""
    flexible = [not column.numeric and number != TICK for number, column in enumerate(COLUMNS)]
    words = sum(column.width for column, grows in zip(COLUMNS, flexible, strict=True) if grows)
    rest = sum(column.width for column in COLUMNS) - words
    factor = min(LARGEST, max(SMALLEST, (available - rest) / words))
    return [
        int(column.width * factor) if grows else column.width
        for column, grows in zip(COLUMNS, flexible, strict=True)
    ]
