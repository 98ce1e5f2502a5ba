"""`import_news`: what goes in, what is refused, and that nothing is doubled."""

from __future__ import annotations

import gzip
import json

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, PageLogEntry

from portal.core import generation
from portal.demo.services import RESOURCES
from portal.news.models import NewsIndexPage, NewsPage, NewsTag
from search.models import OutboxEntry
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site", "reference_data")]


def line(number=1, **fields):
    return {
        "id": f"tin-{number}",
        "title": f"Đắk Nông: tin số {number}",
        "summary": "Tóm tắt <quan trọng>.",
        "text": "Dòng một & hai.\nDòng ba.\n\n",
        "published": "2025-06-30T23:30:00+07:00",
        "category": "Chính trị",
        "tags": ["Chuyển đổi số"],
        "outlet": "chinhphu.vn",
        "author": None,
        "documents": ["24/2021/QĐ-UBND", "33/2025/NĐ-CP"],
        "source_url": "https://chinhphu.vn/1",
        **fields,
    }


@pytest.fixture
def load(tmp_path):
    def load(*lines, name="tin.jsonl"):
        path = tmp_path / name
        text = "".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in lines)
        data = text.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        code = 0
        try:
            call_command("import_news", str(path))
        except SystemExit as end:
            code = end.code
        rejected = tmp_path / "tin.rejected.jsonl"
        reasons = rejected.read_text("utf-8").splitlines() if rejected.exists() else []
        return code, [json.loads(reason) for reason in reasons]

    return load


def test_a_line_becomes_an_item_with_everything_it_says(load, client):
    assert load(line(), name="tin.jsonl.gz") == (0, [])
    news = NewsPage.objects.get()
    assert (news.source_id, news.url) == ("tin-1", "/tin-tuc/2025/06/dak-nong-tin-so-1/")
    assert (news.category.code, news.source_name, news.author_name) == ("chinh-tri", "chinhphu.vn", "")
    assert news.text_plain == "Dòng một & hai.\nDòng ba."
    assert [tag.slug for tag in news.tags.all()] == ["chuyen-doi-so"]
    assert [cited.number_key for cited in news.cited_documents.all()] == ["24-2021-qdubnd", "33-2025-ndcp"]
    page = client.get(news.url).content.decode()
    assert "<p>Dòng một &amp; hai.</p><p>Dòng ba.</p>" in page
    assert "Tóm tắt &lt;quan trọng&gt;." in page
    assert news.title in client.get("/tin-tuc/chinh-tri/").content.decode()


def test_the_tree_is_as_if_pages_had_been_added_one_by_one(load):
    NewsPageFactory()
    load(*(line(number) for number in range(3)))
    NewsPageFactory()
    assert Page.find_problems() == ([], [], [], [], [])
    index = NewsIndexPage.objects.get()
    assert index.numchild == 5
    assert {page.url_path for page in NewsPage.objects.all()} == {
        f"{index.url_path}{page.slug}/" for page in NewsPage.objects.all()
    }
    assert len({page.translation_key for page in NewsPage.objects.all()}) == 5


def test_again_changes_nothing(load):
    lines = [line(number) for number in range(5)]
    load(*lines)
    OutboxEntry.objects.all().delete()
    before, known = generation.current(), list(NewsPage.objects.values())
    assert load(*lines) == (0, [])
    assert list(NewsPage.objects.values()) == known
    assert generation.current() == before
    assert not OutboxEntry.objects.exists()


def test_a_changed_line_is_taken_over_at_the_same_address(load, client):
    load(line(), line(2))
    address = NewsPage.objects.get(source_id="tin-1").url
    load(line(title="Tiêu đề mới", category="Du lịch", tags=["Khác"], documents=[]), line(2))
    news = NewsPage.objects.get(source_id="tin-1")
    assert (news.title, news.draft_title, news.url) == ("Tiêu đề mới", "Tiêu đề mới", address)
    assert [tag.name for tag in news.tags.all()] == ["Khác"]
    assert not news.cited_documents.exists()
    assert news.title in client.get("/tin-tuc/du-lich/").content.decode()
    assert news.title not in client.get("/tin-tuc/chinh-tri/").content.decode()


