"""What changes how far somebody has read."""
