"""Pictures of every screen, taken from the real window at work: for the manual, and to look at."""
