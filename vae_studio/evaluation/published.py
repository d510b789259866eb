"""Test log-likelihoods from papers, to be seen beside one's own: read there, not computed here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PublishedResult:
    """One figure of a paper.

    Attributes
    ----------
    name
        Authors and year.
    dataset
        What it was measured on.
    model
        Of what.
    negative_log_likelihood
        Mean over the test set, nats per example, by importance weighting with 5,000 samples.
    paper, address
        What the link says, and where it leads.
    """

    name: str
    dataset: str
    model: str
    negative_log_likelihood: float
    paper: str
    address: str


PUBLISHED = (
    PublishedResult(
        "Burda et al. 2015",
        "MNIST dynamic",
        "VAE, 1 layer",
        86.76,
        "IWAE paper",
        "https://arxiv.org/abs/1509.00519",
    ),
    PublishedResult(
        "Tomczak & Welling 2018",
        "MNIST dynamic",
        "VAE, VampPrior",
        82.38,
        "VampPrior paper",
        "https://arxiv.org/abs/1705.07120",
    ),
)
"""Burda, Grosse and Salakhutdinov 2015, table 1: a VAE with one stochastic layer. Tomczak and Welling
2018, table 1: a VAE with the VampPrior on dynamically binarised MNIST."""
