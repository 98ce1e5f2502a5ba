"""From the intake register to a published, signed issue that nobody can change."""

from __future__ import annotations

import io
import json
import os
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from gazette.issues.enums import BuildState, IntakeState, Section
from gazette.issues.models import GazetteEntry, GazetteIssue, IntakeEntry, IssueBuild
from gazette.issues.services import building
from gazette.issues.services.building import build_next, request_build
from gazette.issues.services.composing import Placement, add_to_issue, arrange, arrange_by_rule
from gazette.issues.services.publishing import publish_issue
from gazette.issues.testing_keys import make_keys
from gazette.publication_log.services import log_missing, verify_all
from gazette.signatures.services import inspect_next
from portal.core.models import Attachment
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteIssueFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]


def pages(count: int) -> bytes:
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page(page_size=(595, 842))
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def received(number: str, *, count: int = 2, section: str = Section.COMMITTEE, **fields) -> IntakeEntry:
    name = f"{number.replace('/', '-')}.pdf"
    file = Attachment.objects.create(title=number, file=ContentFile(pages(count), name=name))
    values = {
        "number": number, "title": "Ban hành quy định", "type_text": "Quyết định", "issuer": "UBND tỉnh",
        "signed_on": date(2026, 7, 1), "received_on": date(2026, 7, 2), "sender": "Văn phòng", "file": file,
        "state": IntakeState.CHECKED, "section": section,
    }  # fmt: skip
    return IntakeEntry.objects.create(**(values | fields))


def draft(number: str = "47", **fields) -> GazetteIssue:
    return GazetteIssueFactory(issue_number=number, live=False, first_published_at=None, **fields)


def built(issue: GazetteIssue, *, signed: bool = False) -> IssueBuild:
    request_build(issue, signed=signed)
    assert build_next()
    return issue.builds.first()


@pytest.fixture
def published() -> GazetteIssue:
    issue = draft("1095 + 1096")
    add_to_issue(issue, received("1/2026/QĐ-UBND", count=3))
    document = LegalDocumentFactory(
        number="2/2026/NQ-HĐND", text="Điều 1. Thông qua.\nĐiều 2. #Tổ chức *thực hiện*."
    )
    add_to_issue(issue, received("2/2026/NQ-HĐND", section=Section.COUNCIL, document=document, file=None))
    arrange_by_rule(issue)
    built(issue)
    return publish_issue(issue)


def test_half_a_file_of_a_build_that_was_killed_is_never_taken_for_the_whole():
    issue = draft()
    add_to_issue(issue, received("1/2026/QĐ-UBND"))
    path = Path(default_storage.path(built(issue).file_name))
    whole = path.read_bytes()
    path.write_bytes(whole[:1000])
    left = path.with_name("1-khac.part")
    left.write_bytes(whole[:1000])
    os.utime(left, (0, 0))
    assert Path(default_storage.path(built(issue).file_name)) == path
    assert path.read_bytes() == whole
    assert not list(path.parent.glob("*.part"))


def test_the_register_refuses_what_says_nothing():
    for fields in (
        {"title": "", "type_text": ""},
        {"state": IntakeState.RETURNED},
        {"received_on": date(2026, 6, 30)},
        {"section": Section.CORRECTION},
    ):
        with pytest.raises(ValidationError):
            received("" if "title" in fields else "1/QĐ-UBND", **fields).full_clean()


def test_only_a_checked_document_comes_into_an_issue():
    with pytest.raises(ValidationError) as refused:
        add_to_issue(draft(), received("1/QĐ-UBND", state=IntakeState.RECEIVED))
    assert refused.value.code == "not_checked"


def test_order_by_rule_and_by_number():
    issue = draft()
    for number, section in (
        ("10/2026/QĐ-UBND", Section.COMMITTEE), ("9/2026/QĐ-UBND", Section.COMMITTEE), ("1/QĐ", Section.OTHER),
        ("3/2026/NQ-HĐND", Section.COUNCIL),
    ):  # fmt: skip
        add_to_issue(issue, received(number, section=section))
    arrange_by_rule(issue)
    ordered = list(issue.entries.order_by("sort_order").values_list("number", flat=True))
    assert ordered == ["3/2026/NQ-HĐND", "9/2026/QĐ-UBND", "10/2026/QĐ-UBND", "1/QĐ"]
    keys = list(issue.entries.order_by("sort_order").values_list("pk", flat=True))
    arrange(issue, [Placement(entry_id=key, position=9 - place) for place, key in enumerate(keys)])
    assert list(issue.entries.order_by("sort_order").values_list("number", flat=True)) == ordered[::-1]


