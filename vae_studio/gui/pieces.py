"""Things for the GUI thread to make that would hold the window up if they were made in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator


class Pieces:
    """Something that is made piece by piece at leisure, or what is left of it at once where it is wanted.

    Parameters
    ----------
    making
        A generator that makes it, and yields wherever the window may answer in between.

    Attributes
    ----------
    on_done
        Called once all of it is made.
    """

    def __init__(self, making: Iterator[None]) -> None:
        self.on_done: Callable[[], None] = lambda: None
        self._making = making
        self._done = False
        self._failure: Exception | None = None

    @property
    def done(self) -> bool:
        """Whether all of it is made."""
        return self._done

    def take(self) -> bool:
        """Make the next piece, and return whether more are left.

        What failed once fails again in the same way.
        """
        if self._failure is not None:
            raise self._failure
        if self._done:
            return False
        try:
            next(self._making)
        except StopIteration:
            self._done = True
            self.on_done()
        except Exception as error:
            self._failure = error
            raise
        return not self._done

    def finish(self) -> None:
        """Make all that is left."""
        while self.take():
            pass
