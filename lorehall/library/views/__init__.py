"""Pages and acts of the library."""
