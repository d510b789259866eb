"""Taking a run away from the studio: as one Python script, or as TensorFlow SavedModels."""
