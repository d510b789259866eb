"""The command line."""

from vae_studio.cli.main import main

__all__ = ["main"]
