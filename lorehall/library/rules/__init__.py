"""The verbs of the library: arrange topics, place practices, keep collections, go through them."""
