"""What no test may do: draw a page that asks the database, hash slowly, keep a cache from the last test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Self

import jinja2
import pytest
from django.db import connections


class TemplateAskedTheDatabase(AssertionError):
    """A template ran a query. Read what it needs in the query object, before the page is drawn."""


def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    raise TemplateAskedTheDatabase(f"A template ran a query:\n{sql}")


class DatabaseBlocked(ExitStack):
    """While it is entered, any statement on any connection of this thread fails."""

    def __enter__(self) -> Self:
        super().__enter__()
        for connection in connections.all(initialized_only=True):
            self.enter_context(connection.execute_wrapper(refuse))
        return self


@pytest.fixture(autouse=True, scope="session")
def templates_run_no_queries() -> Iterator[None]:
    """Every Jinja2 template of every test is drawn with the database blocked."""
    render = jinja2.Template.render

    def guarded(self: jinja2.Template, *args: Any, **kwargs: Any) -> str:
        with DatabaseBlocked():
            return render(self, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Template, "render", guarded)
        yield


@pytest.fixture(autouse=True, scope="session")
def passwords_hash_quickly() -> Iterator[None]:
    """Argon2 is slow by intent. A test of the hasher itself sets PASSWORD_HASHERS back."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def caches_are_empty() -> Iterator[None]:
    """Rate limits and the like begin anew with each test, without a query where the cache is a table."""
    from django.core.cache import caches
    from django.core.cache.backends.db import DatabaseCache

    yield
    for cache in caches.all(initialized_only=True):
        if not isinstance(cache, DatabaseCache):
            cache.clear()


@pytest.fixture(autouse=True)
def no_words_stay(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties the tables of its models after a test that committed, and knows nothing of the tables of words."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    blocker = request.getfixturevalue("django_db_blocker")
    yield
    if not commits:
        return
    from lorehall.content.index import ITEMS, POSTS

    with blocker.unblock(), connections["default"].cursor() as cursor:
        for table in (POSTS, ITEMS):
            cursor.execute(f"DELETE FROM {table.name}")
