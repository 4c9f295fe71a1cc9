"""The verbs of the learning agenda: follow the charter, attach, close."""
