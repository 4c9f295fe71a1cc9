"""The verbs of practices, one a file."""
