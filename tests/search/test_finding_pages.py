"""The pages of gazette issues, found in one issue and among all of them, on both engines."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.test import Client

from gazette.issues.models import GazetteIssue, IssueBuild
from gazette.issues.search_sources import GazetteSource
from search import outbox, registry
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment

PAGES = ["Bia Cong bao", "Bang gia dat o nong thon", "Hoc phi mam non", "Gia dat trong cay lau nam"]


def text_pdf(pages: list[str]) -> bytes:
    """Return a PDF with a line of text on each page."""
    buffer = io.BytesIO()
    with pikepdf.new() as document:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for text in pages:
            page = document.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode())
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


@pytest.fixture
def issue(db: None, engine: str, monkeypatch: pytest.MonkeyPatch) -> GazetteIssue:
    """A published issue whose file begins with page 611 of the year."""
    monkeypatch.setattr(registry, "_sources", {})
    registry.register(GazetteSource())
    file = pdf_attachment(content=text_pdf(PAGES))
    issue: GazetteIssue = GazetteIssueFactory(issue_number="44 + 45", file=file)
    GazetteEntryFactory(issue=issue, number="37/2026/QĐ-UBND", page_from=612, page_to=613)
    GazetteEntryFactory(issue=issue, number="38/2026/QĐ-UBND", page_from=614, page_to=614)
    IssueBuild.objects.create(issue=issue, sha256=file.sha256, report={"first_page": 611})
    GazetteIssueFactory(issue_number="46", file=pdf_attachment(content=text_pdf(["Gia dat cua so khac"])))
    return issue


def _asked(client: Client, path: str, q: str) -> Any:
    outbox.drain(10_000)
    return client.get(path, {"q": q})


def test_pages_of_one_issue_are_found_with_their_printed_numbers(client: Client, issue: GazetteIssue) -> None:
    response = _asked(client, "/cong-bao/2026/44-45/tim-kiem/", "giá đất")
    rows = {row["title"]: (row["url"], row["place"]) for row in response.context["rows"]}
    assert rows == {
        "Trang 612 (trang 2 của tệp)": ("/cong-bao/2026/44-45.pdf#page=2", "37/2026/QĐ-UBND"),
        "Trang 614 (trang 4 của tệp)": ("/cong-bao/2026/44-45.pdf#page=4", "38/2026/QĐ-UBND"),
    }
    assert "<mark>" in response.content.decode()
    assert "/cong-bao/2026/44-45/tim-kiem/" in client.get("/cong-bao/2026/44-45/").content.decode()


def test_pages_of_all_issues_of_a_year_are_found(
    ask: Callable[..., Any], client: Client, issue: GazetteIssue
) -> None:
    year_page = client.get("/cong-bao/2026/").content.decode()
    assert 'name="unit" value="passage"' in year_page
    found = ask("gia dat", kind="gazette", year="2026", unit="passage").context["answer"].hits
    assert {hit.url for hit in found} == {
        "/cong-bao/2026/44-45.pdf#page=2",
        "/cong-bao/2026/44-45.pdf#page=4",
        "/cong-bao/2026/46.pdf#page=1",
    }


@pytest.mark.parametrize("q", ["khong dau co", "", "***", "-", "\x00", "x" * 5000, '"" OR (', "<script>"])
def test_what_no_page_has_is_no_error(client: Client, issue: GazetteIssue, q: str) -> None:
    response = _asked(client, "/cong-bao/2026/44-45/tim-kiem/", q)
    assert (response.status_code, response.context.get("rows") or []) == (200, [])


def test_a_withdrawn_issue_a_draft_and_one_without_file_are_not_searched(
    client: Client, ask: Callable[..., Any], issue: GazetteIssue
) -> None:
    issue.unpublish()
    assert _asked(client, "/cong-bao/2026/44-45/tim-kiem/", "gia dat").status_code == 410
    assert not [hit for hit in ask("gia dat", unit="passage").context["answer"].hits if "44-45" in hit.url]
    draft = GazetteIssueFactory(
        issue_number="47",
        live=False,
        first_published_at=None,
        file=pdf_attachment(content=text_pdf(PAGES[1:2])),
    )
    assert _asked(client, f"/cong-bao/2026/{draft.slug}/tim-kiem/", "gia dat").status_code == 404
    GazetteIssueFactory(issue_number="48")
    assert _asked(client, "/cong-bao/2026/48/tim-kiem/", "gia dat").status_code == 404
    assert 'tim-kiem/"' not in client.get("/cong-bao/2026/48/").content.decode().split("<main")[1]


def test_another_spelling_of_the_number_leads_to_the_search(client: Client, issue: GazetteIssue) -> None:
    response = _asked(client, "/cong-bao/2026/44/tim-kiem/", "gia dat")
    assert (response.status_code, response["Location"]) == (301, "/cong-bao/2026/44-45/tim-kiem/?q=gia+dat")
