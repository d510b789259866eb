"""The runs of the workspace: their table, what can be done with them, and their comparison."""
