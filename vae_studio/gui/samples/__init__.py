"""The Samples: draws from the prior, decoded."""
