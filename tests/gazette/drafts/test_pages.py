"""The public pages: reading, commenting without an account and without scripts, receipts, responses."""

from __future__ import annotations

import io
import json
import time
import zipfile
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from gazette.drafts.enums import CommentState, DraftState
from gazette.drafts.models import CommentFile, CommentOutcome, PublicComment, Submission
from gazette.drafts.services.clusters import recluster
from gazette.drafts.services.versions import ensure_version
from tests.factories.drafts import TEXT, DraftFactory, comment_on, solution
from tests.helpers import assert_max_queries, parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return DraftFactory()


def form_data(**changes):
    return {
        "text-toan-van": "",
        "text-dieu-3": "Giảm mức phí.",
        "commenter_kind": "citizen",
        "name": "Lê Văn Tám",
        "email": "",
        "phone": "",
        "address": "",
        "consent": "on",
    } | changes


def later(seconds: int):
    """Let the form's signed moment be so long ago."""
    return mock.patch("django.core.signing.time.time", return_value=time.time() + seconds)


def send(client, draft, data, *, seconds: int = 5, **extra):
    """Preview, wait as a person does, and send as a browser without scripts does."""
    preview = client.post(f"/du-thao/{draft.slug}/gop-y/", data | {"preview": "1"})
    assert preview.status_code == 200, preview.content.decode()
    page = parsed(preview)
    fields = {tag["name"]: tag.get("value", "") for tag in page.find_all("input", type=["hidden", "text"])}
    with later(seconds):
        return client.post(f"/du-thao/{draft.slug}/gop-y/", fields | {"send": "1"} | extra)


def receipt_of(response) -> str:
    return parsed(response).find(attrs={"data-receipt": True}).text.strip()


def test_the_list_its_empty_state_and_its_filters(client, site):
    assert "Chưa có dự thảo nào" in client.get("/du-thao/").content.decode()
    shown = DraftFactory(title="Quy định về giá đất")
    DraftFactory(title="Chưa mở", state=DraftState.SCHEDULED, opens_at=timezone.now() + timedelta(days=1))
    page = parsed(client.get("/du-thao/"))
    assert [tag.text for tag in page.select(".document-row__heading")] == [shown.title]
    assert client.get("/du-thao/", {"q": "gia dat"}).status_code == 200
    assert "Không có dự thảo nào khớp" in client.get("/du-thao/", {"status": "da-ket-thuc"}).content.decode()
    assert client.get("/du-thao/", {"status": "khong-co"}).status_code == 400
    assert client.get("/en/du-thao/").status_code == 200
    assert "dang-mo" in client.get("/").content.decode()


def test_a_draft_shows_its_articles_and_the_way_to_comment_on_each(client, draft):
    page = parsed(client.get(draft.get_absolute_url()))
    assert [tag["id"] for tag in page.select(".legal-text__article")] == ["dieu-1", "dieu-2", "dieu-3"]
    links = [tag["href"] for tag in page.select(".article-tools a")]
    assert f"/du-thao/{draft.slug}/gop-y/?dieu=dieu-3#dieu-3" in links
    form = parsed(client.get(f"/du-thao/{draft.slug}/gop-y/?dieu=dieu-3"))
    assert form.find(id="dieu-3").has_attr("open")
    assert not form.find(id="dieu-1").has_attr("open")


def test_two_articles_in_one_go_without_scripts(client, draft):
    data = form_data(**{"text-dieu-1": "Làm rõ phạm vi.", "text-toan-van": "Nên ban hành sớm."})
    response = send(client, draft, data)
    assert response.status_code == 200
    comments = list(PublicComment.objects.select_related("section"))
    assert [(c.section.anchor if c.section else "", c.text) for c in comments] == [
        ("", "Nên ban hành sớm."), ("dieu-1", "Làm rõ phạm vi."), ("dieu-3", "Giảm mức phí."),
    ]  # fmt: skip
    assert Submission.objects.get().public_name == "Lê Văn Tám"
    code = receipt_of(response)
    status = parsed(client.post("/du-thao/bien-nhan/", {"receipt": code.lower().replace("-", " ")}))
    assert len(status.find_all("textarea")) == 3


