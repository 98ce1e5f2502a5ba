"""Mail both ways over real servers: sent once, answered into the case, sent back, stopped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import transaction
from django.utils import timezone

from portal.core import registry
from portal.core.mailbox import polling, receiving
from portal.core.mailbox.addresses import reply_address, sign, tokens_in
from portal.core.models import IncomingMail, OutgoingMail, PrivateAccess, PrivateContact, UndeliverableAddress
from portal.core.registry import Reply, ReplyRefused
from portal.core.services import mail_delivery, private_contacts
from portal.core.services.mailing import mail_address, mail_contact
from portal.core.services.private_contacts import Contact
from tests.mail_servers import reply_to, returned

pytestmark = pytest.mark.django_db

EMAIL = "marker.zqmail@example.vn"
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
State = OutgoingMail.State


@dataclass
class Room:
    """A room whose cases are answered by mail."""

    taken: list[Reply] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    def __call__(self, reply: Reply) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append(reply)


@pytest.fixture
def room(monkeypatch) -> Room:
    handler = Room()
    handlers = registry.Registry("reply handler")
    handlers.register("zq", handler)
    monkeypatch.setattr(registry, "reply_handlers", handlers)
    return handler


@pytest.fixture
def contact(db) -> PrivateContact:
    kept = private_contacts.keep("drafts.comment", Contact(email=EMAIL))
    assert kept is not None
    return kept


def receipt(contact: PrivateContact, **more) -> OutgoingMail | None:
    return mail_contact(
        contact, "Biên nhận câu hỏi", "Cổng đã nhận.\n.\n.. xong", reply_to=reply_address("zq", 17), **more
    )


def answer_to(address: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = EMAIL, address
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Xin bổ sung.")
    return message


def polled() -> list[str]:
    polling.poll()
    return list(IncomingMail.objects.order_by("uid").values_list("outcome", flat=True))


# Out


def test_a_mail_arrives_as_it_was_written_with_the_headers_of_a_program(smtp, mailbox, contact):
    receipt(contact)
    [mail] = smtp.delivered
    message = mail.message
    assert mail.receivers == [EMAIL]
    assert mail.text.splitlines() == ["Cổng đã nhận.", ".", ".. xong"]
    assert message["Subject"] == "Biên nhận câu hỏi"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Reply-To"] == reply_address("zq", 17)
    assert [token.prefix for token in tokens_in(mail.sender)] == ["m"]
    kept = OutgoingMail.objects.get()
    assert (kept.state, bytes(kept.sealed)) == (State.SENT, b"")
    assert PrivateAccess.objects.get().action == PrivateAccess.Action.MAIL


def test_without_a_mailbox_nothing_asks_for_an_answer(smtp, settings, contact):
    settings.INBOX = None
    receipt(contact)
    [mail] = smtp.delivered
    assert mail.message["Reply-To"] is None
    assert mail.sender == settings.DEFAULT_FROM_EMAIL


def test_of_a_key_there_is_one_mail(smtp, contact):
    assert receipt(contact, key="receipt 1") is not None
    assert receipt(contact, key="receipt 1") is None
    assert len(smtp.delivered) == 1


def test_a_subject_begins_no_header_of_its_own(smtp, contact):
    mail_contact(contact, "Tin\r\nBcc: other@example.vn\u2028X: y", "a")
    [mail] = smtp.delivered
    assert mail.message["Bcc"] is None
    assert mail.receivers == [EMAIL]


def test_an_office_gets_mail_though_it_is_no_private_contact(smtp):
    mail_address("vanthu@sở.vn", "Câu hỏi chuyển đến", "Kính gửi")
    assert smtp.delivered[0].receivers == ["vanthu@xn--s-lym.vn"]


def test_nothing_is_sent_of_what_was_rolled_back(smtp, settings, contact):
    settings.MAIL_IN_BACKGROUND = True
    with transaction.atomic():
        receipt(contact)
        transaction.set_rollback(True)
    mail_delivery.deliver_due()
    assert smtp.delivered == []


def test_a_refusal_for_now_is_tried_again_later(smtp, settings, contact):
    settings.MAIL_IN_BACKGROUND = True
    receipt(contact)
    smtp.answers.append("451 4.3.0 later")
    mail_delivery.deliver_due()
    mail_delivery.deliver_due()
    waiting = OutgoingMail.objects.get()
    assert (waiting.state, waiting.attempts, smtp.delivered) == (State.QUEUED, 1, [])
    OutgoingMail.objects.update(due_at=timezone.now())
    mail_delivery.deliver_due()
    assert len(smtp.delivered) == 1


def test_a_server_that_is_away_loses_nothing(settings, contact, smtp):
    settings.MAIL_IN_BACKGROUND = True
    receipt(contact)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    mail_delivery.deliver_due()
    assert OutgoingMail.objects.get().state == State.QUEUED
    settings.EMAIL_PORT = port
    OutgoingMail.objects.update(due_at=timezone.now())
    mail_delivery.deliver_due()
    assert len(smtp.delivered) == 1


def test_one_bad_receiver_stops_no_other(smtp, settings, contact):
    settings.MAIL_IN_BACKGROUND = True
    smtp.refusals["gone@example.vn"] = "550 5.1.1 no such user"
    smtp.refusals["full@example.vn"] = "552 5.2.2 mailbox full"
    for address in ("gone@example.vn", "full@example.vn", "well@example.vn"):
        mail_address(address, "Nhắc việc", "Kính gửi")
    mail_delivery.deliver_due()
    assert [mail.receivers for mail in smtp.delivered] == [["well@example.vn"]]
    assert UndeliverableAddress.objects.count() == 1
    mail_address("GONE@example.vn", "Nhắc việc", "Kính gửi")
    mail_delivery.deliver_due()
    assert OutgoingMail.objects.filter(state=State.DROPPED).count() == 1


def test_a_mail_in_doubt_is_not_sent_again(smtp, settings, contact):
    """A worker that is killed after the last line leaves a mail that the server has."""
    settings.MAIL_IN_BACKGROUND = True
    receipt(contact)
    OutgoingMail.objects.update(state=State.HANDED, handed_at=timezone.now() - timedelta(hours=1))
    mail_delivery.deliver_due()
    assert (smtp.delivered, OutgoingMail.objects.get().state) == ([], State.SENT)


def test_of_two_workers_one_sends(smtp, settings, contact, monkeypatch):
    settings.MAIL_IN_BACKGROUND = True
    mail = receipt(contact)
    taken = mail_delivery.hand_over

    def late(connection, message, sender, claim):
        OutgoingMail.objects.filter(pk=mail.pk).update(state=State.HANDED)  # the other one was first
        return taken(connection, message, sender, claim)

    monkeypatch.setattr(mail_delivery, "hand_over", late)
    mail_delivery.deliver_due()
    assert smtp.delivered == []


def test_erased_data_is_not_sent_any_more(smtp, settings, contact):
    settings.MAIL_IN_BACKGROUND = True
    receipt(contact)
    private_contacts.erase([contact])
    mail_delivery.deliver_due()
    assert (smtp.delivered, bytes(OutgoingMail.objects.get().sealed)) == ([], b"")


def test_what_waits_is_encrypted_and_stays_readable_under_a_new_key(smtp, settings, contact):
    settings.MAIL_IN_BACKGROUND = True
    receipt(contact)
    assert EMAIL.encode() not in bytes(OutgoingMail.objects.get().sealed)
    settings.PRIVATE_DATA_KEYS = ("k" * 40,)
    private_contacts.rotate()
    mail_delivery.deliver_due()
    assert len(smtp.to(EMAIL)) == 1


# In


def test_an_answer_comes_into_its_case_with_its_file(smtp, mailbox, contact, room):
    receipt(contact)
    answer = reply_to(smtp.delivered[0], "Tôi xin bổ sung số nhà.")
    answer.add_attachment(PDF, maintype="application", subtype="pdf", filename="giấy tờ.pdf")
    answer.add_attachment(b"MZ\x90\0", maintype="application", subtype="pdf", filename="virus.pdf")
    answer.add_attachment(b"MZ\x90\0", maintype="application", subtype="octet-stream", filename="a.exe")
    mailbox.deliver(answer.as_bytes())
    assert polled() == ["taken"]
    [reply] = room.taken
    assert (reply.key, reply.sender, reply.text) == (17, EMAIL, "Tôi xin bổ sung số nhà.")
    assert [(file.name, file.upload().read()) for file in reply.files] == [("giấy tờ.pdf", PDF)]
    assert "virus.pdf" in reply.notes[0]
    assert "a.exe" in reply.notes[1]
    assert mailbox.count() == 0


def test_an_answer_is_taken_once_though_it_comes_twice(smtp, mailbox, contact, room):
    receipt(contact)
    raw = reply_to(smtp.delivered[0], "Một lần.").as_bytes()
    mailbox.deliver(raw, b"Received: by another way\r\n" + raw)
    assert polled() == ["taken", "repeated"]
    polling.poll()
    assert len(room.taken) == 1


def test_a_worker_killed_before_deleting_takes_nothing_twice(smtp, mailbox, contact, room, monkeypatch):
    receipt(contact)
    mailbox.deliver(reply_to(smtp.delivered[0], "Một lần.").as_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(polling, "_delete", lambda *_: None)
        polling.poll()
    assert mailbox.count() == 1
    polling.poll()
    assert (len(room.taken), mailbox.count()) == (1, 0)


def test_a_room_that_fails_gets_the_answer_again_and_stops_no_other(smtp, mailbox, contact, room):
    room.failures.append(RuntimeError("zq"))
    mailbox.deliver(
        answer_to(reply_address("zq", 1)).as_bytes(), answer_to(reply_address("zq", 2)).as_bytes()
    )
    assert polled() == ["failed", "taken"]
    assert mailbox.count() == 1
    IncomingMail.objects.update(at=timezone.now() - timedelta(hours=1))
    assert polled() == ["taken", "taken"]
    assert {reply.key for reply in room.taken} == {1, 2}


def test_a_closed_case_refuses_and_people_find_the_mail_in_the_mailbox(mailbox, room):
    room.failures.append(ReplyRefused())
    mailbox.deliver(answer_to(reply_address("zq", 1)).as_bytes())
    assert polled() == ["refused"]
    assert mailbox.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "hoi-dap@portal.example",
        "hoi-dap+zq-17-aaaaaaaaaaaaaaaaaaaa@portal.example",
        "hoi-dap+zq-17-@portal.example",
        "hoi-dap+zq-17@portal.example",
        "hoi-dap+zq-99999999999999999999999-aaaaaaaaaaaaaaaaaaaa@portal.example",
    ],
)
def test_a_code_that_we_did_not_give_opens_no_case(mailbox, room, address):
    mailbox.deliver(answer_to(address).as_bytes())
    assert polled() == ["unknown"]
    assert (room.taken, mailbox.count()) == ([], 1)


def test_the_code_of_one_case_opens_no_other(mailbox, room):
    own = sign("zq", 17)
    mailbox.deliver(answer_to(f"hoi-dap+{own.replace('17', '18')}@portal.example").as_bytes())
    assert polled() == ["unknown"]


def test_letters_in_capitals_open_the_case_all_the_same(mailbox, room):
    mailbox.deliver(answer_to(reply_address("zq", 17).upper()).as_bytes())
    assert polled() == ["taken"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied (vacation)"),
        ("Precedence", "auto_reply"),
        ("X-Autoreply", "yes"),
        ("List-Id", "<list.example>"),
        ("Return-Path", "<>"),
    ],
)
def test_what_programs_write_is_no_answer(mailbox, room, name, value):
    mailbox.deliver(answer_to(reply_address("zq", 17), **{name.replace("-", "_"): value}).as_bytes())
    assert polled() == ["automatic"]
    assert room.taken == []


def test_our_own_mail_that_comes_back_is_no_answer(mailbox, room):
    message = answer_to(reply_address("zq", 17))
    message.replace_header("From", f"Cổng <{reply_address('zq', 18)}>")
    mailbox.deliver(message.as_bytes())
    assert polled() == ["automatic"]


def test_two_programs_that_answer_each_other_are_stopped(mailbox, room, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_AN_HOUR", 2)
    for number in range(3):
        mailbox.deliver(
            answer_to(reply_address("zq", 17), X_Number=str(number), Message_ID=f"<{number}@x>").as_bytes()
        )
    assert polled() == ["taken", "taken", "refused"]


def test_a_huge_mail_is_told_to_its_case_without_being_fetched(mailbox, room, monkeypatch):
    monkeypatch.setattr(polling, "LARGEST_MAIL", 50_000)
    message = answer_to(reply_address("zq", 17))
    message.add_attachment(b"x" * 100_000, maintype="application", subtype="pdf", filename="a.pdf")
    mailbox.deliver(message.as_bytes())
    assert polled() == ["taken"]
    assert (room.taken[0].text, len(room.taken[0].notes)) == ("", 1)


def test_a_mail_that_cannot_be_read_stops_no_other(mailbox, room):
    parts = EmailMessage()
    parts["From"], parts["To"] = EMAIL, reply_address("zq", 1)
    for number in range(300):
        parts.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    mailbox.deliver(parts.as_bytes(), answer_to(reply_address("zq", 2)).as_bytes())
    assert polled() == ["unreadable", "taken"]
    assert [reply.key for reply in room.taken] == [2]


# Back


def test_mail_that_comes_back_for_good_stops_further_mail(smtp, mailbox, contact):
    receipt(contact)
    mailbox.deliver(returned(smtp.delivered[0]))
    assert polled() == ["bounce"]
    assert OutgoingMail.objects.get().state == State.BOUNCED
    receipt(contact)
    assert len(smtp.delivered) == 1


@pytest.mark.parametrize(
    ("action", "status"),
    [("delayed", "4.4.1"), ("failed", "5.2.2"), ("failed", "5.7.1"), ("delivered", "2.0.0")],
)
def test_a_full_mailbox_or_a_delay_stops_nothing(smtp, mailbox, contact, action, status):
    receipt(contact)
    mailbox.deliver(returned(smtp.delivered[0], action=action, status=status))
    assert polled() == ["bounce"]
    receipt(contact)
    assert len(smtp.delivered) == 2


def test_a_report_that_lost_its_address_is_known_by_the_mail_it_quotes(smtp, mailbox, contact):
    receipt(contact)
    mail = smtp.delivered[0]
    mailbox.deliver(returned(mail).replace(mail.sender.encode(), b"hoi-dap@portal.example"))
    assert polled() == ["bounce"]
    assert UndeliverableAddress.objects.count() == 1


def test_a_forged_report_stops_nobody(smtp, mailbox, contact):
    receipt(contact)
    mail = smtp.delivered[0]
    code = sign("m", OutgoingMail.objects.get().pk)
    forged = returned(mail).replace(code.encode(), code[:-1].encode() + (b"a" if code[-1] != "a" else b"b"))
    mailbox.deliver(forged)
    assert polled() == ["unknown"]
    assert UndeliverableAddress.objects.count() == 0


def test_no_table_of_mail_holds_an_address(smtp, mailbox, contact, room):
    receipt(contact)
    mailbox.deliver(reply_to(smtp.delivered[0], "Xin chào").as_bytes())
    polling.poll()
    rows = [*OutgoingMail.objects.values_list(), *IncomingMail.objects.values_list()]
    assert "zqmail" not in repr(rows)