def test_an_issue_is_built_with_cover_contents_pages_and_bookmarks(published):
    with (
        published.file.file.open("rb") as stored,
        pikepdf.open(stored) as document,
        document.open_outline() as outline,
    ):
        assert [entry.title for entry in outline.root] == [
            "Quyết định số 2/2026/NQ-HĐND",
            "Quyết định số 1/2026/QĐ-UBND",
        ]
        assert len(document.pages) == 6
        assert document.open_metadata().pdfa_status == "2B"
    assert list(published.entries.values_list("page_from", "page_to")) == [(3, 3), (4, 6)]


def test_pages_go_on_through_the_year_and_one_document_over_two_issues(published):
    intake = received("7/2026/QĐ-UBND", count=5)
    first, second = draft("1097"), draft("1098")
    for issue, part, start, end in ((first, 1, 1, 2), (second, 2, 3, 5)):
        entry = add_to_issue(issue, intake)
        placement = Placement(
            entry_id=entry.pk,
            position=1,
            original_from=start,
            original_to=end,
            part_number=part,
            part_count=2,
        )
        arrange(issue, [placement])
        built(issue)
        publish_issue(issue)
    placed = GazetteEntry.objects.filter(intake=intake).order_by("pk").values_list("page_from", "page_to")
    assert list(placed) == [(9, 10), (13, 15)]


def test_a_second_build_gives_the_same_bytes():
    issue = draft()
    add_to_issue(issue, received("1/2026/QĐ-UBND"))
    assert built(issue).sha256 == built(issue).sha256


def test_what_cannot_be_built_says_why(tmp_path):
    issue = draft()
    assert built(issue).message == "Số Công báo chưa có văn bản nào."
    broken = received("1/2026/QĐ-UBND")
    broken.file.file.storage.delete(broken.file.file.name)
    add_to_issue(issue, broken)
    failed = built(issue)
    assert failed.state == BuildState.FAILED
    assert "1/2026/QĐ-UBND" in failed.message
    assert not failed.file_name


def test_an_interrupted_build_leaves_nothing_and_is_begun_anew(monkeypatch):
    issue = draft()
    add_to_issue(issue, received("1/2026/QĐ-UBND"))
    request_build(issue, signed=False)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            build_next()
    [job] = issue.builds.all()
    assert (job.state, job.file_name) == (BuildState.RUNNING, "")
    assert list(issue.entries.values_list("page_from", flat=True)) == [None]
    IssueBuild.objects.update(requested_at=job.requested_at - building._STALE * 2)
    assert build_next()
    job.refresh_from_db()
    assert job.state == BuildState.DONE


