"""From sources to arrays: files, preprocessing, splits. Imports no TensorFlow."""

from vae_studio.data.catalogue import DatasetInfo, embedded_datasets
from vae_studio.data.dataset import Dataset, Skipped, Splits
from vae_studio.data.fitting import fit_image
from vae_studio.data.images import read_and_fit, read_image
from vae_studio.data.loading import load_dataset
from vae_studio.data.preview import preview
from vae_studio.data.progress import Progress, ReadingCancelledError
from vae_studio.data.scaling import ColumnScaling
from vae_studio.data.table_layout import TableLayout
from vae_studio.data.walking import collect_image_files

__all__ = [
    "ColumnScaling",
    "Dataset",
    "DatasetInfo",
    "Progress",
    "ReadingCancelledError",
    "Skipped",
    "Splits",
    "TableLayout",
    "collect_image_files",
    "embedded_datasets",
    "fit_image",
    "load_dataset",
    "preview",
    "read_and_fit",
    "read_image",
]
