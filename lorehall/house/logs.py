"""Logging: one line an event to standard error, for people or for programs."""

from __future__ import annotations

import logging.config
import sys
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(given: dict[str, str]) -> None:
    """Set up logging of `given["level"]` in `given["format"]`; Django calls it with its LOGGING setting."""
    shown: list[Any] = (
        [structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()]
        if given["format"] == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    formatter = structlog.stdlib.ProcessorFormatter
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": formatter,
                    "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
                    "processors": [formatter.remove_processors_meta, *shown],
                }
            },
            "handlers": {
                "stderr": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stderr",
                    "formatter": "lines",
                }
            },
            "root": {"handlers": ["stderr"], "level": given["level"]},
            "loggers": {
                # Django says everything twice, once for the page and once for the error behind it.
                "django.request": {"level": "ERROR"},
                "django.security.DisallowedHost": {"level": "CRITICAL"},
                "PIL": {"level": "INFO"},
            },
        }
    )
    structlog.configure(
        processors=[*SHARED, formatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