def test_an_editor_goes_on_from_what_was_imported_last(load):
    load(line())
    news = NewsPage.objects.get()
    news.withdrawn_reason = "Ghi chú của biên tập"
    news.save_revision().publish()
    load(line(title="Tiêu đề mới"))
    news = NewsPage.objects.get()
    latest = news.get_latest_revision_as_object()
    assert (news.title, latest.title) == ("Tiêu đề mới", "Tiêu đề mới")
    assert latest.withdrawn_reason == "Ghi chú của biên tập"
    assert news.live
    assert not news.has_unpublished_changes


def test_a_withdrawn_item_stays_withdrawn(load):
    load(line())
    NewsPage.objects.get().unpublish()
    load(line(title="Tiêu đề mới"))
    assert not NewsPage.objects.get().live


#: "Quyết định của Ủy ban nhân dân tỉnh về giá đất" as old fonts and a second encoding leave it.
TCVN3 = "QuyÕt ®Þnh cña ñy ban nh©n d©n tØnh vÒ gi¸ ®Êt"
VNI = "Quyeát ñònh cuûa UÛy ban nhaân daân tænh veà giaù ñaát"
TWICE = "Quyáº¿t Ä‘á»‹nh cá»§a á»¦y ban nhÃ¢n dÃ¢n tá»‰nh vá» giÃ¡ Ä‘áº¥t"


@pytest.mark.parametrize("text", [TCVN3, VNI, TWICE], ids=["TCVN3", "VNI", "twice"])
@pytest.mark.parametrize("name", ["title", "summary", "text", "author", "outlet"])
def test_a_broken_encoding_is_refused_with_a_sentence_in_every_field(load, name, text):
    code, [rejected] = load(line(1, **{name: text}), line(2))
    assert (code, rejected["line"]) == (2, 1)
    assert rejected["reason"].startswith(f"{name}: ")
    assert len(rejected["reason"]) > 30
    assert list(NewsPage.objects.values_list("source_id", flat=True)) == ["tin-2"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example>",
        "Ảnh <img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='data:text/html,x'></iframe>",
        "<!-- ẩn -->",
    ],
)
@pytest.mark.parametrize(
    "name", ["title", "summary", "text", "author", "outlet", "category", "tags", "documents"]
)
def test_markup_is_refused_in_every_field(load, name, text):
    code, [rejected] = load(line(1, **{name: [text] if name in {"tags", "documents"} else text}), line(2))
    assert (code, rejected["line"]) == (2, 1)
    assert rejected["reason"].startswith(f"{name}: ")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://", "x"]
)
def test_an_address_of_the_source_is_a_web_address(load, address):
    assert load(line(1, source_url=address), line(2))[0] == 2


def test_what_only_looks_like_markup_is_shown_as_text(load, client):
    words = "a < b, x > y, <Tên cơ quan> & &lt;script&gt; javascript:alert(1) onclick=x"
    load(line(title=words, summary=words, text=words, author=words))
    page = client.get(NewsPage.objects.get().url).content.decode()
    assert "&lt;Tên cơ quan&gt;" in page
    assert "<Tên" not in page
    assert "&amp;lt;script" in page


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "20250-01-01", "2025-02-30"]
)
def test_a_moment_that_no_database_holds_is_refused(load, moment):
    code, rejected = load(line(1, published=moment), line(2))
    assert (code, [reason["line"] for reason in rejected]) == (2, [1])
    assert rejected[0]["reason"].startswith("published:")