def test_sending_the_same_form_twice_stores_once_and_shows_the_receipt_again(client, draft):
    preview = parsed(client.post(f"/du-thao/{draft.slug}/gop-y/", form_data(preview="1")))
    fields = {tag["name"]: tag.get("value", "") for tag in preview.find_all("input", type=["hidden", "text"])}
    with later(5):
        first = client.post(f"/du-thao/{draft.slug}/gop-y/", fields | {"send": "1"})
        again = client.post(f"/du-thao/{draft.slug}/gop-y/", fields | {"send": "1"})
    assert receipt_of(first) == receipt_of(again)
    assert Submission.objects.count() == 1


def test_with_a_script_the_proof_stands_for_the_pause(client, draft):
    assert send(client, draft, form_data(), seconds=0, altcha=solution()).status_code == 200


@pytest.mark.parametrize(
    ("extra", "seconds", "words"),
    [
        ({"website": "http://spam.example"}, 5, "để trống"),
        ({}, 0, "quá nhanh"),
        ({"token": "giả"}, 5, "không còn dùng được"),
        ({}, 25 * 3600, "quá một ngày"),
        ({"altcha": "giả"}, 5, "không đúng"),
    ],
)
def test_what_is_no_person_is_refused_and_the_text_stays(client, draft, extra, seconds, words):
    response = send(client, draft, form_data(), seconds=seconds, **extra)
    assert response.status_code == 400
    assert words in response.content.decode()
    assert "Giảm mức phí." in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text-dieu-3": ""}, "ít nhất một điều"),
        ({"text-dieu-3": "ă" * 20_001}, "tối đa 20"),
        ({"consent": ""}, "đánh dấu đồng ý"),
        ({"email": "không phải thư"}, "email"),
        ({"phone": "abc"}, "0912 345 678"),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(client, draft, changes, words):
    response = client.post(
        f"/du-thao/{draft.slug}/gop-y/", form_data(**{"text-dieu-1": "Giữ lại"} | changes) | {"preview": "1"}
    )
    if changes == {"text-dieu-3": ""}:
        assert response.status_code == 200
        response = client.post(f"/du-thao/{draft.slug}/gop-y/", form_data(**changes) | {"preview": "1"})
        assert response.status_code == 400
        assert words in response.content.decode()
        return
    assert response.status_code == 400
    assert words in response.content.decode()
    assert parsed(response).find("textarea", attrs={"name": "text-dieu-1"}).text.strip() == "Giữ lại"


def _with_macros() -> bytes:
    buffer = io.BytesIO()
    Document().save(buffer)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return buffer.getvalue()


def test_files_come_along_and_a_wrong_one_is_refused(client, draft):
    good = SimpleUploadedFile("Ý kiến.txt", "Ý kiến bằng văn bản".encode())
    assert send(client, draft, form_data(), attachments=good).status_code == 200
    kept = CommentFile.objects.get()
    assert kept.name == "Ý kiến.txt"
    assert "kien" not in kept.file.name
    assert client.get(f"/media/{kept.file.name}").status_code == 404
    for name, content, words in (
        ("anh.png", b"MZ khong phai anh", "không phải là PNG"),
        ("y-kien.pdf", b"<html><script>1</script></html>", "không phải là PDF"),
        ("mau.docx", _with_macros(), "macro"),
    ):
        bad = SimpleUploadedFile(name, content)
        response = send(client, draft, form_data(**{"text-dieu-1": "Khác"}), attachments=bad)
        assert response.status_code == 400
        page = parsed(response)
        # It is told beside the field where files are chosen, and the text goes along.
        assert words in page.find(id="o-attachments_error").text
        assert page.find("input", attrs={"name": "text-dieu-1"})["value"] == "Khác"
    assert Submission.objects.count() == 1


