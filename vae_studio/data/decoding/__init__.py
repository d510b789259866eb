"""Images of a folder or an archive decoded side by side into rows of examples."""
