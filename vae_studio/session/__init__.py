"""The façade over the core: what the window, the command line and a notebook call.

Importing it loads no TensorFlow; the first method that needs it does.
"""

from vae_studio.session.evaluation import Evaluation
from vae_studio.session.run import Run
from vae_studio.session.session import Session
from vae_studio.session.training_job import TrainingJob

__all__ = ["Evaluation", "Run", "Session", "TrainingJob"]
