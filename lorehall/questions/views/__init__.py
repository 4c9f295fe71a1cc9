"""Pages and acts of questions."""
