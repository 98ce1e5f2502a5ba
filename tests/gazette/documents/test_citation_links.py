"""Where citations lead, in law and in news."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache

from gazette.documents.citation_links import Linker
from gazette.documents.models import Article, DocumentType
from portal.core.text_links import linked_html, linked_text
from tests.factories.documents import LegalDocumentFactory
from tests.factories.news import NewsPageFactory
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def land_law():
    law = LegalDocumentFactory(
        number="31/2024/QH15", summary="Luật Đất đai", issued_on=date(2024, 1, 18),
        document_type=DocumentType.objects.get(code="luat"),
    )  # fmt: skip
    Article.objects.create(
        document=law,
        number="8",
        anchor="dieu-8",
        position="01.000008",
        text="1. Một\n2. Hai\na) x\nđ) y\n3. Ba",
    )
    cache.clear()
    return law


def test_a_provision_leads_to_its_anchor_and_an_unknown_one_to_the_document(land_law):
    url = land_law.get_absolute_url()
    for words, target in {
        "điểm đ khoản 2 Điều 8 Luật Đất đai 2024": f"{url}#dieu-8-khoan-2-diem-dd",
        "điểm đ khoản 3 Điều 8 Luật Đất đai": f"{url}#dieu-8-khoan-3",
        "khoản 9 Điều 8 Luật số 31/2024/QH15": f"{url}#dieu-8",
        "Điều 99 Luật Đất đai năm 2024": url,
    }.items():
        assert f'href="{target}"' in linked_text(words, date(2025, 1, 1)), words


def test_what_the_portal_cannot_place_is_no_link(land_law):
    for words in ("Luật Đất đai năm 2013", "Nghị định số 1/2020/NĐ-CP", "Điều 5", "Luật Nhà ở 2023"):
        assert "<a" not in linked_text(words, date(2025, 1, 1)), words
    assert "<a" not in linked_text("Luật Đất đai", date(2010, 1, 1))


def test_html_stays_what_it_was_but_for_the_links(land_law):
    markup = (
        "<h2>Luật Đất đai 2024</h2><p>A &amp; B &lt;i&gt; <b>Luật</b> số <b>31/2024/QH15</b> "
        '<a href="/x">Luật Đất đai 2024</a></p><script>"Luật Đất đai 2024"</script><p>Điều 8 Luật Đất đai 2024</p>'
    )
    linked = linked_html(markup, date(2025, 1, 1))
    assert linked.count('class="citation"') == 2
    assert "A &amp; B &lt;i&gt; " in linked
    assert '<a href="/x">Luật Đất đai 2024</a>' in linked
    assert "<h2>Luật Đất đai 2024</h2>" in linked
    assert linked_text("<script>Luật Đất đai 2024</script>").startswith("&lt;script&gt;<a")


def test_the_body_of_news_is_linked_in_a_few_queries(client, site, land_law):
    paragraphs = [("paragraph", f"<p>Theo Điều 8 Luật Đất đai 2024, đoạn {n}.</p>") for n in range(12)]
    page = NewsPageFactory(body=paragraphs)
    client.get(page.get_url())
    cache.clear()
    with assert_max_queries(24):
        answer = client.get(page.get_url()).content.decode()
    assert answer.count(f'href="{land_law.get_absolute_url()}#dieu-8"') == 12


def test_the_text_of_a_document_links_to_others_and_to_itself(client, site, land_law):
    document = LegalDocumentFactory(
        number="5/2025/NĐ-CP", issued_on=date(2025, 1, 1),
        text="Căn cứ Luật Đất đai số 31/2024/QH15;\nĐiều 1. Một\nTheo Điều 2 <b>và Điều 9.\nĐiều 2. Hai\nNội dung.",
    )  # fmt: skip
    answer = client.get(document.get_absolute_url()).content.decode()
    assert (
        f'<a class="citation" href="{land_law.get_absolute_url()}">Luật Đất đai số 31/2024/QH15</a>' in answer
    )
    assert '<a class="citation" href="#dieu-2">Điều 2</a> &lt;b&gt;và Điều 9.' in answer


def test_pieces_that_are_not_of_the_text_are_only_escaped():
    linker = Linker("ab cd ef", [(3, 5, "/x")])
    assert linker("zz<") == "zz&lt;"
    assert linker("ab") == "ab"
    assert linker("cd ef") == '<a class="citation" href="/x">cd</a> ef'


def test_a_number_of_several_documents_leads_to_the_one_of_the_stated_day_alone():
    first, second = (
        LegalDocumentFactory(number="77/QĐ-TTg", issued_on=date(year, 1, 15)) for year in (2008, 2019)
    )
    cache.clear()
    on = date(2021, 6, 1)
    stated = "Quyết định số 77/QĐ-TTg ngày 15 tháng 01 năm 2019 của Thủ tướng Chính phủ"
    assert f'href="{second.get_absolute_url()}"' in linked_text(stated, on)
    assert "<a" not in linked_text("Quyết định số 77/QĐ-TTg", on)
    assert "<a" not in linked_text("Quyết định số 77/QĐ-TTg ngày 15 tháng 01 năm 2015", on)
    # What the writer could know of is only the first.
    assert f'href="{first.get_absolute_url()}"' in linked_text("Quyết định số 77/QĐ-TTg", date(2010, 1, 1))
