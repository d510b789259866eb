"""A VAE composed of encoder, decoder, prior and KL strategy, and its objective."""
