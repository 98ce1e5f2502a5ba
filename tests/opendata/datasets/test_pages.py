"""Pages of datasets: table, chart, versions, difference, feeds."""

from __future__ import annotations

import re

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opendata.datasets import charts, quality
from opendata.datasets.models import Dataset
from tests.opendata.tables import add_table, current

pytestmark = pytest.mark.django_db
TABLE = "Tỉnh,Năm,Số hồ sơ\nHuế,2020,1555\nHuế,2021,1600\nVinh,2020,24\nVinh,2021,30\n"


@pytest.fixture
def dataset(tmp_path, site) -> Dataset:
    return add_table(
        tmp_path, TABLE, description="Số hồ sơ tiếp nhận của các địa phương theo năm, thử nghiệm."
    )


def test_the_page_shows_table_chart_and_dictionary(client, dataset):
    text = client.get(dataset.get_absolute_url()).content.decode()
    assert "1.555" in text
    assert "2.020" not in text
    assert "Biểu đồ đường: Tổng Số hồ sơ theo Năm." in text
    assert re.search(r'<polyline[^>]* points="[0-9. ,]+"', text)
    assert "Từ điển dữ liệu" in text


def test_the_table_is_filtered_sorted_and_paged(client, dataset):
    page = client.get(f"{dataset.get_absolute_url()}?Tỉnh=Vinh&_order=-Năm")
    rows = page.context["table"]["rows"]
    assert [row[1]["text"] for row in rows] == ["2021", "2020"]
    assert [facet["name"] for facet in page.context["table"]["facets"]] == ["Tỉnh", "Năm"]
    # A facet's counts ignore its own selection.
    assert [option["count"] for option in page.context["table"]["facets"][0]["options"]] == [2, 2]
    assert b"noindex" in page.content
    assert client.get(f"{dataset.get_absolute_url()}?lạ=1").status_code == 400
    assert client.get(f"{dataset.get_absolute_url()}?page=x").status_code == 404
    moved = client.get(f"{dataset.get_absolute_url()}loc/?column=Năm&operator=gte&value=2021&query=")
    assert moved["Location"] == f"{dataset.get_absolute_url()}?N%C4%83m__gte=2021#so-lieu"


def test_the_difference_shows_exactly_the_changed_rows(tmp_path, client, dataset):
    add_table(tmp_path, TABLE.replace("1600", "1601").replace("Vinh,2020,24\n", "") + "Hội An,2021,9\n")
    page = client.get(f"{dataset.get_absolute_url()}so-sanh/?tu=1&den=2")
    changes = [(row["kind"], [cell["after"] for cell in row["cells"]]) for row in page.context["rows"]]
    assert sorted(changes) == [
        ("added", ["Hội An", "2021", "9"]),
        ("changed", ["Huế", "2021", "1.601"]),
        ("removed", ["Vinh", "2020", "24"]),
    ]
    old = client.get(f"{dataset.get_absolute_url()}?version=1")
    assert b"1.600" in old.content
    assert client.get(f"{dataset.get_absolute_url()}so-sanh/?tu=9&den=2").status_code == 404


def test_the_chart_is_a_picture_with_words(client, dataset):
    picture = client.get(f"{dataset.get_absolute_url()}bieu-do.svg?theme=dark")
    assert picture["Content-Type"].startswith("image/svg+xml")
    text = picture.content.decode()
    assert "<desc" in text
    assert "style=" not in text
    assert client.get(f"{dataset.get_absolute_url()}bieu-do/").status_code == 200


def test_a_table_without_figures_counts_rows(tmp_path):
    version = current(add_table(tmp_path, "loại,tên\na,x\na,y\nb,z\n"))
    spec = charts.default_spec(version)
    assert spec is not None
    chart = charts.draw(version, spec)
    assert chart is not None
    assert chart.rows == [("a", "2"), ("b", "1")]


def test_a_withdrawn_dataset_is_gone_with_the_reason(client, dataset):
    dataset.withdrawn_reason = "Số liệu sai"
    dataset.unpublish()
    page = client.get(dataset.get_absolute_url())
    assert page.status_code == 410
    assert "Số liệu sai" in page.content.decode()
    assert client.get(f"/api/v1/datasets/{dataset.slug}").status_code == 410
    assert client.get("/du-lieu/").context["page"].count == 0


def test_the_list_and_its_feed(client, dataset):
    assert client.get("/du-lieu/?q=ho+so").context["page"].count == 1
    assert client.get("/du-lieu/?q=khong+co").context["page"].count == 0
    feed = feedparser.parse(client.get("/du-lieu/atom.xml").content)
    assert not feed.bozo
    assert feed.entries[0].title == "Bảng"
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/du-lieu/?q=bang")
    assert len(queries) <= 16


def test_promise_and_fact(dataset):
    dataset.update_cycle = "monthly"
    on = current(dataset).created_at.date().replace(year=current(dataset).created_at.year + 1)
    assert quality.freshness(dataset, on).is_late
    parts = {part.code: part.is_met for part in quality.parts(dataset, on)}
    assert parts["fresh"] is False
    assert parts["description"] is True


def test_an_editor_sees_what_was_understood_before_it_is_stored(admin_client, tmp_path, dataset):
    path = tmp_path / "moi.csv"
    path.write_text("Tỉnh;Số\nHuế;1.555,5\n")
    with path.open("rb") as file:
        shown = admin_client.post(f"/quan-tri/nhap-du-lieu/{dataset.pk}/", {"file": file, "check": "1"})
    assert shown.context["understanding"].preview == [["Huế", "1555.5"]]
    assert dataset.versions.count() == 1
    token = shown.context["form"].data["token"]
    stored = admin_client.post(f"/quan-tri/nhap-du-lieu/{dataset.pk}/", {"token": token, "store": "1"})
    assert stored.status_code == 302
    assert dataset.versions.first().file_name == "moi.csv"
    bad = admin_client.post(f"/quan-tri/nhap-du-lieu/{dataset.pk}/", {"token": "x", "store": "1"})
    assert bad.context["form"].errors
