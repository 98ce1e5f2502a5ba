"""Everything is reached without a mouse, and one always sees where one is."""

from __future__ import annotations

import re

from tests.e2e.pages.documents import DocumentList


def test_the_first_stop_skips_to_the_content(page, demo_site):
    documents = DocumentList(page, demo_site)
    documents.open()
    page.keyboard.press("Tab")
    assert documents.focused == "Đến nội dung chính"
    assert documents.has_visible_focus
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"


def test_the_menu_is_opened_and_followed_on_a_phone(page, demo_site):
    page.set_viewport_size({"width": 360, "height": 740})
    documents = DocumentList(page, demo_site)
    documents.open()
    documents.tab_to("Trình đơn")
    page.keyboard.press("Enter")
    documents.tab_to("Công báo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cong-bao/")


def test_the_list_of_documents_is_filtered_a_document_read_and_the_list_found_again(page, demo_site):
    documents = DocumentList(page, demo_site)
    documents.open()
    documents.tab_to("Loại văn bản")
    page.keyboard.type("Lu")
    documents.tab_to("Áp dụng")
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/?**type=**")
    filtered = page.url
    assert page.get_by_role("link", name=re.compile("Loại văn bản: Luật")).is_visible()
    first = page.locator(".document-row__heading a").first.inner_text()
    documents.tab_to(first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/van-ban/*/*/")
    assert documents.heading == first
    page.go_back()
    assert page.url == filtered
    assert page.locator(".document-row__heading a").first.inner_text() == first
