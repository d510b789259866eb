"""The KL strategy that is TFP's ``KLDivergenceRegularizer``."""

from __future__ import annotations

from vae_studio.api import API_VERSION, Kind, PluginSpec, parameter
from vae_studio_builtins.tfp_kl_params import AXIS_HELP, ReduceAxis, TfpKLParams


class RegularizerParams(TfpKLParams):
    """Parameters of ``KLDivergenceRegularizer``."""

    test_points_reduce_axis: ReduceAxis = parameter("()", AXIS_HELP, label="Reduce axis")


PLUGIN = PluginSpec(
    kind=Kind.KL_STRATEGY,
    name="tfp_regularizer",
    label="KLDivergenceRegularizer",
    summary="TensorFlow Probability's KL as the activity regulariser of the posterior's layer.",
    params=RegularizerParams,
    build="vae_studio_builtins.tfp_kl:build_regularizer",
    script="vae_studio_builtins.scripts_tfp_kl:regularizer",
    api_version=API_VERSION,
    reference="Dillon et al. 2017",
)
