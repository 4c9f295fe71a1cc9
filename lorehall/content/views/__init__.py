"""Pages and actions that every kind of item shares."""
