"""Taking cards out of the tray, so that they can be put back."""

from __future__ import annotations

from collections.abc import Sequence

from vae_studio.gui.notice import Notice
from vae_studio.gui.studio import Studio
from vae_studio.gui.tray.cards import Card


def clear_tray(studio: Studio) -> None:
    """Take every card out."""
    take_out(studio, studio.tray.cards)


def take_out(studio: Studio, cards: Sequence[Card]) -> None:
    """Take cards out, and offer to put them back: in a notice, and in the Edit menu."""
    if not cards:
        return
    tray = studio.tray
    identities = [card.identity for card in cards]
    one = len(cards) == 1
    words = (
        "clear tray"
        if len(cards) == len(tray.cards)
        else f"remove {'image' if one else f'{len(cards)} images'}"
    )
    text = f"{'1 image was' if one else f'{len(cards)} images were'} taken out of the tray."

    def put_back() -> None:
        tray.put_back(cards)
        studio.notice_withdrawn.emit(notice)

    tray.remove(identities)
    undo = studio.history.remember(words, put_back, lambda: tray.remove(identities))
    notice = Notice("info", text, action="Undo", on_action=undo)
    studio.notice.emit(notice)
