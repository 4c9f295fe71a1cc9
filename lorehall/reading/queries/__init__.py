"""Read models of reading."""
