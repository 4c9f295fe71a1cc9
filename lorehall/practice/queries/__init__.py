"""Read models of practices, ready to print."""
