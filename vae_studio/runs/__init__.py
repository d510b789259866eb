"""The run folder and the spec file. Imports no TensorFlow."""
