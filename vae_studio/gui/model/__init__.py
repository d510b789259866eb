"""The Model panel: four plugins, their parameters, and the shapes that follow from them."""
