"""The data that a spec names, and the data at hand. Imports no TensorFlow."""

from __future__ import annotations

from pathlib import Path

from vae_studio.api import DataSpec, RunSpec, SpecError
from vae_studio.data.catalogue import embedded_datasets
from vae_studio.data.dataset import Dataset

LEFT_TO_THE_MODEL = {"source", "binarise", "threshold"}
"""Keys of a data spec that change nothing of what is read."""

NAMED = 3
"""Files that are named; how many more there are is counted."""


def located(data: DataSpec) -> DataSpec:
    """Return a data spec whose source means the same from every folder.

    Raises
    ------
    SpecError
        The path is not valid Unicode, which a run could not keep.
    """
    if data.source in {dataset.name for dataset in embedded_datasets()}:
        return data
    source = str(Path(data.source).expanduser().absolute())
    try:
        source.encode()
    except UnicodeEncodeError as error:
        shown = source.encode("utf-8", "backslashreplace").decode()
        raise SpecError(
            f"the path {shown} is not valid Unicode, and cannot be kept in a run",
            "data.source",
            "Rename the file or folder.",
        ) from error
    return data.model_copy(update={"source": source})


def require_own_data(spec: RunSpec, dataset: Dataset) -> None:
    """Refuse a dataset that was read by other settings than the spec's own.

    Raises
    ------
    SpecError
        Naming the first key that differs.
    """
    for key in type(spec.data).model_fields.keys() - LEFT_TO_THE_MODEL:
        wanted, found = getattr(spec.data, key), getattr(dataset.spec, key)
        if wanted != found:
            raise SpecError(
                f"the dataset was read with {found!r}, and the spec says {wanted!r}",
                f"data.{key}",
                "Load the dataset again by the spec's data.",
            )


def left_out_words(dataset: Dataset) -> tuple[str, ...]:
    """Return a warning that names the files which could not become examples, the first few at least."""
    skipped = dataset.skipped
    if not skipped:
        return ()
    named = "; ".join(f"{one.path} ({one.reason.rstrip('.')})" for one in skipped[:NAMED])
    more = f"; and {len(skipped) - NAMED} more" if len(skipped) > NAMED else ""
    files = "1 file was" if len(skipped) == 1 else f"{len(skipped)} files were"
    return (f"{files} left out: {named}{more}.",)
