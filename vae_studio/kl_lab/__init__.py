"""The KL lab: fitting one Gaussian q to another, p, step by step, beside what algebra says the best q is.

Importing it loads no TensorFlow; :mod:`~vae_studio.kl_lab.fit` and :mod:`~vae_studio.kl_lab.stages` do.
"""

from vae_studio.kl_lab.fitted import KLFit
from vae_studio.kl_lab.problem import KLProblem
from vae_studio.kl_lab.target import Target

__all__ = ["KLFit", "KLProblem", "Target"]
