"""Where a run's parts come from, for its manifest. Imports no TensorFlow."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from vae_studio.api import Kind, RunSpec
from vae_studio.data.dataset import Dataset
from vae_studio.registry.registry import Registry
from vae_studio.runs.manifest import DatasetSource, Manifest, PluginSource
from vae_studio.session.table_layouts import to_source

LIBRARIES = ("vae-studio", "tensorflow", "tensorflow-probability", "tf-keras", "numpy")


def describe_run(registry: Registry, name: str, spec: RunSpec, dataset: Dataset, parameters: int) -> Manifest:
    """Return the manifest of a new run."""
    plugins = {
        kind.section: PluginSource.model_validate(registry.provenance(kind, spec.choice(kind).plugin))
        for kind in Kind
    }
    return Manifest(
        name=name,
        plugins=plugins,
        dataset=describe_dataset(dataset),
        parameters=parameters,
        versions=library_versions(),
    )


def describe_dataset(dataset: Dataset) -> DatasetSource:
    """Return what a manifest says of a dataset."""
    splits = dataset.splits
    return DatasetSource(
        name=dataset.name,
        source=dataset.source,
        fingerprint=dataset.fingerprint,
        data_shape=dataset.data_shape,
        counts={
            "train": len(splits.train),
            "validation": len(splits.validation),
            "test": len(splits.test),
        },
        class_names=dataset.class_names,
        table=to_source(dataset.layout),
    )


def library_versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that figures depend on."""
    versions = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            versions[library] = version(library)
        except PackageNotFoundError:
            continue
    return versions
