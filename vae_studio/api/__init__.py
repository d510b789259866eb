"""What the author of a plugin imports: specs, typed parameters, protocols and errors.

Nothing here imports TensorFlow or Qt.
"""

from vae_studio.api.errors import (
    DataError,
    OutputError,
    PluginError,
    RunError,
    SpecError,
    StudioError,
    TrainingError,
)
from vae_studio.api.parameters import Parameter, Params, describe_parameters, parameter
from vae_studio.api.plugins import API_VERSION, Kind, Needs, PluginSpec
from vae_studio.api.protocols import BuildContext, Decoder, Encoder, KLStrategy, Prior
from vae_studio.api.run_spec import DataSpec, EncoderChoice, PluginChoice, RunSpec, Section, TrainingSpec
from vae_studio.api.scripts import ScriptPart

__all__ = [
    "API_VERSION",
    "BuildContext",
    "DataError",
    "DataSpec",
    "Decoder",
    "Encoder",
    "EncoderChoice",
    "KLStrategy",
    "Kind",
    "Needs",
    "OutputError",
    "Parameter",
    "Params",
    "PluginChoice",
    "PluginError",
    "PluginSpec",
    "Prior",
    "RunError",
    "RunSpec",
    "ScriptPart",
    "Section",
    "SpecError",
    "StudioError",
    "TrainingError",
    "TrainingSpec",
    "describe_parameters",
    "parameter",
]