def test_too_early_and_too_late_say_when_and_keep_the_text(client, site):
    early = DraftFactory(state=DraftState.SCHEDULED, opens_at=timezone.now() + timedelta(days=2))
    late = DraftFactory(closes_at=timezone.now() - timedelta(minutes=1))
    for draft, status, moment in ((early, 403, early.opens_at), (late, 410, late.closes_at)):
        for response in (
            client.get(f"/du-thao/{draft.slug}/gop-y/"),
            client.post(f"/du-thao/{draft.slug}/gop-y/", form_data(preview="1")),
        ):
            assert response.status_code == status
            assert timezone.localtime(moment).strftime("%H:%M ngày %d/%m/%Y") in response.content.decode()
        assert "Giảm mức phí." in response.content.decode()
    assert early.title not in client.get(f"/du-thao/{early.slug}/gop-y/").content.decode()
    assert f"/du-thao/{late.slug}/tiep-thu/" in response.content.decode()


def test_editing_and_withdrawing_with_the_code_until_closing(client, draft):
    code = receipt_of(send(client, draft, form_data(**{"text-dieu-1": "Một"})))
    one, three = PublicComment.objects.order_by("section__position")
    PublicComment.objects.update(state=CommentState.PUBLISHED, published_at=timezone.now())
    fields = {"receipt": code, f"text-{one.pk}": "Một, sửa", f"text-{three.pk}": three.text}
    assert "Đã lưu" in client.post("/du-thao/bien-nhan/", fields | {"save": "1"}).content.decode()
    one.refresh_from_db()
    assert (one.text, one.state) == ("Một, sửa", CommentState.PENDING)
    assert one.events.get().before == "Một"
    client.post("/du-thao/bien-nhan/", {"receipt": code, "withdraw": str(three.pk)})
    three.refresh_from_db()
    assert three.state == CommentState.WITHDRAWN
    draft.closes_at = timezone.now()
    draft.save()
    response = client.post("/du-thao/bien-nhan/", fields | {"save": "1", f"text-{one.pk}": "Muộn"})
    assert response.status_code == 410
    one.refresh_from_db()
    assert one.text == "Một, sửa"


def test_anothers_comments_cannot_be_touched(client, draft):
    code = receipt_of(send(client, draft, form_data()))
    other = comment_on(draft, "Của người khác")
    client.post("/du-thao/bien-nhan/", {"receipt": code, "withdraw": str(other.pk)})
    other.refresh_from_db()
    assert other.state == CommentState.PUBLISHED
    for wrong in ("", "abc", "7KQ2-M9XD-44TB-PZ1C-0R8W", "x" * 61):
        assert client.post("/du-thao/bien-nhan/", {"receipt": wrong}).status_code in {400, 404}


def answered(draft, count: int = 3):
    outcome = CommentOutcome.objects.create(code="giai-trinh", name_vi="Không tiếp thu, có giải trình")
    for number in range(count):
        comment = comment_on(draft, f"=Góp ý số {number} <b>đậm</b>", anchor="dieu-3", name=f"Người {number}")
        comment.outcome, comment.explanation = outcome, f"Vì lý do {number}."
        comment.save()
    draft.state, draft.responses_published_at = DraftState.RESPONDED, timezone.now()
    draft.save()


