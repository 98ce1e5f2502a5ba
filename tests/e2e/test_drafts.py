"""A consultation from the first comment to the published table: by keys, without scripts, in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from docx import Document
from playwright.sync_api import Browser, Page

from tests.e2e.accessibility import violations
from tests.e2e.pages.commenting import CommentPage, answer_all, submit
from tests.e2e.pages.login import LoginPage
from tests.e2e.running_site import CHECKOUT, RunningSite
from tests.factories.drafts import solution

NOW = datetime.now(UTC)
SLUG = "du-thao-quy-dinh-ve-via-he"
ARTICLES = [
    {
        "article": "1",
        "title": "Phạm vi điều chỉnh",
        "text": "Quy định này áp dụng cho vỉa hè trên địa bàn tỉnh.",
    },
    {"article": "2", "title": "Mức phí", "text": "Mức phí là 20.000 đồng mỗi mét vuông mỗi tháng."},
]


def bring(site: RunningSite, closes_at: datetime) -> None:
    """Import the draft, or give it another closing."""
    line = {
        "id": "via-he", "title": "Dự thảo quy định về vỉa hè", "lead_agency": "Sở Xây dựng", "articles": ARTICLES,
        "opens_at": (NOW - timedelta(days=30)).isoformat(), "closes_at": closes_at.isoformat(),
    }  # fmt: skip
    path = site.data_dir.parent / "drafts.jsonl"
    path.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, "manage.py", "import_drafts", str(path)]
    subprocess.run(command, cwd=CHECKOUT, env=site.environment, check=True, capture_output=True)


@pytest.fixture(scope="module")
def site(empty_site: RunningSite) -> RunningSite:
    """The site with a draft that takes comments."""
    bring(empty_site, NOW + timedelta(days=10))
    return empty_site


def post(site: RunningSite, text: str, anchor: str) -> None:
    """Comment as a program does."""
    with urllib.request.urlopen(f"{site.address}/api/v1/challenge") as answer:
        altcha = solution(json.load(answer))
    body = {"text": text, "anchor": anchor, "consent": True, "altcha": altcha, "name": "Nguyễn An"}
    request = urllib.request.Request(
        f"{site.address}/api/v1/drafts/{SLUG}/comments",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201


def test_two_articles_by_keys_and_without_scripts_then_edit_and_withdraw(browser: Browser, site: RunningSite):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(15_000)
    form = CommentPage(context.new_page(), site)
    assert form.open(f"/du-thao/{SLUG}/gop-y/") == 200
    form.write("dieu-1", "Cần nói rõ vỉa hè nào.")
    form.write("dieu-2", "Mức phí quá cao.")
    form.agree_and_look_back()
    time.sleep(3)  # without scripts a person takes at least that long
    receipt = form.send()
    form.open("/du-thao/bien-nhan/")
    form.tab_to("input[name='receipt']")
    form.page.keyboard.type(receipt.lower())
    form.page.keyboard.press("Enter")
    areas = form.page.locator("textarea")
    areas.first.wait_for()
    assert areas.count() == 2
    areas.nth(0).fill("Cần nói rõ vỉa hè nào, kèm bản đồ.")
    form.page.locator("button[name='save']").click()
    assert "Đã lưu" in form.page.locator("main").inner_text()
    form.page.locator("button[name='withdraw']").nth(1).click()
    assert "Đã rút góp ý" in form.page.locator("main").inner_text()
    assert form.page.locator("textarea").count() == 1
    context.close()


def test_with_a_script_the_proof_is_solved_in_the_browser(page: Page, site: RunningSite):
    form = CommentPage(page, site)
    for path in (f"/du-thao/{SLUG}/", f"/du-thao/{SLUG}/gop-y/"):
        assert violations(page, f"{site.address}{path}") == []
    form.open(f"/du-thao/{SLUG}/gop-y/?dieu=dieu-2")
    page.locator("textarea[name='text-dieu-2']").fill("Nên miễn phí cho hộ nghèo.")
    page.locator("input[name='consent']").check()
    page.locator("button[name='preview']").click()
    page.locator("button[name='send']").click()
    page.locator("[data-receipt]").wait_for()


def test_twenty_comments_are_moderated_by_keys(page: Page, site: RunningSite):
    for number in range(18):
        post(site, f"Góp ý số {number} về mức phí và thủ tục.", "dieu-2" if number % 2 else "dieu-1")
    LoginPage(page, site).log_in()
    page.goto(f"{site.address}/quan-tri/gop-y/")
    for number in range(20):
        before = page.url
        page.locator("[data-moderation]").wait_for()
        if number == 3:
            page.keyboard.press("h")
            page.keyboard.type("Trùng lặp, ngoài phạm vi")
            page.keyboard.press("Control+Enter")
        elif number == 4:
            page.keyboard.press("m")
            page.keyboard.press("Control+A")
            page.keyboard.type("Góp ý đã che")
            page.keyboard.press("Control+Enter")
        else:
            page.keyboard.press("p")
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_load_state()
    assert "Không còn góp ý nào" in page.locator("body").inner_text()
    with urllib.request.urlopen(f"{site.address}/api/v1/drafts/{SLUG}/comments?page_size=100") as answer:
        shown = json.load(answer)
    assert shown["count"] == 19
    assert "Góp ý đã che" in {comment["text"] for comment in shown["results"]}


def test_the_table_of_responses_is_published_and_its_file_opens(page: Page, site: RunningSite, tmp_path):
    bring(site, NOW - timedelta(minutes=1))
    LoginPage(page, site).log_in()
    page.goto(f"{site.address}/quan-tri/snippets/drafts/draftregulation/")
    page.get_by_role("link", name="Trạng thái", exact=True).last.click()
    state_address = page.url
    page.locator("input[value='dang-tong-hop']").check()
    submit(page)
    page.goto(state_address.replace("trang-thai", "tiep-thu"))
    answer_all(page, "Tiếp thu một phần", "Tiếp thu về mức phí cho hộ nghèo.")
    page.goto(state_address)
    page.locator("input[value='da-cong-bo-giai-trinh']").check()
    submit(page)
    for path in ("tiep-thu/", "thong-ke/"):
        assert violations(page, f"{site.address}/du-thao/{SLUG}/{path}") == []
    page.goto(f"{site.address}/du-thao/{SLUG}/tiep-thu/")
    assert page.locator(".response-table tbody tr").count() == 19
    with page.expect_download() as started:
        page.get_by_role("link", name="DOCX").click()
    path = tmp_path / "bang.docx"
    started.value.save_as(path)
    table = Document(str(path)).tables[0]
    assert len(table.rows) == 20
    assert "Tiếp thu một phần" in table.rows[1].cells[3].text
