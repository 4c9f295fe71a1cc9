"""What the pages of the harvest read."""
