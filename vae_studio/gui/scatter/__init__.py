"""The Scatter: encoded examples of a split, coloured by class, with the posteriors of the tray."""