def test_the_table_of_responses_has_every_comment_once_in_every_form(client, draft):
    assert "chưa được công bố" in client.get(f"/du-thao/{draft.slug}/tiep-thu/").content.decode()
    assert client.get(f"/du-thao/{draft.slug}/tiep-thu.docx").status_code == 404
    answered(draft)
    wanted = [f"=Góp ý số {number} <b>đậm</b>" for number in range(3)]
    page = parsed(client.get(f"/du-thao/{draft.slug}/tiep-thu/"))
    assert [row.find_all("td")[2].text for row in page.select("tbody tr")] == wanted
    word = Document(io.BytesIO(client.get(f"/du-thao/{draft.slug}/tiep-thu.docx").content))
    assert [row.cells[2].text for row in word.tables[0].rows[1:]] == wanted
    assert len(word.tables[0].columns) == 4
    book = load_workbook(io.BytesIO(client.get(f"/du-thao/{draft.slug}/tiep-thu.xlsx").content))
    cells = [row[3] for row in book.active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == wanted
    assert {cell.data_type for cell in cells} == {"s"}
    assert zipfile.is_zipfile(io.BytesIO(client.get(f"/du-thao/{draft.slug}/tiep-thu.docx").content))


def test_the_open_data_of_comments(client, draft):
    answered(draft, 2)
    comment_on(draft, "Chờ duyệt", state=CommentState.PENDING)
    rows = json.loads(client.get(f"/du-thao/{draft.slug}/gop-y.json").content)
    assert [row["outcome"] for row in rows] == ["giai-trinh"] * 2
    text = b"".join(client.get(f"/du-thao/{draft.slug}/gop-y.csv").streaming_content).decode()
    assert text.startswith("\ufeffid,draft,")
    assert "'=Góp ý số 0" in text
    assert "Chờ duyệt" not in text
    assert client.get(f"/du-thao/{draft.slug}/gop-y.exe").status_code == 404


def test_statistics_have_charts_and_tables(client, draft):
    comment_on(draft, "Một", anchor="dieu-1")
    comment_on(draft, "Hai", anchor="dieu-3")
    page = parsed(client.get(f"/du-thao/{draft.slug}/thong-ke/"))
    assert [tag["id"] for tag in page.select("section > h2")] == ["by-day", "by-article", "by-kind"]
    assert len(page.select("svg.chart")) == len(page.select("main table")) == 3


def test_a_form_letter_is_shown_openly_with_own_words_marked(client, draft):
    letter = "Chúng tôi đề nghị giảm mức phí sử dụng vỉa hè vì các hộ bán hàng nhỏ không thể trả được mức này"
    for number in range(3):
        comment_on(draft, f"{letter}. Riêng tôi số {number}", anchor="dieu-3")
    comment_on(
        draft, "Một ý kiến hoàn toàn khác về thời gian cho thuê vỉa hè vào buổi tối cuối tuần ở phường"
    )
    assert recluster(draft) == 1
    page = parsed(client.get(f"/du-thao/{draft.slug}/cac-gop-y/"))
    assert "4 người gửi, 4 góp ý, 2 nội dung khác nhau" in " ".join(page.text.split())
    marks = [tag.text for tag in page.select("mark")]
    assert len(marks) >= 2
    assert all(letter[:20] not in mark for mark in marks)


def test_changes_between_versions(client, draft):
    assert client.get(f"/du-thao/{draft.slug}/thay-doi/").status_code == 404
    draft.text = TEXT.replace("20.000", "10.000")
    draft.save()
    page = parsed(client.get(f"/du-thao/{draft.slug}/thay-doi/"))
    assert ([tag.text for tag in page.select("del")], [tag.text for tag in page.select("ins")]) == (
        ["20"],
        ["10"],
    )
    assert client.get(f"/du-thao/{draft.slug}/thay-doi/?tu=9").status_code == 404


def test_hostile_addresses_answer_404(client, site):
    for path in (
        "khong-co",
        "khong-co/gop-y",
        "khong-co/tiep-thu",
        "khong-co/cac-gop-y",
        "khong-co/thong-ke",
    ):
        assert client.get(f"/du-thao/{path}/").status_code == 404
    draft = DraftFactory()
    assert client.get(f"/du-thao/{draft.slug}/cac-gop-y/?dieu=%00").status_code in {200, 404}
    assert client.get(f"/du-thao/{draft.slug}/cac-gop-y/?nhom=99999999999999999999").status_code == 200


def test_pages_need_few_queries(client, draft):
    for number in range(30):
        comment_on(draft, f"Góp ý {number}", anchor="dieu-3")
    ensure_version(draft)
    for path, most in (("", 16), ("cac-gop-y/", 16), ("thong-ke/", 16), ("gop-y/", 8)):
        with assert_max_queries(most):
            client.get(f"/du-thao/{draft.slug}/{path}")
    for _number in range(10):
        DraftFactory()
    with assert_max_queries(12):
        client.get("/du-thao/")
