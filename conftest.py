"""What every test stands on: an engine and a data folder of its own, then the fixtures from `tests/`."""

from __future__ import annotations

# First: it decides engine and data folder, before anything reads Django's settings.
from tests import engine

pytest_plugins = ["tests.guards", "tests.moments", "tests.counting", "tests.recorded", "tests.cast"]

pytest_configure = engine.pytest_configure
pytest_sessionstart = engine.pytest_sessionstart
pytest_unconfigure = engine.pytest_unconfigure
pytest_report_header = engine.pytest_report_header
django_db_modify_db_settings = engine.django_db_modify_db_settings