@pytest.mark.parametrize(
    "bad", ["", "null", "[]", '"chuỗi"', "1", "{", '{"id": 1}', '{"id": "a", "id": "b"}', "\ufeff{}", "\x00"]
)
def test_a_line_that_is_no_record_stops_nothing(load, bad):
    code, rejected = load(bad, line(2))
    assert code == (2 if bad else 0)
    assert [reason["line"] for reason in rejected] == ([1] if bad else [])
    assert NewsPage.objects.get().source_id == "tin-2"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"id": None}, "id"),
        ({"title": ""}, "title"),
        ({"title": "x" * 256}, "title"),
        ({"title": "<b>Đậm</b>"}, "title"),
        ({"text": "<p>HTML</p>"}, "text"),
        ({"published": "hôm qua"}, "published"),
        ({"published": None}, "published"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"documents": ["x" * 200]}, "documents"),
        ({"title": "Quyáº¿t Ä‘á»‹nh cá»§a á»¦y ban"}, "title"),
    ],
)
def test_a_bad_line_is_reported_and_the_rest_goes_in(load, fields, word):
    code, rejected = load(line(1), line(2, **fields), "{không phải JSON", line(4))
    assert code == 2
    assert [reason["line"] for reason in rejected] == [2, 3]
    assert rejected[0]["reason"].startswith(f"{word}:")
    assert set(NewsPage.objects.values_list("source_id", flat=True)) == {"tin-1", "tin-4"}


def test_nothing_but_bad_lines_exits_1(load):
    assert load(line(title=""))[0] == 1


def test_loose_letters_are_composed(load):
    load(line(title="Đa\u0306\u0301k", text="Uỷ ban Ða\u0306\u0301k"))
    news = NewsPage.objects.get()
    assert (news.title, news.text_plain) == ("Đắk", "Uỷ ban Đắk")


def test_an_unknown_category_is_left_out(load):
    assert load(line(category="Chuyện lạ"))[0] == 0
    assert NewsPage.objects.get().category is None


def test_equal_titles_get_addresses_of_their_own(load):
    load(*(line(number, title="Cùng tên") for number in range(15)))
    slugs = set(NewsPage.objects.values_list("slug", flat=True))
    assert len(slugs) == 15
    assert {"cung-ten", "cung-ten-2", "cung-ten-9"} <= slugs


def test_spellings_of_a_tag_are_one_tag(load):
    load(line(1, tags=["Hòa Bình", "Hoà Bình"]), line(2, tags=["hoà bình"]), line(3, tags=["hoa binh"]))
    assert NewsTag.objects.count() == 2
    assert set(NewsTag.objects.values_list("slug", flat=True)) == {"hoa-binh", "hoa-binh-2"}


def test_imported_items_are_searchable_and_leave_the_log_of_editors_alone(load):
    before = PageLogEntry.objects.count()
    OutboxEntry.objects.all().delete()
    load(line(1), line(2))
    assert set(OutboxEntry.objects.filter(source="news").values_list("object_id", flat=True)) == {
        str(key) for key in NewsPage.objects.values_list("pk", flat=True)
    }
    assert PageLogEntry.objects.count() == before


def test_an_imported_item_can_be_edited(load, admin_client):
    load(line())
    news = NewsPage.objects.get()
    assert news.latest_revision is None
    assert admin_client.get(f"/quan-tri/pages/{news.pk}/edit/").status_code == 200
    news.save_revision().publish()
    assert NewsPage.objects.get().text_plain == "Dòng một & hai.\nDòng ba."


def test_without_a_section_the_command_says_what_to_do(load):
    NewsIndexPage.objects.get().delete()
    with pytest.raises(CommandError, match="setup_site"):
        load(line())


def test_the_demonstration_news_go_in_whole():
    path = RESOURCES / "news" / "news.jsonl.gz"
    call_command("import_news", str(path))
    with gzip.open(path, "rb") as file:
        lines = [json.loads(text) for text in file]
    assert {item["reuse"] for item in lines} == {"official"}
    assert NewsPage.objects.live().count() == len(lines)
    assert not NewsPage.objects.filter(category=None).exists()


def test_news_of_the_future_are_refused_because_they_would_appear_at_once(load):
    code, [refusal] = load(line(published="2099-01-01T00:00:00+07:00"))
    assert (code, refusal["reason"].partition(":")[0]) == (1, "published")
    assert not NewsPage.objects.exists()
