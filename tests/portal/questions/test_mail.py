"""Mails of questions over a real SMTP and a real IMAP server: out, back into the case, returned, refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone, translation

from portal.core.mailbox import polling
from portal.core.mailbox.addresses import reply_address, tokens_in
from portal.core.models import IncomingMail, OutgoingMail
from portal.core.services.private_contacts import Contact
from portal.questions.due_dates import local_day
from portal.questions.enums import EventKind, State
from portal.questions.models import Forwarding, Question
from portal.questions.services import answering, asking, moderation, reminders
from tests.factories.agencies import AgencyFactory
from tests.factories.questions import OFFICE, ask, take
from tests.mail_servers import Delivered, reply_to, returned

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ASKER, OFFICE_MAIL = "marker.zqhoi@example.vn", "vanthu@so.example.vn"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def servers(smtp, mailbox):
    """Both servers."""
    return smtp, mailbox


def asked(**fields) -> Question:
    return take(contact=Contact(name="Nguyễn Thị Bình", email=ASKER), **fields).question


def poll(mailbox, *raws: bytes) -> list[str]:
    mailbox.deliver(*raws)
    polling.poll()
    return list(IncomingMail.objects.order_by("uid").values_list("outcome", flat=True))[-len(raws) :]


def last(smtp, address: str) -> Delivered:
    return smtp.to(address)[-1]


def test_the_whole_way_of_a_question_by_mail(servers):
    smtp, mailbox = servers
    agency = AgencyFactory(code="STNMT", email=OFFICE_MAIL)
    taken = take(contact=Contact(email=ASKER))
    question = taken.question
    receipt = last(smtp, ASKER)
    assert taken.secret in receipt.text
    assert question.code in receipt.text
    assert [(token.prefix, token.key) for token in tokens_in(receipt.message["Reply-To"])] == [
        ("qa", question.pk)
    ]
    moderation.forward(question.pk, agency=agency, actor=OFFICE)
    to_agency = last(smtp, OFFICE_MAIL)
    assert "/hoi-dap/tra-loi/?ma=" in to_agency.text
    assert taken.secret not in to_agency.raw.decode()
    assert ASKER not in to_agency.raw.decode()
    answer = reply_to(receipt, "Thửa đất số 12, tờ 4.")
    answer.add_attachment(PDF, maintype="application", subtype="pdf", filename="sơ đồ.pdf")
    assert poll(mailbox, answer.as_bytes()) == ["taken"]
    message = question.messages.get()
    assert (message.role, message.text, message.note) == ("asker", "Thửa đất số 12, tờ 4.", "")
    assert [(file.name, file.file.read()) for file in question.files.all()] == [("sơ đồ.pdf", PDF)]
    assert len(smtp.to(OFFICE_MAIL)) == 2  # the agency hears that there is more
    assert poll(mailbox, reply_to(to_agency, "Xin gửi thêm giấy tờ.").as_bytes()) == ["taken"]
    assert "Xin gửi thêm giấy tờ." in last(smtp, ASKER).text
    answering.answer(question.pk, "Trả lời theo Điều 79.", actor=OFFICE)
    assert "Trả lời theo Điều 79." in last(smtp, ASKER).text
    assert ASKER not in "".join(repr(row) for row in OutgoingMail.objects.values_list())


def test_reminders_go_out_before_on_and_after_the_day_and_to_the_office_before_anybody_has_it(servers):
    smtp, _mailbox = servers
    editor = get_user_model().objects.create_user("bien-tap", email="bien-tap@tinh.example.vn")
    group = Group.objects.create(name="Xử lý")
    group.permissions.add(
        Permission.objects.get(codename="triage_question", content_type__app_label="questions")
    )
    editor.groups.add(group)
    waiting, lying = asked(title="Chưa ai nhận"), asked(title="Đã chuyển")
    moderation.forward(lying.pk, agency=AgencyFactory(email=OFFICE_MAIL), actor=OFFICE)
    Question.objects.update(due_on=date(2026, 12, 9))
    smtp.delivered.clear()
    days = []
    for day in (date(2026, 12, 1) + timedelta(days=number) for number in range(14)):
        for _again in range(2):
            before = len(smtp.delivered)
            reminders.remind_due(day)
            days += [day.day] * (len(smtp.delivered) - before)
    # Two working days before, on the day, the day after it, and each third one; both receivers, each once.
    assert days == [7, 7, 9, 9, 10, 10]
    assert len(smtp.to(OFFICE_MAIL)) == len(smtp.to("bien-tap@tinh.example.vn")) == 3
    assert all(waiting.code in mail.text for mail in smtp.to("bien-tap@tinh.example.vn"))
    assert all(ASKER not in mail.raw.decode() for mail in smtp.delivered)
    assert waiting.events.filter(kind=EventKind.REMINDED).count() == 3


def test_what_is_not_taken_is_told_to_the_asker_and_to_nobody_else(servers):
    smtp, mailbox = servers
    question = asked()
    receipt = last(smtp, ASKER)
    bad = reply_to(receipt, "Kèm tệp", sender="other.zq@example.org")
    bad.add_attachment(b"MZ\0\1", maintype="application", subtype="pdf", filename="giả.pdf")
    bad.add_attachment(b"MZ\0\1", maintype="application", subtype="x-dosexec", filename="a.exe")
    assert poll(mailbox, bad.as_bytes()) == ["taken"]
    assert not question.files.exists()
    told = last(smtp, ASKER).text
    assert "giả.pdf" in told
    assert "a.exe" in told
    assert not smtp.to("other.zq@example.org")
    note = question.messages.get().note
    assert "địa chỉ khác" in note
    assert "other.zq" not in note
    # A mail that is nothing but a bad file is told too, and the same is told once.
    empty = reply_to(receipt, "")
    empty.add_attachment(b"MZ", maintype="application", subtype="x-dosexec", filename="b.exe")
    raw = empty.as_bytes()
    assert poll(mailbox, raw, raw + b"\r\n") == ["refused", "refused"]
    assert [mail for mail in smtp.to(ASKER) if "b.exe" in mail.text] == [last(smtp, ASKER)]


def test_a_closed_case_and_an_agency_that_has_it_no_more_take_nothing_and_say_so(servers):
    smtp, mailbox = servers
    question = asked()
    receipt = last(smtp, ASKER)
    moderation.forward(question.pk, agency=AgencyFactory(email=OFFICE_MAIL), actor=OFFICE)
    to_agency = last(smtp, OFFICE_MAIL)
    asking.withdraw(question.pk)
    sent = len(smtp.to(OFFICE_MAIL))
    assert poll(mailbox, reply_to(receipt, "Thêm").as_bytes(), reply_to(to_agency, "Xin").as_bytes()) == [
        "refused",
        "refused",
    ]
    assert "đã rút" in last(smtp, ASKER).text
    assert len(smtp.to(OFFICE_MAIL)) == sent + 1
    assert "không còn" in last(smtp, OFFICE_MAIL).text
    assert not question.messages.exists()


def test_forged_codes_programs_and_loops_reach_no_case(servers):
    smtp, mailbox = servers
    question = asked()
    receipt = last(smtp, ASKER)
    forged = reply_to(receipt, "Giả mạo")
    forged.replace_header("To", reply_address("qa", question.pk).replace(f"-{question.pk}-", "-99999-"))
    program = reply_to(receipt, "Tôi đang đi vắng.", Auto_Submitted="auto-replied")
    ours = reply_to(receipt, "Vòng lặp", sender=receipt.message["From"])
    sent = len(smtp.delivered)
    assert poll(mailbox, forged.as_bytes(), program.as_bytes(), ours.as_bytes()) == [
        "unknown", "automatic", "automatic",
    ]  # fmt: skip
    assert not question.messages.exists()
    assert len(smtp.delivered) == sent


def test_a_mail_that_comes_back_ends_further_mail_to_that_asker_alone(servers):
    smtp, mailbox = servers
    question = asked()
    assert poll(mailbox, returned(last(smtp, ASKER))) == ["bounce"]
    moderation.forward(question.pk, agency=AgencyFactory(email=OFFICE_MAIL), actor=OFFICE)
    answering.answer(question.pk, "Đã trả lời.", actor=OFFICE)
    assert len(smtp.to(ASKER)) == 1
    assert len(smtp.to(OFFICE_MAIL)) == 1
    ask(State.FORWARDED)
    assert smtp.to("binh@example.org")


def test_an_overdue_agency_is_told_so(servers):
    smtp, _mailbox = servers
    question = asked()
    moderation.forward(question.pk, agency=AgencyFactory(email=OFFICE_MAIL), actor=OFFICE)
    today = local_day(timezone.now())
    monday = today + timedelta(days=(7 - today.weekday()))
    Question.objects.filter(pk=question.pk).update(due_on=monday)
    reminders.remind_due(monday + timedelta(days=1))
    assert "quá hạn" in last(smtp, OFFICE_MAIL).message["Subject"]
    assert Forwarding.objects.get().reminded_on == monday + timedelta(days=1)


def test_the_office_writes_in_the_language_of_the_portal(servers):
    smtp, _mailbox = servers
    question = asked()
    with translation.override("en"):
        moderation.forward(question.pk, agency=AgencyFactory(email=OFFICE_MAIL), actor=OFFICE)
    assert "đề nghị trả lời" in last(smtp, OFFICE_MAIL).message["Subject"]
