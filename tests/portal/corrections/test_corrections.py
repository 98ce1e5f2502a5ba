"""Reports of something wrong: due in ten days, decided with a reason, told to the public without whoever reported."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.core.calendar import WorkingCalendar
from portal.core.intake import form_tokens
from portal.core.mailbox import polling
from portal.core.models import Holiday, IncomingMail, PrivateAccess
from portal.core.services import private_contacts
from portal.core.services.groups import EDITOR, HANDLERS
from portal.corrections.addresses import page_address
from portal.corrections.due_dates import due_on
from portal.corrections.enums import EventKind, ReportState
from portal.corrections.models import Report, ReportEvent
from portal.corrections.services import deadlines, reports
from portal.corrections.transitions import may_follow
from tests.factories.corrections import PDF, ReportFactory
from tests.mail_servers import reply_to, returned

pytestmark = [pytest.mark.django_db, pytest.mark.database]

EMAIL, PHONE = "marker.zqsai@example.vn", "0987 654 321"
PAGE = "/van-ban/1/24-2021-qd-ubnd/"
S = ReportState


@pytest.fixture
def editor(site):
    user = get_user_model().objects.create_user("bien-tap-zq", email="bien-tap@example.vn")
    user.groups.add(Group.objects.get(name=EDITOR.name))
    return user


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(form_tokens, "LEAST", timedelta(0))


def post(client: Client, **more: str):
    data = {
        "trang": PAGE, "text": "Ngày ban hành sai.", "email": EMAIL, "phone": PHONE, "consent": "on",
        "token": form_tokens.new_token(),
    } | more  # fmt: skip
    return client.post("/dinh-chinh/bao/", data)


def receipt_in(page: str) -> str:
    return re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", page)[0]


def test_from_the_foot_of_a_page_to_the_public_log(client, site, editor):
    foot = client.get("/van-ban/?type=QD").content.decode()
    assert "/dinh-chinh/bao/?trang=%2Fvan-ban%2F%3Ftype%3DQD" in foot
    form = client.get("/dinh-chinh/bao/?trang=/van-ban/").content.decode()
    assert 'value="/van-ban/"' in form
    receipt = receipt_in(post(client, trang="/van-ban/").content.decode())
    report = Report.objects.get()
    assert report.due_on >= timezone.localdate() + timedelta(days=10)
    assert "Đã tiếp nhận" in client.post("/dinh-chinh/tra-cuu/", {"receipt": receipt}).content.decode()
    desk = Client()
    desk.force_login(editor)
    address = reverse("corrections_desk:report", args=[report.pk])
    assert "Ngày ban hành sai." in desk.get(address).content.decode()
    assert f"#{report.pk}" in desk.get(reverse("corrections_desk:list")).content.decode()
    assert desk.post(address, {"state": S.CORRECTED, "seen": S.RECEIVED}).status_code == 400
    assert "đính chính" not in client.get("/van-ban/").content.decode().lower().split("page-foot")[0]
    done = desk.post(address, {"state": S.CORRECTED, "seen": S.RECEIVED, "text": "Ngày đúng là 30/8."})
    assert done.status_code == 302
    log = client.get("/dinh-chinh/").content.decode()
    assert "Ngày đúng là 30/8." in log
    assert "Ngày ban hành sai." not in log
    assert "Trang này đã được đính chính" in client.get("/van-ban/?page=1").content.decode()
    assert "Trang này đã được đính chính" not in client.get("/tin-tuc/").content.decode()
    assert "Ngày đúng là 30/8." in client.get("/dinh-chinh/?trang=/van-ban/").content.decode()
    assert "Ngày đúng là 30/8." not in client.get("/dinh-chinh/?trang=/tin-tuc/").content.decode()
    assert "Ngày đúng" in client.post("/dinh-chinh/tra-cuu/", {"receipt": receipt}).content.decode()
    assert [message.to for message in django_mail.outbox] == [[EMAIL], [EMAIL]]
    step = report.events.filter(after=S.CORRECTED).get()
    assert (step.before, step.user, step.note) == (S.RECEIVED, editor, "Ngày đúng là 30/8.")


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_a_report_moves_only_as_the_table_says(editor, before, after):
    report = ReportFactory()
    Report.objects.filter(pk=report.pk).update(state=before)
    if may_follow(before, after):
        assert reports.change_state(report.pk, after, user=editor, text="Lý do").state == after
        assert report.events.last().user == editor
    else:
        with pytest.raises(ValidationError):
            reports.change_state(report.pk, after, user=editor, text="Lý do")
        assert report.events.count() == 1


def test_of_two_editors_the_second_is_told(client, editor):
    report = ReportFactory()
    client.force_login(editor)
    address = reverse("corrections_desk:report", args=[report.pk])
    first = {"state": S.REFUSED, "seen": S.RECEIVED, "text": "Thông tin đúng."}
    assert client.post(address, first).status_code == 302
    late = client.post(address, {"state": S.CORRECTED, "seen": S.RECEIVED, "text": "Đã sửa ngày."})
    assert late.status_code == 400
    assert "Đã sửa ngày." in late.content.decode()
    assert client.post(address, {"state": "x", "text": "y"}).status_code == 400
    assert Report.objects.get().refusal == "Thông tin đúng."


def test_a_decision_taken_back_leaves_the_log(client, editor):
    report = ReportFactory(address="/van-ban/")
    reports.change_state(report.pk, S.CORRECTED, user=editor, text="Đã sửa zqzq.")
    assert "zqzq" in client.get("/dinh-chinh/").content.decode()
    reports.change_state(report.pk, S.CHECKING, user=editor, text="Sửa nhầm.")
    assert "zqzq" not in client.get("/dinh-chinh/").content.decode()
    assert "đã được đính chính" not in client.get("/van-ban/").content.decode()


TET = {
    date(2026, 2, 16) + timedelta(days=offset): False for offset in range(5)
} | {date(2026, 2, 28): True}  # fmt: skip


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 25), date(2026, 12, 7)),
        (date(2026, 11, 24), date(2026, 12, 4)),
        (date(2026, 11, 26), date(2026, 12, 7)),
        (date(2026, 2, 6), date(2026, 2, 23)),
        (date(2026, 2, 11), date(2026, 2, 23)),
        (date(2026, 2, 18), date(2026, 2, 28)),
        (date(2026, 2, 19), date(2026, 3, 2)),
        (date(2027, 12, 22), date(2028, 1, 3)),
    ],
)
def test_due_dates(received, due):
    assert due_on(received, WorkingCalendar(TET)) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_due_date_is_a_working_day_at_least_ten_days_on(received):
    calendar = WorkingCalendar(TET)
    day = due_on(received, calendar)
    assert calendar.is_working(day)
    assert day - received >= timedelta(days=10)


def test_a_new_holiday_moves_open_due_dates_and_says_so(site):
    report, decided = ReportFactory(), ReportFactory()
    Report.objects.filter(pk=decided.pk).update(state=S.REFUSED)
    Holiday.objects.create(day=report.due_on, name="Nghỉ bão")
    deadlines.work()
    moved = Report.objects.get(pk=report.pk)
    assert moved.due_on > report.due_on
    assert moved.events.filter(kind=EventKind.DUE).count() == 1
    assert Report.objects.get(pk=decided.pk).due_on == decided.due_on
    assert deadlines.move_due_dates() == 0


def test_editors_are_reminded_once_before_and_once_after(editor):
    report = ReportFactory(email="")
    deadlines.remind()
    assert django_mail.outbox == []
    for days in (2, 2, -1, -1, -5):
        Report.objects.update(due_on=timezone.localdate() + timedelta(days=days))
        deadlines.remind()
    keys = [message.to for message in django_mail.outbox]
    assert keys[0] == ["bien-tap@example.vn"]
    assert len(keys) == 3  # before, after, and after for the other due date
    assert f"/dinh-chinh/{report.pk}/" in django_mail.outbox[0].body


def test_real_mail_both_ways(smtp, mailbox, site):
    receipt, report = reports.receive(
        reports.NewReport(
            address=PAGE, text="Sai.", contact=private_contacts.Contact(email=EMAIL, phone=PHONE)
        )
    )
    [mail] = smtp.to(EMAIL)
    assert receipt in mail.text
    answer = reply_to(mail, "Tôi gửi kèm bằng chứng.")
    answer.add_attachment(PDF, maintype="application", subtype="pdf", filename="bằng chứng.pdf")
    answer.add_attachment(b"MZ\0", maintype="application", subtype="pdf", filename="giả.pdf")
    raw = answer.as_bytes()
    mailbox.deliver(raw, raw)
    polling.poll()
    event = ReportEvent.objects.get(kind=EventKind.REPLY)
    assert event.note.startswith("Tôi gửi kèm bằng chứng.\n\nNội dung của tệp “giả.pdf”")
    [file] = event.files.all()
    assert (file.name, file.file.read()) == ("bằng chứng.pdf", PDF)
    assert "bằng" not in Path(file.file.name).name
    assert report.pk == event.report_id
    mailbox.deliver(returned(mail))
    polling.poll()
    user = get_user_model().objects.create_user("x")
    reports.change_state(report.pk, S.REFUSED, user=user, text="Đúng rồi.")
    assert len(smtp.to(EMAIL)) == 2
    assert "giả.pdf" in smtp.to(EMAIL)[1].text
    assert set(IncomingMail.objects.values_list("outcome", flat=True)) == {"taken", "repeated", "bounce"}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/van-ban/12/", "/van-ban/12/"),
        ("/en/van-ban/12/?as_of=2026-01-01", "/van-ban/12/?as_of=2026-01-01"),
        ("  /du-thao/  ", "/du-thao/"),
        ("//evil.example/", ""),
        ("/\\evil.example/", ""),
        ("https://evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("/a\nb", ""),
        ("/quan-tri/pages/", ""),
        ("/en/theo-doi/huy/x/", ""),
        ("/" + "a" * 800, ""),
        ("", ""),
        ("/[::1", "/[::1"),
    ],
)
def test_the_page_is_one_of_this_site(settings, address, kept):
    settings.SITE_URL = "https://portal.example"
    assert page_address(address) == kept
    if kept:
        assert page_address(f"https://portal.example{address.strip()}") == kept


def test_what_is_missing_is_said_and_nothing_is_stored(client, site):
    for more in (
        {"text": ""}, {"consent": ""}, {"trang": "https://evil.example/"}, {"trang": ""}, {"email": "x"},
        {"text": "a" * 6000}, {"token": "x"}, {"website": "spam"}, {"phone": "abc"}, {"text": "a\0b"},
    ):  # fmt: skip
        assert post(client, **more).status_code == 400, more
    assert Report.objects.count() == 0
    assert client.post("/dinh-chinh/tra-cuu/", {"receipt": "0000-0000"}).status_code == 404


def test_a_double_click_is_one_report_with_one_receipt(client, site):
    token = form_tokens.new_token()
    pages = [post(client, token=token).content.decode() for _ in range(2)]
    assert receipt_in(pages[0]) == receipt_in(pages[1])
    assert (Report.objects.count(), len(django_mail.outbox)) == (1, 1)


def test_posts_and_guesses_are_limited(client, site, settings):
    settings.RATE_LIMIT = 100
    assert [post(client).status_code for _ in range(2)] == [200, 429]
    guesses = [client.post("/dinh-chinh/tra-cuu/", {"receipt": f"{n}"}).status_code for n in range(7)]
    assert guesses == [404] * 5 + [429] * 2


def test_markup_in_a_report_or_a_correction_is_text(client, editor):
    report = ReportFactory(text="<script>alert(1)</script>", address="/van-ban/")
    reports.change_state(report.pk, S.CORRECTED, user=editor, text="<img src=x onerror=1>")
    assert "<img src=x" not in client.get("/dinh-chinh/").content.decode()
    client.force_login(editor)
    assert (
        "<script>alert"
        not in client.get(reverse("corrections_desk:report", args=[report.pk])).content.decode()
    )


def test_private_data_is_seen_by_handlers_alone_and_stands_nowhere(client, editor, caplog, tmp_path):
    caplog.set_level("DEBUG")
    receipt = receipt_in(post(client).content.decode())
    report = Report.objects.get()
    reports.change_state(report.pk, S.CORRECTED, user=editor, text="Đã sửa.")
    pages = [
        client.get(path).content.decode()
        for path in (
            "/",
            PAGE,
            "/dinh-chinh/",
            "/dinh-chinh/?trang=" + PAGE,
            "/sitemap.xml",
            "/tim-kiem/?q=zqsai",
        )
    ]
    pages.append(client.post("/dinh-chinh/tra-cuu/", {"receipt": receipt}).content.decode())
    desk = Client()
    desk.force_login(editor)
    pages.append(desk.get(reverse("corrections_desk:report", args=[report.pk])).content.decode())
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump, verbosity=0)
    pages += [dump.getvalue(), caplog.text]
    with connection.cursor() as cursor:
        for table in (
            "corrections_report",
            "corrections_reportevent",
            "core_privatecontact",
            "core_outgoingmail",
        ):
            cursor.execute(f'SELECT * FROM "{table}"')
            pages.append(
                repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor])
            )
    for page in pages:
        assert "marker.zqsai" not in page
        assert PHONE not in page
    handler = get_user_model().objects.create_user("xu-ly-zq")
    handler.groups.add(Group.objects.get(name=HANDLERS))
    desk.force_login(handler)
    shown = desk.post(reverse("corrections_desk:contact", args=[report.pk])).content.decode()
    assert EMAIL in shown
    assert PHONE in shown
    assert PrivateAccess.objects.filter(action=PrivateAccess.Action.VIEW, user=handler).count() == 1
    assert report.events.filter(kind=EventKind.CONTACT, user=handler).count() == 1
    told = private_contacts.export(private_contacts.contacts_of(EMAIL))
    assert told[0]["records"][0]["page"] == PAGE
    private_contacts.erase(private_contacts.contacts_of(EMAIL))
    assert EMAIL not in desk.post(reverse("corrections_desk:contact", args=[report.pk])).content.decode()


def test_the_log_costs_few_queries(client, editor, django_assert_max_num_queries):
    for number in range(25):
        report = ReportFactory(address=f"/van-ban/{number}/")
        reports.change_state(report.pk, S.CORRECTED, user=editor, text="Đã sửa.")
    client.get("/")
    with django_assert_max_num_queries(12):
        assert client.get("/dinh-chinh/?page=2").status_code == 200
