"""Every answer of the API about what is published, as a reader of all of it would collect them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

Row = dict[str, Any]

#: For each list the addresses of what one of its rows leads to.
LISTS: dict[str, Callable[[Row], list[str]]] = {
    "news": lambda row: [f"news/{row['id']}"],
    "documents": lambda row: [f"documents/{row['id']}", f"documents/{row['id']}/akn"],
    "gazette/issues": lambda row: ["gazette/issues/" + "/".join(row["url"].rstrip("/").split("/")[-2:])],
    "drafts": lambda row: [f"drafts/{row['slug']}", f"drafts/{row['slug']}/comments"],
    "questions": lambda row: [f"questions/{row['id']}"],
    "datasets": lambda row: [
        f"datasets/{row['slug']}{rest}"
        for rest in ("", "/data.json", "/data.csv", "/datapackage.json", "/csvw.json", "/jsonstat.json")
    ],
    "agencies?external=true": lambda row: [f"agencies/{row['code']}"],
    "reference": lambda row: [f"reference/{row['table']}?page_size=100"],
    "statistics/activity?year=2021": lambda row: [],
}  # fmt: skip


def rows_of(client: Client, path: str) -> Iterator[tuple[str, Row]]:
    """Return each page of a list with its address."""
    following: str | None = f"/api/v1/{path}{'&' if '?' in path else '?'}page_size=100"
    while following:
        page = client.get(following).json()
        yield following, page
        following = page.get("next")
        if following:
            parts = urlsplit(following)
            following = f"{parts.path}?{parts.query}"


def all_answers(client: Client) -> dict[str, bytes]:
    """Return every answer by its address."""
    found: dict[str, bytes] = {}
    for path, leads_to in LISTS.items():
        if "statistics" in path:
            found[path] = client.get(f"/api/v1/{path}").content
            continue
        for address, page in rows_of(client, path):
            found[address] = repr(page).encode()
            for row in page["results"]:
                for further in leads_to(row):
                    response = client.get(f"/api/v1/{further}")
                    found[further] = b"%d " % response.status_code + (
                        b"".join(response.streaming_content) if response.streaming else response.content
                    )
    return found
