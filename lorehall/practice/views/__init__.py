"""Pages and acts of practices."""
