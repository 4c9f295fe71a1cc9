"""Read models of the spine."""
