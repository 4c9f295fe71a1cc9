"""The verbs of questions, one a file."""
