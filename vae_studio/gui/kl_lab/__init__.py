"""The KL lab: a target, an approximation, and what gradient descent on their divergence does to it."""
