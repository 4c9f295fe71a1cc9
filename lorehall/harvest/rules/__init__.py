"""The verbs of the harvest, one a file."""
