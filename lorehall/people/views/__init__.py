"""Pages about people: the ways in, the settings, the profile."""
