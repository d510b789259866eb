"""What the drop overlay says about a drag."""

from __future__ import annotations

from vae_studio.gui.drop_overlay import DropWords
from vae_studio.gui.drops import DropContents
from vae_studio.gui.figures import shape

STOP_FIRST = "Training is under way: stop it first"


def drop_words(
    contents: DropContents,
    pixels: int,
    data_shape: tuple[int, ...] | None,
    next_number: int,
    *,
    locked: bool = False,
) -> DropWords:
    """Return what letting go would do.

    Parameters
    ----------
    contents
        Files and folders that are dragged.
    pixels
        How many images are dragged without a file.
    data_shape
        Shape of the model's examples; None without a model.
    next_number
        The number that the next card of the tray gets.
    locked
        Whether a run is being trained, so that neither it nor its settings can be exchanged.
    """
    images = len(contents.images) + pixels
    if contents.runs:
        line = STOP_FIRST if locked else "With its settings and its dataset"
        return DropWords(f"Drop to open the run {contents.runs[0].name}", line, 1)
    if contents.specs and not images:
        line = STOP_FIRST if locked else "Those of dataset, model and training"
        return DropWords(f"Drop to take the settings of {contents.specs[0].name}", line, 1)
    if not images and contents.rows and data_shape is not None and len(data_shape) == 1:
        files = contents.rows
        what = files[0].name if len(files) == 1 else f"{len(files)} files"
        return DropWords(f"Drop to encode the rows of {what}", "The codes can be saved afterwards", len(files))
    if not images and contents.arrays and not contents.folders:
        return DropWords(f"Drop to use {contents.arrays[0].name} as the dataset", "After a question", 1)
    if not images and contents.folders:
        return DropWords(
            "Drop to encode the images of a folder", "Or to use it as the dataset", len(contents.folders)
        )
    readable = len(contents.readable_images) + pixels
    what = "1 image" if readable == 1 else f"{readable} images"
    title = f"Drop to encode {what}" if readable else "Drop to try to encode"
    return DropWords(title, _line(images, readable, data_shape, next_number), images)


def _line(images: int, readable: int, data_shape: tuple[int, ...] | None, next_number: int) -> str:
    parts = []
    if readable < images:
        parts.append(f"{readable} of {images} files are images")
    if data_shape is None or len(data_shape) != 3:
        parts.append("kept in the tray until there is a model of images")
    else:
        colour = "grey" if data_shape[2] == 1 else "colour"
        last = next_number + readable - 1
        numbers = f"{next_number}" if readable <= 1 else f"{next_number}–{last}"
        parts.append(f"resized to {shape(data_shape[:2])} {colour}")
        parts.append(f"added to the tray as {numbers}")
    line = " · ".join(parts)
    return line[:1].upper() + line[1:]
