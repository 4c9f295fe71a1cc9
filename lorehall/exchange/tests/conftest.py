from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

# What is imported needs Django's apps, which are not ready when this file is read.


@pytest.fixture
def host(db: None) -> Any:
    from lorehall.people.rules import create_host

    return create_host("Hilda Holm", "hilda@example.org", "a long enough pass phrase")


@pytest.fixture
def bread(host: Any, tmp_path: Path) -> Any:
    """The small dump, imported: its report."""
    from lorehall.exchange.tests.dumping import BREAD, bring

    return bring(BREAD, host, tmp_path)
