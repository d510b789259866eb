"""New plugins: a small, complete distribution to start from. Imports neither TensorFlow nor Qt."""

from vae_studio.scaffold.draft import Draft
from vae_studio.scaffold.writing import Scaffold, write_plugin

__all__ = ["Draft", "Scaffold", "write_plugin"]
