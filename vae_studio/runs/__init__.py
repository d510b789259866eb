"""The run folder and the spec file. Imports no TensorFlow."""

from vae_studio.runs.checkpoints import (
    Checkpoint,
    best_checkpoint,
    latest_checkpoint,
    load_checkpoint,
    load_latest,
    save_checkpoint,
)
from vae_studio.runs.commented_spec import commented_spec
from vae_studio.runs.files import atomic_write
from vae_studio.runs.folder import RunFolder, is_run
from vae_studio.runs.manifest import DatasetSource, FinalFigures, Manifest, PluginSource
from vae_studio.runs.spec_file import apply_settings, read_spec, spec_from_toml, spec_to_toml, write_spec
from vae_studio.runs.workspace import default_workspace, list_runs, new_run_path

__all__ = [
    "Checkpoint",
    "DatasetSource",
    "FinalFigures",
    "Manifest",
    "PluginSource",
    "RunFolder",
    "apply_settings",
    "atomic_write",
    "best_checkpoint",
    "commented_spec",
    "default_workspace",
    "is_run",
    "latest_checkpoint",
    "list_runs",
    "load_checkpoint",
    "load_latest",
    "new_run_path",
    "read_spec",
    "save_checkpoint",
    "spec_from_toml",
    "spec_to_toml",
    "write_spec",
]
