"""Pages and acts of the harvest."""
