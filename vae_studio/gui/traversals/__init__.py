"""The Traversals tab: each latent dimension swept, the others held at a start."""
