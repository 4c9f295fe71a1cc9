"""Serve the pages and do the work behind them."""

from __future__ import annotations

import argparse

from django.conf import settings

from lorehall.house import prepare, serve, set_up
from lorehall.house.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    """None but settings."""


def run(_given: argparse.Namespace) -> int:
    """Prepare, say the address, and serve until told to stop."""
    config = settings.CONFIG
    try:
        serve.must_be_free(config["LOREHALL_HOST"], config["LOREHALL_PORT"])
    except OSError as error:
        where = f"{config['LOREHALL_HOST']}:{config['LOREHALL_PORT']}"
        raise Complaint(f"{where} can't be listened on: {error.strerror}.") from error
    prepare.migrate()
    prepare.collect_static()
    prepare.warm()
    lines = [f"Lorehall is at {settings.URL}"]
    if token := set_up.make_link():
        lines.append(f"Make the first account at {settings.URL}/setup/{token} (this link works once).")
    print("\n".join(lines), flush=True)  # noqa: T201
    return serve.Supervisor(web=config["LOREHALL_WEB"], workers=config["LOREHALL_WORKERS"]).run()
