"""Earlier wordings of articles: import, which one held on a day, comparison on the page and in the API."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import call_command

from gazette.documents.comparisons import article_history, chosen_wording
from gazette.documents.models import ArticleVersion, ConsolidatedText, LegalDocument
from gazette.documents.provisions import structure_of
from gazette.documents.search_sources import DocumentSource
from gazette.documents.wordings import edition_day
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]

DOCUMENT = {
    "id": "vn-1",
    "number": "1/2019/NĐ-CP",
    "type": "Nghị định",
    "title": "Về thử nghiệm",
    "issue_date": "2019-01-01",
}
ARTICLE = {
    "id": "vn-1-d5", "doc_id": "vn-1", "article": "5", "title": "Thẩm quyền", "edition": "2026-02",
    "effective_date": "2019-02-01", "text": "Ủy ban nhân dân cấp xã quyết định <tự động>.",
    "changes": [
        {
            "change": "sửa đổi, bổ sung", "by_article": "3", "by_type": "Nghị định", "by": "9/2024/NĐ-CP",
            "from": "2024-03-15",
        }
    ],
}  # fmt: skip
VERSION = {
    "article_id": "vn-1-d5", "doc_number": "1/2019/NĐ-CP", "article": "5", "edition": "2023-11",
    "title": "Thẩm quyền cũ",
    "text": "Ủy ban nhân dân cấp huyện quyết định.",
}  # fmt: skip


@pytest.fixture
def run(tmp_path):
    def run(documents=(DOCUMENT,), articles=(ARTICLE,), versions=(VERSION,)):
        arguments = []
        for option, rows in (("", documents), ("--articles", articles), ("--versions", versions)):
            path = tmp_path / f"{option.strip('-') or 'documents'}.jsonl"
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            arguments += [option, str(path)] if option else [str(path)]
        try:
            call_command("import_documents", *arguments)
        except SystemExit as exit_:
            return exit_.code
        return 0

    return run


@pytest.fixture
def document(run):
    assert run() == 0
    return LegalDocument.objects.for_page().get()


@pytest.mark.parametrize(
    ("edition", "day"),
    [
        ("2023-11", date(2023, 11, 30)), ("2024", date(2024, 12, 31)), ("2024-02-29", date(2024, 2, 29)),
        ("2023-13", None), ("2023-02-30", None), ("bản cũ", None), ("0000-01", None),
    ],
)  # fmt: skip
def test_the_last_day_of_an_edition(edition, day):
    assert edition_day(edition) == day


@pytest.mark.parametrize(
    ("on", "text"),
    [(date(2020, 1, 1), "huyện"), (date(2024, 3, 14), "huyện"), (date(2024, 3, 15), "xã"), (date(2030, 1, 1), "xã")],
)  # fmt: skip
def test_the_wording_of_a_day_is_shown(document, on, text):
    [article] = structure_of(document, on).articles
    assert text in article.text
    assert [unit.text for unit in article.units[1:]] == [article.text]


def test_an_import_is_repeatable_and_refuses_what_has_no_article(run, tmp_path):
    assert run() == 0
    assert run() == 0
    assert (ArticleVersion.objects.count(), ConsolidatedText.objects.count()) == (1, 1)
    wrong = [
        {**VERSION, "article_id": "khong-co"},
        {**VERSION, "edition": "?"},
        {**VERSION, "text": "Chữ khác."},
    ]
    assert run(versions=wrong) == 2
    reasons = (tmp_path / "versions.rejected.jsonl").read_text(encoding="utf-8")
    assert "không có điều nào" in reasons
    assert "edition" in reasons
    assert ArticleVersion.objects.get().text == "Chữ khác."


def test_a_newer_edition_keeps_the_wording_that_it_replaces(run):
    assert run(versions=()) == 0
    newer = {**ARTICLE, "edition": "2027-01", "text": "Hội đồng quyết định."}
    assert run(articles=[newer], versions=()) == 0
    corrected = {**newer, "text": "Hội đồng nhân dân quyết định."}
    assert run(articles=[corrected], versions=()) == 0
    kept = ArticleVersion.objects.get()
    assert (kept.text, kept.consolidated_text.edition) == (ARTICLE["text"], "2026-02")
    assert structure_of(LegalDocument.objects.get()).articles[0].text == corrected["text"]


def test_an_article_is_found_by_number_anchor_and_identifier(document):
    for key in ("5", "điều 5", "dieu-5", "vn-1-d5", " 5 "):
        history = article_history(document, key)
        assert history is not None
        assert [w.edition for w in history.wordings] == ["2023-11", "hien-hanh"]
        assert (history.wordings[0].valid_from, history.wordings[0].valid_until) == (
            date(2019, 2, 1),
            date(2024, 3, 15),
        )
    assert article_history(document, "6") is None
    assert article_history(document, "") is None
    assert chosen_wording(history.wordings, "2024-03-14").edition == "2023-11"
    assert chosen_wording(history.wordings, "x") is None


def test_the_api_answers_both_wordings_and_their_difference(client, document):
    body = client.get(f"/api/v1/documents/{document.pk}/diff?article=5").json()
    assert (body["from"]["edition"], body["to"]["edition"], body["is_equal"]) == (
        "2023-11",
        "hien-hanh",
        False,
    )
    pieces = body["differences"]
    assert "".join(p["text"] for p in pieces if p["operation"] != "insert") == VERSION["text"]
    assert "".join(p["text"] for p in pieces if p["operation"] != "delete") == ARTICLE["text"]
    assert body["from"]["changed_by"] == "sửa đổi, bổ sung bởi Điều 3 Nghị định 9/2024/NĐ-CP"
    same = client.get(
        f"/api/v1/documents/{document.pk}/diff?article=dieu-5&from=2020-01-01&to=2023-11"
    ).json()
    assert same["is_equal"]


@pytest.mark.parametrize(
    "query", ["", "article=99", "article=5&from=x", "article=5&to=2023-02-30", "article=5&y=1"]
)
def test_a_bad_comparison_is_refused_with_a_sentence(client, document, query):
    response = client.get(f"/api/v1/documents/{document.pk}/diff?{query}")
    assert response.status_code == 400
    assert response.json()["errors"]


def test_the_api_tells_the_wording_of_a_day(client, document):
    past = client.get(f"/api/v1/documents/{document.pk}?as_of=2020-01-01").json()
    assert past["articles"][0]["text"] == VERSION["text"]
    assert past["earlier_wordings"] == [
        {"anchor": "dieu-5", "shown": "2023-11", "editions": ["2023-11", "hien-hanh"]}
    ]
    assert client.get(f"/api/v1/documents/{document.pk}").json()["articles"][0]["text"] == ARTICLE["text"]


def test_the_page_shows_the_wording_of_a_day_and_compares(client, document):
    address = document.get_absolute_url()
    assert "cấp huyện" in client.get(f"{address}?as_of=2020-01-01").content.decode()
    assert f"{address}so-sanh/" in client.get(address).content.decode()
    shown = client.get(f"{address}so-sanh/?dieu=dieu-5").content.decode()
    assert "<del>huyện</del>" in shown.replace("huyện </del>", "huyện</del>")
    assert "&lt;tự động&gt;" in shown
    assert "15/03/2024" in shown
    assert client.get(f"{address}so-sanh/?dieu=77").status_code == 404
    assert client.get(f"{address}so-sanh/?dieu=5&tu=khong-co").status_code == 400
    moved = client.get(f"/van-ban/{document.pk}/sai-ten/so-sanh/?dieu=5")
    assert moved["Location"] == f"{address}so-sanh/?dieu=5"


def test_text_file_and_embedded_article_have_the_wording_of_a_day(client, document):
    for address in (f"/van-ban/{document.pk}/van-ban.txt", f"/van-ban/{document.pk}/dieu/dieu-5/"):
        assert "cấp huyện" in client.get(f"{address}?as_of=2020-01-01").content.decode(), address
        assert "cấp huyện" not in client.get(address).content.decode(), address
        refused = client.get(f"{address}?as_of=zzz")
        assert refused.status_code == 400
        assert "ngày" in refused.content.decode().lower()


def test_a_wording_that_began_later_says_so_where_none_older_is_known(client, run):
    assert run(versions=()) == 0
    document = LegalDocument.objects.get()
    said = "Cổng không có lời văn trước ngày đó."
    page, frame = document.get_absolute_url(), f"/van-ban/{document.pk}/dieu/dieu-5/"
    for address in (page, frame):
        before = client.get(f"{address}?as_of=2024-03-14").content.decode()
        assert said in before, address
        assert "15/03/2024" in before, address
        assert said not in client.get(f"{address}?as_of=2024-03-15").content.decode(), address
    assert "Lời văn tại ngày" not in client.get(f"{frame}?as_of=2024-03-14").content.decode()
    api = f"/api/v1/documents/{document.pk}"
    assert client.get(f"{api}?as_of=2024-03-14").json()["articles"][0]["later_wording_from"] == "2024-03-15"
    assert client.get(f"{api}?as_of=2024-03-15").json()["articles"][0]["later_wording_from"] is None
    assert client.get(api).json()["articles"][0]["later_wording_from"] is None


def test_an_earlier_wording_is_not_said_to_be_that_of_a_day_before_it_began(client, document):
    address = document.get_absolute_url()
    said = "Cổng không có lời văn trước ngày đó."
    assert said in client.get(f"{address}?as_of=2019-01-15").content.decode()
    assert said not in client.get(f"{address}?as_of=2020-01-01").content.decode()


def test_search_knows_each_wording_with_its_days(run):
    unsaid = {
        **ARTICLE,
        "id": "vn-1-d6",
        "article": "6",
        "changes": [{"change": "sửa đổi", "from": "2022-01-01"}],
    }
    assert run(articles=[ARTICLE, unsaid]) == 0
    source = DocumentSource()
    entry = source.entry(source.public().get())
    told = [
        (p.unit, p.text[-14:], p.held_from, p.held_until, p.begun_on) for p in entry.passages + entry.earlier
    ]
    assert told == [
        ("dieu-5", ARTICLE["text"][-14:], date(2024, 3, 15), None, None),
        ("dieu-6", ARTICLE["text"][-14:], None, None, date(2022, 1, 1)),
        ("dieu-5", VERSION["text"][-14:], None, date(2024, 3, 15), date(2019, 2, 1)),
    ]
    # The same day for the page and for search.
    document = LegalDocument.objects.get()
    for day in (date(2018, 1, 1), date(2024, 3, 14), date(2024, 3, 15), date(2030, 1, 1)):
        held = {p.unit: p.text for p in entry.passages + entry.earlier if p.held_on(day)}
        assert {a.anchor: a.text for a in structure_of(document, day).articles} == held


def test_search_knows_the_articles_of_a_whole_text():
    document = LegalDocumentFactory(text="Điều 1. Phạm vi\nMột.\nĐiều 2. Hiệu lực\nHai.")
    source = DocumentSource()
    parts = source.entry(source.public().get(pk=document.pk)).passages
    assert [(p.unit, p.label, p.title, p.text) for p in parts] == [
        ("dieu-1", "Điều 1.", "Phạm vi", "Một."),
        ("dieu-2", "Điều 2.", "Hiệu lực", "Hai."),
    ]
    record = LegalDocumentFactory(text=document.text)
    record.same_law = document
    record.save()
    assert source.entry(source.public().get(pk=record.pk)).passages == ()
