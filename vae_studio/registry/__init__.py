"""Finds plugins through entry points and keeps the broken ones as data. Imports no TensorFlow."""

from vae_studio.registry.records import PluginProvenance, PluginRecord, PluginStatus, RescanResult
from vae_studio.registry.registry import Registry

__all__ = ["PluginProvenance", "PluginRecord", "PluginStatus", "Registry", "RescanResult"]
