"""What search, similarity and suggestions read."""
