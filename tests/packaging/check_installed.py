"""Run with the Python of an installation, outside the checkout: do entry points and resources load?"""

import os
import sys
from importlib.resources import files
from pathlib import Path

import vae_studio
import vae_studio_resources
from vae_studio.registry.registry import Registry

checkout = Path(os.environ["CHECKOUT"]).resolve()
installed = Path(vae_studio.__file__).resolve()
if checkout in installed.parents:
    sys.exit(f"vae_studio was imported from the checkout: {installed}")

registry = Registry()
unusable = [record for record in registry.records if record.status != "available"]
if unusable or len(registry.records) < 7:
    sys.exit(f"plugins that do not load: {unusable} of {len(registry.records)}")
for record in registry.records:
    registry.builder(record.kind, record.name)

resources = files(vae_studio_resources)
for folder, ending in (("fonts", ".otf"), ("themes", ".template")):
    found = [entry.name for entry in (resources / folder).iterdir() if entry.name.endswith(ending)]
    if not found:
        sys.exit(f"no {ending} among the resources in {folder}")
    print(f"{folder}: {', '.join(sorted(found))}")
print(f"{len(registry.records)} plugins load from {installed.parent}")
