"""What a card of the tray says of its image."""

from __future__ import annotations

from vae_studio.evaluation.typicality import EXPLANATION, Range, Typicality
from vae_studio.gui.figures import count, decimal
from vae_studio.gui.tray.cards import Card, CardState, Posterior
from vae_studio.gui.tray.likelihoods import SAMPLES

MEASURING = "…"


def status_words(card: Card) -> str:
    """Return what a card says of itself while it has no figures."""
    return {
        CardState.READING: "Reading…",
        CardState.WAITING: _waiting_words(card),
        CardState.UNREADABLE: "Cannot read file",
        CardState.ENCODED: "",
    }[card.state]


def _waiting_words(card: Card) -> str:
    if card.reason:
        return "Does not fit the model"
    return "Encoding…" if card.example is not None else "Waiting for a model"


def tooltip(card: Card, usual: Typicality | None = None) -> str:
    """Return everything that is known of a card, and of what is usual for validation images."""
    posterior = card.posterior
    if posterior is None:
        return "\n".join(line for line in (card.name, status_words(card), card.reason) if line)
    size = len(posterior.loc)
    lines = [
        card.name,
        f"μ  {vector(posterior.loc.tolist(), size)}",
        f"σ  {vector(posterior.scale.tolist(), size)}",
    ]
    if card.surprise is not None:
        lines.append(f"−log p̂(x)  {decimal(card.surprise, 1)} nats, by {SAMPLES} importance samples")
        if card.stale:
            lines.append("measured with earlier weights; being measured anew")
    lines += figure_lines(posterior)
    if card.comparing:
        lines += ["", "Comparing with validation images under the same weights…"]
    if card.range is not None and usual is not None:
        lines += ["", *range_lines(card.range, usual)]
    return "\n".join(lines)


def range_words(card: Card) -> str:
    """Return where an image lies among the validation images, or that it or these are being measured."""
    if card.range is not None:
        return str(card.range)
    if card.comparing:
        return "Comparing…"
    return "Measuring…" if leading_figure(card)[1] == MEASURING else ""


def range_lines(found: Range, usual: Typicality) -> list[str]:
    """Return what a range means, a line each."""
    images = f"{count(usual.count)} validation images"
    if found is Range.OUT_OF_RANGE:
        return [f"Out of range: above the largest of {images}, {decimal(usual.largest, 1)} nats.", EXPLANATION]
    if found is Range.UNUSUAL:
        quantile = decimal(usual.unusual, 1)
        return [f"Unusual: above the 90th percentile of {images}, {quantile} nats.", EXPLANATION]
    return [f"In range: as likely as nine of ten of {images}, below {decimal(usual.unusual, 1)} nats."]


def leading_figure(card: Card) -> tuple[str, str]:
    """Return name and value of the figure that tells how well an image is modelled."""
    posterior = card.posterior
    if posterior is None:
        return "", ""
    if posterior.unit != "nats":
        return "MSE", decimal(posterior.distortion, 4)
    if posterior.negative_elbo is None:
        return "−log p", decimal(posterior.distortion, 1)
    if not card.measurable:
        return "−ELBO", decimal(posterior.negative_elbo, 1)
    return "−log p̂", MEASURING if card.surprise is None else decimal(card.surprise, 1)


def figures_words(card: Card) -> str:
    """Return which figures the cards bear, and their unit."""
    posterior = card.posterior
    if posterior is None:
        return ""
    if posterior.unit != "nats":
        return posterior.unit
    if posterior.negative_elbo is None:
        return "−log p in nats"
    return f"−log p̂(x) by {SAMPLES} importance samples, nats" if card.measurable else "−ELBO in nats"


def figure_lines(posterior: Posterior) -> list[str]:
    """Return the figures of a posterior that exist, a line each."""
    elbo = posterior.negative_elbo
    return [
        *([] if elbo is None else [f"Negative ELBO  {decimal(elbo, 1)} nats"]),
        _reconstruction_line(posterior),
        *([] if posterior.kl is None else [f"KL  {decimal(posterior.kl, 2)} nats"]),
    ]


def _reconstruction_line(posterior: Posterior) -> str:
    if posterior.unit == "nats":
        return f"Reconstruction  {decimal(posterior.distortion, 1)} nats"
    return f"Mean squared error  {decimal(posterior.distortion, 5)}"


def vector(values: list[float], most: int = 2) -> str:
    """Write coordinates with two decimals; what is beyond `most` of them is left out with "…"."""
    shown = ", ".join(decimal(value, 2) for value in values[:most])
    return shown if len(values) <= most else f"{shown}, …"
