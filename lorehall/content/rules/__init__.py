"""The verbs of the spine. Each file is one verb; kinds of items build on `start` and `add`."""
