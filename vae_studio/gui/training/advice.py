"""What is said to the person about runs that ended and settings that changed."""

from __future__ import annotations

from collections.abc import Callable

from vae_studio.gui.notice import Notice
from vae_studio.training.events import Finished


def end_notice(
    event: Finished, restore: Callable[[], None] | None, train_on: Callable[[], None] | None = None
) -> Notice | None:
    """Return what to say about the end of a run, or None where nothing needs saying.

    Parameters
    ----------
    event
        How the run ended.
    restore
        Shows the run as its last good checkpoint has it; None where nothing was saved.
    train_on
        Goes on with the smaller batch that the event names; None where it cannot.
    """
    if event.status != "failed":
        return None
    line, _, details = event.message.partition("\n")
    text = f"Training stopped: {line}"
    if event.smaller_batch is not None and train_on is not None:
        action = f"Train on with batch {event.smaller_batch}"
        return Notice("error", text, details=details, action=action, on_action=train_on)
    if event.complete_epochs == 0 or restore is None:
        return Notice("error", text, details=details)
    action = f"Restore epoch {event.complete_epochs}"
    return Notice("error", text, details=details, action=action, on_action=restore)


def changed_notice(complete_epochs: int, undo: Callable[[], None]) -> Notice:
    """Return the notice that the settings are no longer those of the run on screen."""
    text = f"The settings have changed since epoch {complete_epochs}. Training starts a new run."
    return Notice("warning", text, action="Undo changes", on_action=undo)


def waiting_notice(count: int) -> Notice:
    """Return the notice that images wait for a model."""
    images = "The image is" if count == 1 else f"The {count} images are"
    return Notice(
        "info", f"{images} kept in the tray and encoded as soon as there is a model. Train one, or open a run."
    )


def dataset_offer(name: str, use: Callable[[], None]) -> Notice:
    """Return the offer to use what was dropped as the dataset."""
    return Notice("info", f"{name} can be used as the dataset.", action="Use as dataset", on_action=use)
