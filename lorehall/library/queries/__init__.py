"""Read models of the library, ready to print."""
