"""Read models of composed pages."""
