"""t-SNE and UMAP of codes, in a process of their own that can be ended at any moment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

from vae_studio.api import SpecError, StudioError
from vae_studio.latent.projection import METHOD_NAMES, Method, umap_reason

MOST_EMBEDDED = 5000
"""Examples that are embedded at most: the time grows faster than their number."""
FEWEST_EMBEDDED = 10
ITERATIONS = 1000
FEW = 1000
"""Below so many examples, one thread embeds them."""
_POLL_SECONDS = 0.1
_ITERATION = re.compile(r"\[t-SNE\] Iteration (\d+)")


def embed(
    codes: np.ndarray,
    method: Method,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> np.ndarray | None:
    """Return places for codes on a plane, such that codes that are close lie close.

    Neither library says how far it is to a caller that waits, nor can it be stopped; a process can.

    Parameters
    ----------
    codes
        ``[N, L]``, N >= :data:`FEWEST_EMBEDDED`.
    method
        ``tsne`` (van der Maaten 2014, Barnes-Hut, perplexity 30) or ``umap``.
    seed
        The same seed gives the same places on the same machine.
    progress
        Called with words about how far it is.
    cancelled
        Asked ten times a second.

    Returns
    -------
    float32 ``[N, 2]``, or None where it was cancelled.

    Raises
    ------
    SpecError
        There are too few codes, they are not all finite, or UMAP is not installed.
    StudioError
        The library failed.
    """
    _check(codes, method)
    with tempfile.TemporaryDirectory(prefix="vae-studio-embedding-") as folder:
        taken, given = Path(folder) / "codes.npy", Path(folder) / "places.npy"
        np.save(taken, np.asarray(codes, np.float32))
        words = ["-u", "-m", "vae_studio.latent.embedding", method, str(seed), str(taken), str(given)]
        with (Path(folder) / "errors.txt").open("w+b") as errors:
            process = subprocess.Popen(  # noqa: S603  this very program
                [sys.executable, *words],
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                env={**os.environ, **_threads(len(codes))},
            )
            if not _finished(process, method, progress or (lambda _: None), cancelled or (lambda: False)):
                return None
            if process.returncode:
                errors.seek(0)
                last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
                raise StudioError(
                    f"{METHOD_NAMES[method]} failed: {''.join(last) or 'it was ended from outside'}",
                    remedy="Choose another projection, or fewer points.",
                )
        return np.asarray(np.load(given, allow_pickle=False))


def _check(codes: np.ndarray, method: Method) -> None:
    if method == "umap" and umap_reason():
        raise SpecError("UMAP is not installed.", remedy="Install umap-learn.")
    if len(codes) < FEWEST_EMBEDDED:
        raise SpecError(
            f"{len(codes)} examples are too few for {METHOD_NAMES[method]}",
            remedy=f"Show {FEWEST_EMBEDDED} or more.",
        )
    if not np.isfinite(codes).all():
        raise SpecError("some examples are encoded to no finite z, so that they cannot be embedded")


def _threads(count: int) -> dict[str, str]:
    """Return what keeps the library's threads from turning in circles while they wait for each other.

    Beside a training that uses every core they would otherwise take five times as long, and the few steps
    of few examples are quickest on one.
    """
    return {"OMP_WAIT_POLICY": "PASSIVE", **({"OMP_NUM_THREADS": "1"} if count < FEW else {})}


def _finished(
    process: subprocess.Popen[bytes],
    method: Method,
    progress: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Wait for the process and pass on how far it is; return False where it was cancelled."""
    listener = threading.Thread(target=_listen, args=(process, method, progress), daemon=True)
    listener.start()
    try:
        while True:
            try:
                process.wait(_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                if cancelled():
                    return False
            else:
                return True
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        listener.join()
        assert process.stdout is not None
        process.stdout.close()


def _listen(process: subprocess.Popen[bytes], method: Method, progress: Callable[[str], None]) -> None:
    assert process.stdout is not None
    progress(f"{METHOD_NAMES[method]}: loading the library…")
    for line in process.stdout:
        words = line.decode(errors="replace").strip()
        found = _ITERATION.match(words)
        if found:
            progress(f"t-SNE: {found[1]} of {ITERATIONS} iterations")
        elif words.startswith("working"):
            progress(f"{METHOD_NAMES[method]}: finding neighbours…")


def _work(method: str, seed: int, taken: str, given: str) -> None:
    """Do the work, in the process of its own."""
    if hasattr(os, "nice"):
        os.nice(10)  # training comes first
    codes = np.load(taken, allow_pickle=False)
    if method == "umap":
        umap = import_module("umap")  # a library that only some have
        model = umap.UMAP(n_components=2, random_state=seed, n_jobs=1)
    else:
        from sklearn.manifold import TSNE

        perplexity = min(30.0, (len(codes) - 1) / 3)
        # Principal components as a start keep what lies where from one epoch to the next.
        start = "pca" if codes.shape[1] > 1 else "random"
        model = TSNE(2, perplexity=perplexity, init=start, max_iter=ITERATIONS, random_state=seed, verbose=2)
    sys.stdout.write("working\n")
    np.save(given, np.asarray(model.fit_transform(codes), np.float32))


if __name__ == "__main__":
    _work(sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4])
