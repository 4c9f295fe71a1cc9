"""Read models of questions, ready to print."""
