"""Assertions and small tools that tests of all rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext


@contextmanager
def assert_max_queries(maximum: int) -> Iterator[CaptureQueriesContext]:
    """Fail, with the queries, when the block asks the database more than `maximum` times."""
    with CaptureQueriesContext(connection) as context:
        yield context
    if len(context) > maximum:
        queries = "\n".join(
            f"{number}. {query['sql']}" for number, query in enumerate(context.captured_queries, 1)
        )
        raise AssertionError(f"{len(context)} queries, at most {maximum} are allowed:\n{queries}")


def parsed(response: HttpResponse) -> BeautifulSoup:
    """Return the page of an answer as a tree."""
    return BeautifulSoup(response.content, "lxml")
