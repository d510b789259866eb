"""Small controls that panels are made of; they know the theme and nothing of the studio."""
