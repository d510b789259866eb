"""The Latent grid: decoded images over the prior, what is under the pointer, pins and saving."""
