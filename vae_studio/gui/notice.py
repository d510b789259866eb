"""What the studio tells the person in one line under the tabs."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from vae_studio.api import PluginError, StudioError

NoticeLevel = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """One message of the notice strip.

    Attributes
    ----------
    level
        How serious it is; decides icon and colours.
    text
        What happened and what to do.
    details
        Longer text behind a Details button; empty for none.
    action
        Label of the strip's button; empty for none.
    on_action
        What that button does.
    """

    level: NoticeLevel
    text: str
    details: str = ""
    action: str = ""
    on_action: Callable[[], None] | None = field(default=None, compare=False, repr=False)


def notice_from_error(error: Exception, doing: str = "") -> Notice:
    """Turn an error of any job into an error notice.

    Parameters
    ----------
    error
        A :class:`~vae_studio.api.StudioError` speaks for itself; anything else is a bug in the
        studio or in a plugin, and its traceback goes behind the Details button.
    doing
        What was being attempted, such as ``"Encoding the tray"``; precedes the text of a bug.
    """
    if isinstance(error, StudioError):
        return Notice("error", str(error), details=error.details if isinstance(error, PluginError) else "")
    details = "".join(traceback.format_exception(error))
    what = f"{doing} failed" if doing else "Something failed"
    return Notice("error", f"{what}: {type(error).__name__}: {error}".rstrip(": "), details=details)
