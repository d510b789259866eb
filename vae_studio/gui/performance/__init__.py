"""View ▸ Performance: how long the window is ever silent, and how fast the run on screen goes."""
