"""What a trained model is worth: figures over a split, active units."""
