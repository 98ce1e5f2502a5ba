"""import_gazettes: what goes in, what is refused, and that nothing is doubled."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from gazette.issues.models import GazetteEntry, GazetteIssue
from portal.agencies.models import Agency
from portal.core import generation
from portal.core.models import SiteSettings
from search.models import OutboxEntry
from tests.factories.agencies import AgencyFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteIssueFactory, pdf_attachment

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("a_code_list")]

ISSUE = {
    "id": "cb-44-45", "province": "Sơn La", "issue": "44 + 45", "numbers": [44, 45], "year": 2026,
    "date": "2026-07-10", "unid": "855701d0", "contents": None, "source": "nguồn",
}  # fmt: skip
ENTRY = {
    "part": "Phần văn bản quy phạm pháp luật", "issuer": "UBND Tỉnh", "date": "2026-07-13",
    "type": "Quyết định của UBND tỉnh", "number": "37/2026/QĐ-UBND", "title": "bãi bỏ Quyết định",
    "files": ["2979/$file/QD so 37.doc"],
}  # fmt: skip


@pytest.fixture
def a_code_list(db):
    """A database without any is prepared by the command itself, which takes time."""
    AgencyFactory()


@pytest.fixture
def run(tmp_path):
    """Import lines and return exit code and refusals."""

    def run(*lines):
        path = tmp_path / "gazettes.jsonl"
        path.write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
        )
        try:
            call_command("import_gazettes", str(path))
            code = 0
        except SystemExit as exit_:
            code = exit_.code
        rejected = tmp_path / "gazettes.rejected.jsonl"
        found = (
            [json.loads(line) for line in rejected.read_text("utf-8").splitlines()]
            if rejected.exists()
            else []
        )
        return code, [(item["line"], item["reason"]) for item in found]

    return run


def test_an_issue_goes_in_as_the_line_says(run):
    assert run(ISSUE | {"contents": [ENTRY]}) == (0, [])
    issue = GazetteIssue.objects.get(source_id="cb-44-45")
    assert (issue.year, issue.issue_number, issue.first_number, issue.last_number) == (
        2026,
        "44 + 45",
        44,
        45,
    )
    assert (issue.published_on, issue.province, issue.slug) == (date(2026, 7, 10), "Sơn La", "44-45")
    assert (issue.source_reference, issue.source_name, issue.live) == ("855701d0", "nguồn", True)
    entry = issue.entries.get()
    assert (entry.section, entry.issuer, entry.number) == (ENTRY["part"], "UBND Tỉnh", "37/2026/QĐ-UBND")
    assert (entry.issued_on, entry.type_text) == (date(2026, 7, 13), ENTRY["type"])
    assert entry.source_files == ENTRY["files"]
    assert OutboxEntry.objects.filter(source="gazette", object_id=str(issue.pk)).exists()


def test_the_real_gazettes_go_in_whole_and_only_once(tmp_path):
    source = Path(settings.BASE_DIR) / "portal/demo/resources/gazettes/gazettes.jsonl.gz"
    copy = tmp_path / "gazettes.jsonl.gz"
    copy.write_bytes(source.read_bytes())
    lines = [json.loads(line) for line in gzip.decompress(copy.read_bytes()).splitlines()]
    call_command("import_gazettes", str(copy))
    before = list(GazetteIssue.objects.order_by("pk").values())
    assert {issue["source_id"] for issue in before} == {line["id"] for line in lines}
    assert GazetteEntry.objects.count() == sum(len(line["contents"] or []) for line in lines)
    raised = generation.current()
    call_command("import_gazettes", str(copy))
    assert list(GazetteIssue.objects.order_by("pk").values()) == before
    assert generation.current() == raised


def test_a_contents_page_without_a_number_is_kept(run, client):
    assert run(
        {"id": "muc-luc", "issue": None, "numbers": [], "year": 2026, "date": None, "contents": [ENTRY]}
    ) == (0, [])
    page = client.get("/cong-bao/2026/muc-luc/").content.decode()
    assert "Nguồn không ghi số" in page
    assert "37/2026/QĐ-UBND" in page


def test_a_changed_line_replaces_what_was_imported_and_keeps_what_editors_added(run):
    run(ISSUE | {"contents": [ENTRY]})
    issue = GazetteIssue.objects.get()
    issue.file = pdf_attachment()
    issue.entries.add(GazetteEntry(number="9/2026/QĐ-UBND", sort_order=9))
    issue.save()
    assert run(ISSUE | {"date": "2026-07-11", "contents": [ENTRY | {"number": "38/2026/QĐ-UBND"}]}) == (0, [])
    again = GazetteIssue.objects.get()
    assert (again.pk, again.published_on, again.file) == (issue.pk, date(2026, 7, 11), issue.file)
    assert {entry.number for entry in again.entries.all()} == {"9/2026/QĐ-UBND", "38/2026/QĐ-UBND"}


def test_a_withdrawn_issue_stays_withdrawn(run):
    run(ISSUE)
    GazetteIssue.objects.get().unpublish()
    run(ISSUE | {"date": "2026-07-11"})
    assert not GazetteIssue.objects.get().live


def test_a_corrected_number_leads_from_the_old_address(run, client):
    run(ISSUE | {"issue": "44", "numbers": [44]})
    run(ISSUE | {"issue": "46", "numbers": [46]})
    assert GazetteIssue.objects.get().slug == "46"
    assert client.get("/cong-bao/2026/44/")["Location"] == "/cong-bao/2026/46/"


def test_two_provinces_with_one_number_have_two_addresses(run):
    lines = [ISSUE, ISSUE | {"id": "ld", "province": "Lâm Đồng"}]
    assert run(*lines) == (0, [])
    assert run(*reversed(lines)) == (0, [])
    assert dict(GazetteIssue.objects.values_list("source_id", "slug")) == {
        "cb-44-45": "44-45", "ld": "44-45-lam-dong",
    }  # fmt: skip


def test_the_portals_own_province_is_not_named(run, site):
    settings_ = SiteSettings.for_site(site)
    settings_.province_name = "Tỉnh Sơn La"
    settings_.save()
    run(ISSUE)
    assert GazetteIssue.objects.get().province == ""


@pytest.fixture
def site():
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True)


def test_an_overlapping_range_is_refused_and_the_rest_goes_in(run):
    GazetteIssueFactory(issue_number="7", province="Sơn La")
    code, refused = run(
        ISSUE,
        ISSUE | {"id": "b", "issue": "45 + 46", "numbers": [45, 46]},
        ISSUE | {"id": "c", "issue": "07", "numbers": [7]},
        ISSUE | {"id": "d", "issue": "46", "numbers": [46]},
    )
    assert code == 2
    assert [line for line, _reason in refused] == [2, 3]
    assert "Năm 2026 đã có Công báo số 44 + 45" in refused[0][1]
    assert set(GazetteIssue.objects.values_list("issue_number", flat=True)) == {"7", "44 + 45", "46"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": ""}, "id"),
        ({"issue": "45 + 44", "numbers": []}, "issue"),
        ({"numbers": [44, 46]}, "numbers"),
        ({"numbers": "44"}, "numbers"),
        ({"numbers": [True]}, "numbers"),
        ({"year": "hai nghìn"}, "year"),
        ({"year": 99999}, "year"),
        ({"year": None, "date": None}, "year"),
        ({"date": "2026-02-30"}, "date"),
        ({"issue": None, "numbers": [], "date": None}, "issue"),
        ({"issue": "<b>44</b>"}, "issue"),
        ({"contents": "mục lục"}, "contents"),
        ({"contents": [{"issuer": "UBND"}]}, "contents[0].number"),
        ({"contents": [ENTRY, ENTRY | {"date": "mai"}]}, "contents[1].date"),
        ({"contents": [ENTRY | {"page_from": 9, "page_to": 3}]}, "contents[0].page_to"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"note": "Uû ban nh©n d©n tØnh"}, "note"),
    ],
)
def test_bad_lines_are_refused_with_the_field(run, changes, field):
    code, refused = run(ISSUE | changes)
    assert code == 1
    assert refused[0][1].startswith(f"{field}: ")
    assert not GazetteIssue.objects.exists()


def test_the_number_may_come_from_the_list_alone(run):
    run({"id": "x", "numbers": [8, 9], "date": "10/7/2026"})
    issue = GazetteIssue.objects.get()
    assert (issue.issue_number, issue.year, issue.slug) == ("8 + 9", 2026, "8-9")


def test_contents_are_linked_by_number_and_issuer(run):
    right = LegalDocumentFactory(
        number="37/2026/QĐ-UBND", issuer_name="UBND tỉnh Sơn La", issued_on=date(2026, 7, 13)
    )
    LegalDocumentFactory(
        number="37/2026/QĐ-UBND", issuer_name="UBND tỉnh Lào Cai", issued_on=date(2026, 7, 13)
    )
    run(ISSUE | {"contents": [ENTRY, ENTRY | {"issuer": "HĐND tỉnh", "type": "Nghị quyết"}]})
    assert [entry.document for entry in GazetteIssue.objects.get().entries.all()] == [right, None]


def test_a_new_database_is_prepared_first(run):
    Agency.objects.all().delete()
    assert run(ISSUE) == (0, [])
    assert Agency.objects.filter(code="UBND").exists()


def test_a_batch_costs_the_same_whatever_its_size(run, django_assert_max_num_queries):
    with django_assert_max_num_queries(70):
        run(
            *(
                ISSUE | {"id": f"n{n}", "issue": str(n), "numbers": [n], "contents": [ENTRY] * 3}
                for n in range(1, 201)
            )
        )
    assert GazetteIssue.objects.count() == 200


@pytest.mark.parametrize("day", ["0001-01-01", "0226-07-10", "9999-12-31"])
def test_a_year_that_no_gazette_has_is_refused(run, day):
    line = {name: value for name, value in ISSUE.items() if name != "year"} | {"date": day}
    code, [(_line, reason)] = run(line)
    assert code == 1
    assert reason.startswith(("date:", "year:"))
