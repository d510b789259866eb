"""The thread on which all TensorFlow work happens, and how results and events come back from it."""
