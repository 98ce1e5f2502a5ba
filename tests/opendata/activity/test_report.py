"""The report of a year counts what the portal published, each record on its own day in Viet Nam."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document

from gazette.documents.models import LegalDocument, PortalCollection
from gazette.issues.models import GazetteIssue
from opendata.activity.selectors import COLLECTIONS, activity
from opendata.activity.wording import sentence
from portal.core import generation
from tests.opendata.records import many_news

pytestmark = [pytest.mark.django_db, pytest.mark.database]
COUNTS = {
    "tin-tuc": (1555, 1405), "chi-dao-dieu-hanh": (1035, 902), "du-an-dau-thau": (82, 82), "van-ban-qppl": (24, 24),
    "thong-bao-ket-luan": (100, 100), "ke-hoach-ktxh": (74, 74), "lay-y-kien-du-thao": (50, 50),
    "nghi-quyet-hdnd": (112, 112), "gia-dat": (24, 24), "tiep-cong-dan-don-thu": (48, 48), "hoi-dap": (14, 14),
    "cong-bao": (50, 50),
}  # fmt: skip
FIRST = datetime(2020, 12, 31, 17, tzinfo=UTC)  # 2021 begins in Viet Nam


@pytest.fixture
def volumes(site, reference_data) -> None:
    collections = {row.code: row for row in PortalCollection.objects.all()}
    for year, place in ((2021, 0), (2020, 1)):
        documents = []
        for code, counts in COUNTS.items():
            if code in {"tin-tuc", "cong-bao"}:
                continue
            documents += [
                LegalDocument(
                    number=f"{n}/{code}/{year}", summary=code, collection=collections[code],
                    issued_on=date(year, 1, 1) + timedelta(days=n % 365), live=True,
                )
                for n in range(counts[place])
            ]  # fmt: skip
        # What stands in no collection, what is not published and what is of another year counts nowhere.
        documents += [LegalDocument(number=f"x{year}", issued_on=date(year, 5, 5), live=True)]
        documents += [
            LegalDocument(
                number=f"y{year}", issued_on=date(year, 5, 5), live=False, collection=collections["gia-dat"]
            )
        ]
        documents += [
            LegalDocument(
                number=f"z{year}",
                issued_on=date(year - 5, 5, 5),
                live=True,
                collection=collections["gia-dat"],
            )
        ]
        LegalDocument.objects.bulk_create(documents)
        GazetteIssue.objects.bulk_create(
            GazetteIssue(
                year=year, issue_number=str(n), slug=str(n), first_number=n, last_number=n,
                published_on=date(year, 12, 31), listed_on=date(year, 12, 31), live=True,
            )
            for n in range(1, 51)
        )  # fmt: skip
    many_news(1555, published_at=FIRST)
    generation.raise_generation()


@pytest.fixture
def news_of_2020(volumes) -> None:
    from portal.news.models import NewsIndexPage, NewsPage
    from portal.news.services.bulk_pages import add_children

    rows = [
        {
            "title": f"Tin cũ {n}", "slug": f"tin-cu-{n}", "search_text": "tin", "text_plain": "",
            "published_at": FIRST - timedelta(seconds=1), "first_published_at": FIRST, "last_published_at": FIRST,
        }
        for n in range(1405)
    ]  # fmt: skip
    add_children(NewsIndexPage.objects.get(), NewsPage, rows)
    generation.raise_generation()


def test_the_counts_of_2021(client, news_of_2020, django_assert_max_num_queries):
    answer = client.get("/bao-cao/2021.json").json()
    found = {item["code"]: (item["count"], item["change"]) for item in answer["collections"]}
    assert list(found) == list(COLLECTIONS)
    assert found == {code: (now, now - before) for code, (now, before) in COUNTS.items()}
    assert client.get("/api/v1/statistics/activity?year=2021").json()["collections"] == answer["collections"]
    text = client.get("/bao-cao/2021/").content.decode()
    assert (
        "Đã đăng tải 1.555 tin, bài (tăng 150 tin, bài so với năm 2020); 1.035 văn bản chỉ đạo điều hành"
        in text
    )
    word = Document(io.BytesIO(client.get("/bao-cao/2021.docx").content))
    assert any("biên tập và phát hành 50 số công báo" in paragraph.text for paragraph in word.paragraphs)
    table = list(csv.DictReader(io.StringIO(client.get("/bao-cao/2021.csv").content.decode("utf-8-sig"))))
    assert (table[1]["code"], table[1]["count"], table[1]["change"]) == ("chi-dao-dieu-hanh", "1035", "133")
    with django_assert_max_num_queries(6):
        activity(2021)


def test_a_month_is_compared_with_the_same_one_before(client, volumes):
    answer = client.get("/api/v1/statistics/activity?year=2021&month=12").json()
    gazette = next(item for item in answer["collections"] if item["code"] == "cong-bao")
    assert (gazette["count"], gazette["change"], gazette["months"][11]) == (50, 0, 50)
    january = activity(2021, 1)[0]
    assert (january.count, january.previous) == (1555, 0)


@pytest.mark.parametrize("path", ["/bao-cao/1800/", "/bao-cao/9999/", "/bao-cao/9999.json", "/bao-cao/abcd/"])
def test_a_year_without_a_report_is_a_404(client, site, path):
    assert client.get(path).status_code == 404


def test_an_empty_portal_reports_zeros(client, site):
    answer = client.get("/bao-cao/2021.json").json()
    assert {(item["count"], item["change"]) for item in answer["collections"]} == {(0, 0)}
    assert sentence(2021, activity(2021)).startswith("Đã đăng tải 0 tin, bài; 0 văn bản chỉ đạo")
