"""The Samples tab: draws from the prior, and examples beside their reconstructions."""
