"""The studio's one family of errors.

Every error that a person can cause carries a sentence saying what was wrong, where, and what to do
about it. The command line prints that sentence and exits with 2; the window shows it beside the
control it concerns. Anything that is not a ``StudioError`` is a bug and keeps its traceback.
"""

from __future__ import annotations


class StudioError(Exception):
    """Something that the user can put right.

    Parameters
    ----------
    message
        One sentence: what was wrong and where (file, key, shape).
    remedy
        What to do about it; may be empty.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        ended = message if not remedy or message.endswith((".", "!", "?", ":")) else f"{message}."
        super().__init__(f"{ended} {remedy}".strip())


class DataError(StudioError):
    """A dataset, or a file that should have become part of one, cannot be used."""


class SpecError(StudioError):
    """A spec asks for something that cannot be.

    Parameters
    ----------
    message
        What is wrong.
    key
        Dotted key of the spec at fault, such as ``"kl.samples"``; empty when it is the spec as a whole.
    remedy
        What to do about it.
    """

    def __init__(self, message: str, key: str = "", remedy: str = "") -> None:
        self.key = key
        super().__init__(f"{key}: {message}" if key else message, remedy)
        self.bare_message = message


class PluginError(StudioError):
    """A plugin is missing, broken or breaks its contract.

    Parameters
    ----------
    message
        What is wrong.
    remedy
        What to do about it.
    details
        A traceback for the person who wrote the plugin; may be empty.
    """

    def __init__(self, message: str, remedy: str = "", details: str = "") -> None:
        self.details = details
        super().__init__(message, remedy)


class RunError(StudioError):
    """A run folder cannot be opened, resumed or written."""


class TrainingError(StudioError):
    """Training ended because its numbers stopped making sense."""


class OutputError(StudioError):
    """A file that the user asked for cannot be written."""
