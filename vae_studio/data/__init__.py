"""From sources to arrays: files, preprocessing, splits. Imports no TensorFlow."""
