"""Training from pictures that are not in memory, beside training from few of them."""