def test_what_changed_since_the_build_is_not_published():
    issue = draft()
    add_to_issue(issue, received("1/2026/QĐ-UBND"))
    built(issue)
    add_to_issue(issue, received("2/2026/QĐ-UBND"))
    with pytest.raises(ValidationError) as refused:
        publish_issue(issue)
    assert refused.value.code == "not_built"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE issues_gazetteissue SET title = 'x'", "UPDATE issues_gazetteissue SET sealed_at = NULL",
        "UPDATE issues_gazetteissue SET file_id = NULL", "DELETE FROM issues_gazetteissue",
        "UPDATE issues_gazetteentry SET title = 'x'", "UPDATE issues_gazetteentry SET page_from = 1",
        "DELETE FROM issues_gazetteentry",
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_a_published_issue(published, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_published_issue_takes_no_new_entry_and_no_new_build(published, capsys):
    with pytest.raises(IntegrityError), transaction.atomic():
        GazetteEntry.objects.create(issue=published, number="9/QĐ-UBND")
    with pytest.raises(ValidationError):
        add_to_issue(published, received("9/2026/QĐ-UBND"))
    call_command("build_gazette", "2026", "1095-1096")
    assert "giữ nguyên" in capsys.readouterr().out
    published.title = "Tên khác"
    with pytest.raises(ValidationError):
        published.full_clean()


def test_a_published_issue_can_be_withdrawn_and_is_told_in_the_log(published, client):
    log_missing()
    assert not list(verify_all())
    published.withdrawn_reason = "Sai"
    published.unpublish()
    assert client.get(published.get_absolute_url()).status_code == 410
    assert client.get(reverse("issues:item", args=[2026, "1095-1096", 1])).status_code == 410


def test_a_correction_is_an_entry_of_its_own_shown_on_both_sides(published, client):
    wrong = published.entries.last()
    wrong.document = LegalDocumentFactory(number="1/2026/QĐ-UBND")
    wrong.save()
    later = draft("1099")
    add_to_issue(
        later,
        received(
            "5/TB-VPUBND",
            section=Section.CORRECTION,
            corrects=wrong,
            correction="“năm 2025” nay đọc là “năm 2026”",
        ),
    )
    built(later)
    publish_issue(later)
    there = client.get("/cong-bao/2026/1095-1096/muc-2/").content.decode()
    back = client.get("/cong-bao/2026/1099/muc-1/").content.decode()
    for page in (there, back, client.get("/cong-bao/2026/1095-1096/").content.decode()):
        assert "nay đọc là" in page
    assert "/cong-bao/2026/1099/muc-1/" in there
    assert "/cong-bao/2026/1095-1096/muc-2/" in back
    assert "nay đọc là" in client.get(wrong.document.get_absolute_url()).content.decode()


def test_an_item_has_a_page_data_and_its_own_pages(published, client):
    assert client.get("/cong-bao/2026/1095/muc-1/")["Location"] == "/cong-bao/2026/1095-1096/muc-1/"
    data = json.loads(client.get("/cong-bao/2026/1095-1096/muc-2.jsonld").content)
    assert (data["@type"], data["pageStart"], data["pageEnd"], data["position"]) == ("Legislation", 4, 6, 2)
    with pikepdf.open(io.BytesIO(client.get("/cong-bao/2026/1095-1096/muc-2.pdf").content)) as part:
        assert len(part.pages) == 3
    assert client.get("/cong-bao/2026/1095-1096/trang-1.webp")["Content-Type"] == "image/webp"
    for address in ("muc-0/", "muc-9/", "muc-9.pdf", "trang-0.webp", "trang-99.webp"):
        assert client.get(f"/cong-bao/2026/1095-1096/{address}").status_code == 404


def test_a_signed_issue_holds_and_one_changed_byte_is_told(settings, tmp_path, client):
    keys = make_keys(tmp_path / "keys", password="x", organisation="Văn phòng UBND tỉnh")
    settings.SIGNING_KEY, settings.SIGNING_PASSWORD, settings.TRUST_STORE = (
        str(keys.signer),
        "x",
        str(keys.root),
    )
    issue = draft()
    add_to_issue(issue, received("1/2026/QĐ-UBND"))
    job = built(issue, signed=True)
    assert job.state == BuildState.DONE, job.message
    issue = publish_issue(issue)
    while inspect_next():
        pass
    file = client.get("/api/v1/gazette/issues/2026/47").json()["file"]
    assert (file["signature_state"], file["signatures"][0]["trust_code"]) == ("signed", "trusted")
    with issue.file.file.open("rb") as stored:
        content = bytearray(stored.read())
    for change, state, known in ((False, "signed", 1), (True, "altered", 0)):
        if change:
            content[2000] ^= 1
        upload = ContentFile(bytes(content), name="cong-bao.pdf")
        answer = client.post("/api/v1/signatures/check", {"file": upload}).json()
        assert (answer["state"], len(answer["publications"])) == (state, known)


def test_editors_compose_build_look_and_publish_without_a_script(admin_client, client):
    issue = draft()
    first, second = received("1/2026/QĐ-UBND"), received("2/2026/QĐ-UBND")
    address = reverse("gazette_compose", args=[issue.pk])

    def press(action: str, **values) -> str:
        response = admin_client.post(address, {"action": action} | values, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    press(f"add:{first.pk}")
    press(f"add:{second.pk}")
    one, two = issue.entries.order_by("sort_order").values_list("pk", flat=True)
    press(f"down:{one}")
    assert list(issue.entries.order_by("sort_order").values_list("pk", flat=True)) == [two, one]
    press("arrange", **{f"position-{one}": "1", f"position-{two}": "2"})
    assert list(issue.entries.order_by("sort_order").values_list("pk", flat=True)) == [one, two]
    press(f"remove:{two}")
    assert "Đang chờ" in press("build")
    build_next()
    assert admin_client.get(reverse("gazette_preview", args=[issue.pk])).status_code == 200
    assert (
        admin_client.get(reverse("gazette_preview_file", args=[issue.pk]))["Content-Type"]
        == "application/pdf"
    )
    assert client.get(reverse("gazette_preview_file", args=[issue.pk])).status_code == 302
    press("publish")
    issue.refresh_from_db()
    assert issue.live
    assert issue.sealed_at
    assert client.get(f"{issue.get_absolute_url()}").status_code == 200
    assert admin_client.post(address, {"action": "khong-co"}).status_code == 404


def test_late_documents_stand_on_the_desk(admin_client):
    received("8/2021/QĐ-UBND", signed_on=date(2021, 1, 4), received_on=date(2021, 1, 5))
    received("9/2026/QĐ-UBND")
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert "8/2021/QĐ-UBND" in page
    assert "hạn 12/01/2021" in page
    assert "9/2026/QĐ-UBND" not in page


def test_builds_are_nobodys_to_download(published, client):
    [job] = published.builds.all()
    assert default_storage.exists(job.file_name)
    assert client.get(f"/media/{job.file_name}").status_code == 404
    assert Path(job.file_name).parts[0] == building.FOLDER
