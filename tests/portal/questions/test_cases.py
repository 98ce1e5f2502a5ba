"""A case from question to page: mails, messages, links, the desk; each role by its own way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.registry import Reply, ReplyRefused
from portal.core.services.groups import APPROVER, HANDLERS
from portal.questions.due_dates import local_day
from portal.questions.enums import Channel, EventKind, RefusalKind, State
from portal.questions.models import AgencyMember, Forwarding, Question
from portal.questions.plugs import AGENCIES
from portal.questions.services import answering, asking, moderation, reminders, replies, states
from portal.questions.services.actors import ASKER
from portal.questions.services.links import answer_token
from tests.factories.agencies import AgencyFactory
from tests.factories.questions import OFFICE, ask, published_question, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory(code="SYT", email="syt@example.org")


@pytest.fixture
def people(site) -> dict[str, Client]:
    clients = {}
    for number, name in enumerate((HANDLERS, APPROVER.name)):
        user = get_user_model().objects.create_user(f"nguoi-{number}")
        user.groups.add(Group.objects.get(name=name))
        clients[name] = Client()
        clients[name].force_login(user)
    return clients


def link_of(question: Question) -> str:
    forwarding = Forwarding.objects.get(question=question, ended_at=None)
    return f"/hoi-dap/tra-loi/?ma={answer_token(forwarding)}"


def act(client: Client, question: Question, action: str, **fields):
    data = {"action": action} | {f"{action}-{name}": value for name, value in fields.items()}
    return client.post(reverse("questions_desk:case", args=[question.pk]), data)


def test_from_triage_to_the_page_by_desk_and_signed_link(client, people, agency):
    handler, approver = people[HANDLERS], people[APPROVER.name]
    question = ask(title="Bà Trần Thị Dung, số 0912345678, hỏi về tiêm chủng")
    assert question.title in handler.get(reverse("questions_desk:queue")).content.decode()
    assert act(handler, question, "moderate").status_code == 302
    assert act(handler, question, "mask", title="Hỏi về tiêm chủng", text="Tiêm ở đâu?").status_code == 302
    sent = act(handler, question, "forward", agency=agency.pk, message="Đề nghị trả lời sớm")
    assert sent["Location"] == reverse("questions_desk:queue")
    letter = next(message for message in mail.outbox if message.to == ["syt@example.org"])
    link = next(line for line in letter.body.splitlines() if "tra-loi" in line).strip()
    assert "0912345678" not in letter.body
    path = link[link.index("/hoi-dap/") :]
    page = client.get(path)
    assert page.status_code == 200
    assert "Hỏi về tiêm chủng" in page.content.decode()
    assert "0912345678" not in page.content.decode()
    refused = client.post(path, {"action": "answer", "a-text": " "})
    assert refused.status_code == 400
    given = client.post(
        path, {"action": "answer", "a-text": "Tại trạm y tế xã.", "a-bases": "Điều 5, 13/2020/TT-BTTTT"}
    )
    assert given.status_code == 200
    # The link ends with the answer, for reading and for files too.
    assert client.get(path).status_code == 410
    assert client.post(path, {"action": "answer", "a-text": "Khác"}).status_code == 410
    assert any(
        "Tại trạm y tế xã." in message.body for message in mail.outbox if message.to == ["binh@example.org"]
    )
    assert act(handler, question, "publish").status_code == 400
    assert act(approver, question, "publish").status_code == 400  # not approved yet
    assert act(approver, question, "approve").status_code == 302
    assert act(approver, question, "publish").status_code == 302
    shown = client.get(f"/hoi-dap/{question.pk}/").content.decode()
    assert "Hỏi về tiêm chủng" in shown
    assert "0912345678" not in shown
    assert "Trần Thị Dung" not in shown
    assert "Điều 5 13/2020/TT-BTTTT" in shown
    trail = [(e.before, e.after, e.role) for e in question.events.filter(kind=EventKind.STATE)]
    assert trail == [
        ("", "moi", "asker"), ("moi", "kiem-duyet", "handler"), ("kiem-duyet", "chuyen", "handler"),
        ("chuyen", "da-tra-loi", "agency"), ("da-tra-loi", "cong-bo", "approver"),
    ]  # fmt: skip


def test_an_answer_that_changed_is_not_approved_unread(people):
    question = ask(State.ANSWERED)
    seen = question.answer.updated_at.isoformat()
    answering.revise(question.pk, "Câu trả lời khác.", actor=OFFICE)
    with pytest.raises(ValidationError, match="đọc lại"):
        answering.approve(question.pk, actor=OFFICE, seen=seen)
    assert Question.objects.get(pk=question.pk).answer.approved_at is None


def test_an_agency_with_an_account_sees_and_answers_its_own(site, agency):
    user = get_user_model().objects.create_user("so-y-te")
    user.groups.add(Group.objects.get(name=AGENCIES))
    AgencyMember.objects.create(user=user, agency=agency)
    client = Client()
    client.force_login(user)
    own, others = (
        ask(State.FORWARDED, agency=agency),
        ask(State.FORWARDED, agency=AgencyFactory(email="x@example.org")),
    )
    listed = client.get(reverse("questions_desk:queue")).content.decode()
    assert own.code in listed
    assert others.code not in listed
    assert act(client, others, "answer", text="Không phải của tôi").status_code == 302
    assert Question.objects.get(pk=others.pk).state == State.FORWARDED
    assert client.get(reverse("questions_desk:case", args=[others.pk])).status_code == 302
    assert act(client, own, "answer", text="Của tôi").status_code == 302
    assert Question.objects.get(pk=own.pk).state == State.ANSWERED


def test_a_link_of_another_question_or_a_forged_one_opens_nothing(client, agency):
    mine, others = ask(State.RECEIVED), ask(State.RECEIVED)
    for question in (mine, others):
        moderation.forward(question.pk, agency=agency, actor=OFFICE)
    own = link_of(mine)
    key = own.rsplit("=", 1)[1].split(":")[0]
    other_key = Forwarding.objects.get(question=others).pk
    for forged in (
        "",
        "x",
        own.replace(f"={key}:", f"={other_key}:"),
        own + "x",
        own.split(":")[0],
        "/hoi-dap/tra-loi/?ma=\0",
    ):
        path = forged if forged.startswith("/") else f"/hoi-dap/tra-loi/?ma={forged}"
        assert client.get(path).status_code == 404, path
    file = SimpleUploadedFile("don.txt", b"Noi dung")
    asking.write(others.pk, "Bổ sung", actor=ASKER, files=[file])
    kept = others.files.get()
    token = own.rsplit("=", 1)[1]
    assert client.get(f"/hoi-dap/tra-loi/tep/{kept.pk}/?ma={token}").status_code == 404
    right = link_of(others).rsplit("=", 1)[1]
    assert (
        b"".join(client.get(f"/hoi-dap/tra-loi/tep/{kept.pk}/?ma={right}").streaming_content) == b"Noi dung"
    )


def test_a_returned_question_goes_to_another_agency_and_the_first_link_ends(client, agency):
    question = ask()
    moderation.forward(question.pk, agency=agency, actor=OFFICE)
    first = link_of(question)
    assert client.post(first, {"action": "return", "r-reason": ""}).status_code == 400
    assert client.post(first, {"action": "return", "r-reason": "Thuộc sở khác"}).status_code == 200
    assert client.get(first).status_code == 410
    other = AgencyFactory(email="khac@example.org")
    moderation.forward(question.pk, agency=other, actor=OFFICE)
    assert client.get(first).status_code == 410
    assert client.get(link_of(question)).status_code == 200
    question.refresh_from_db()
    assert (question.state, question.agency) == (State.FORWARDED, other)


def test_asking_following_up_asking_again_and_taking_back(client, settings):
    taken = take()
    both = {"code": taken.question.code, "secret": taken.secret}
    page = client.post("/hoi-dap/tra-cuu/", both).content.decode()
    assert "Mới tiếp nhận" in page
    assert "Cách tính hạn" in page
    assert client.post("/hoi-dap/tra-cuu/", both | {"write": "1", "message": " "}).status_code == 400
    file = SimpleUploadedFile("anh.txt", "Bản đồ thửa đất".encode())
    data = both | {"write": "1", "message": "Thửa đất số 12.", "attachments": file}
    assert "Thửa đất số 12." in client.post("/hoi-dap/tra-cuu/", data).content.decode()
    question = Question.objects.get()
    assert question.is_unread
    assert question.files.get().name == "anh.txt"
    asking.write(question.pk, "Đề nghị gửi thêm sơ đồ.", actor=OFFICE, channel=Channel.DESK)
    again = client.post("/hoi-dap/tra-cuu/", both).content.decode()
    assert "Đề nghị gửi thêm sơ đồ." in again
    assert (
        "Văn phòng" not in again.split("<main")[1].split("</main")[0]
    )  # people of the office stay without a name
    assert client.post("/hoi-dap/tra-cuu/", both | {"withdraw": "1"}).status_code == 400
    gone = client.post("/hoi-dap/tra-cuu/", both | {"withdraw": "1", "sure": "1"})
    assert "Đã rút câu hỏi." in gone.content.decode()
    assert client.post("/hoi-dap/tra-cuu/", both | {"write": "1", "message": "Nữa"}).status_code == 409
    question.refresh_from_db()
    assert question.state == State.RECEIVED
    with pytest.raises(ValidationError, match="đã rút"):
        moderation.moderate(question.pk, actor=OFFICE)


def test_a_file_that_is_not_what_its_name_says_is_refused(client):
    taken = take()
    both = {"code": taken.question.code, "secret": taken.secret, "write": "1", "message": "Kèm tệp"}
    for name, content in (("a.pdf", b"MZ\x90\x00"), ("a.exe", b"MZ"), ("a.txt", b"<html><script>")):
        data = both | {"attachments": SimpleUploadedFile(name, content)}
        assert client.post("/hoi-dap/tra-cuu/", data).status_code == 400, name
    assert not Question.objects.get().messages.exists()


def test_the_form_shows_similar_questions_and_a_printable_receipt(client, monkeypatch):
    known = published_question(title="Đăng ký thường trú cần giấy tờ gì")
    data = {"title": "nhap ho khau can gi", "text": "Tôi muốn nhập hộ khẩu về quê.", "consent": "on"}
    preview = client.post("/hoi-dap/gui/", data | {"preview": "1"}).content.decode()
    assert known.public_title in preview
    assert not Question.objects.filter(title="nhap ho khau can gi").exists()
    monkeypatch.setattr("portal.core.intake.form_tokens.LEAST", timedelta(0))
    token = preview.split('name="token" value="')[1].split('"')[0]
    sent = client.post("/hoi-dap/gui/", data | {"send": "1", "token": token})
    assert sent.status_code == 200, sent.content.decode()
    page = sent.content.decode()
    assert "<svg" in page
    code = page.split("data-code>")[1].split("<")[0]
    assert Question.objects.get(code=code).title == "nhap ho khau can gi"
    # The same form again finds the first one's receipt and stores nothing.
    assert code in client.post("/hoi-dap/gui/", data | {"send": "1", "token": token}).content.decode()
    assert Question.objects.filter(title="nhap ho khau can gi").count() == 1
    trapped = client.post("/hoi-dap/gui/", data | {"send": "1", "token": "x", "website": "http://spam"})
    assert trapped.status_code == 400
    assert client.post("/hoi-dap/gui/", {"title": "", "text": ""}).status_code == 400


def test_a_complaint_is_led_to_the_reception_of_citizens():
    question = ask()
    moderation.refuse(question.pk, kind=RefusalKind.COMPLAINT, reason="", actor=OFFICE)
    letter = mail.outbox[-1]
    assert letter.to == ["binh@example.org"]
    assert "/tiep-cong-dan/" in letter.body
    with pytest.raises(ValidationError):
        moderation.refuse(ask().pk, kind=RefusalKind.OTHER, reason=" ", actor=OFFICE)


def test_merging_leads_to_the_other_question():
    target, double = ask(State.FORWARDED), ask(State.MODERATING)
    moderation.merge(double.pk, into=target.pk, actor=OFFICE)
    double.refresh_from_db()
    assert (double.state, double.merged_into) == (State.MERGED, target)
    for wrong in (0, 10**9):
        with pytest.raises(ValidationError):
            moderation.merge(ask(State.MODERATING).pk, into=wrong, actor=OFFICE)


def test_reminders_before_on_and_after_the_due_date_are_sent_once_each(agency):
    question = ask()
    moderation.forward(question.pk, agency=agency, actor=OFFICE)
    Question.objects.filter(pk=question.pk).update(due_on=date(2026, 12, 9))
    mail.outbox.clear()
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(20)]
    sent = []
    for day in days:
        for _again in range(2):
            before = len(mail.outbox)
            reminders.remind_due(day)
            sent += [day.day] * (len(mail.outbox) - before)
    # Two working days before, on the day, then every third working day after it; never on a weekend.
    assert sent == [7, 9, 10, 15, 18]
    assert all(message.to == ["syt@example.org"] for message in mail.outbox)
    assert question.events.filter(kind=EventKind.REMINDED).count() == 5


def test_what_is_past_its_day_is_overdue_by_the_worker_and_in_the_list(people, agency):
    question = ask(State.FORWARDED, agency=agency)
    Question.objects.filter(pk=question.pk).update(due_on=local_day(timezone.now()))
    states.settle_due()
    assert Question.objects.get(pk=question.pk).state == State.FORWARDED
    Question.objects.filter(pk=question.pk).update(due_on=local_day(timezone.now()) - timedelta(days=1))
    states.settle_due()
    assert Question.objects.get(pk=question.pk).state == State.OVERDUE
    listed = people[HANDLERS].get(reverse("questions_desk:overdue")).content.decode()
    assert agency.name_vi in listed
    assert question.code in listed
    home = people[HANDLERS].get(reverse("wagtailadmin_home")).content.decode()
    assert "Quá hạn: 1" in home


def reply(key: int, text: str = "Trả lời qua thư") -> Reply:
    return Reply(
        key=key,
        sender="ai@example.org",
        subject="Re:",
        text=text,
        files=(),
        notes=("Không nhận tệp “a.exe”.",),
    )


def test_a_mail_comes_back_into_the_case(agency):
    question = ask()
    replies.from_asker(reply(question.pk, "Bổ sung: thửa 12"))
    moderation.forward(question.pk, agency=agency, actor=OFFICE)
    forwarding = Forwarding.objects.get()
    replies.from_agency(reply(forwarding.pk, "Xin cho biết số thửa"))
    assert [(m.role, m.text, m.channel) for m in question.messages.all()] == [
        ("asker", "Bổ sung: thửa 12", "mail"), ("agency", "Xin cho biết số thửa", "mail"),
    ]  # fmt: skip
    assert question.messages.first().note == (
        "Không nhận tệp “a.exe”.\nThư gửi từ một địa chỉ khác địa chỉ mà hồ sơ có."
    )
    assert [message.to for message in mail.outbox if "a.exe" in message.body] == [
        ["binh@example.org"], ["syt@example.org"],
    ]  # fmt: skip
    moderation.give_back(question.pk, reason="Không thuộc thẩm quyền", actor=OFFICE)
    with pytest.raises(ReplyRefused):
        replies.from_agency(reply(forwarding.pk))
    asking.withdraw(question.pk)
    for key in (question.pk, 10**9):
        with pytest.raises(ReplyRefused):
            replies.from_asker(reply(key))


def test_whether_an_answer_helped_is_counted_once_a_day(client):
    question = published_question()
    path = f"/hoi-dap/{question.pk}/huu-ich/"
    assert client.post(path, {"vote": "yes"}).status_code == 200
    assert client.post(path, {"vote": "yes"}).status_code == 200
    assert client.post(path, {"vote": "x"}).status_code == 404
    assert client.get(path).status_code == 405
    question.refresh_from_db()
    assert (question.helpful_count, question.unhelpful_count) == (1, 0)


def test_nobody_is_published_without_consent():
    question = ask(State.ANSWERED, has_consented=False)
    with pytest.raises(ValidationError, match="không đồng ý"):
        answering.publish(question.pk, actor=OFFICE)


def test_two_people_who_merge_two_questions_with_each_other_make_no_circle():
    first, second, third = (ask(State.MODERATING) for _n in range(3))
    moderation.merge(first.pk, into=second.pk, actor=OFFICE)
    with pytest.raises(ValidationError):
        moderation.merge(second.pk, into=first.pk, actor=OFFICE)
    moderation.merge(second.pk, into=third.pk, actor=OFFICE)
    fourth = ask(State.MODERATING)
    moderation.merge(fourth.pk, into=first.pk, actor=OFFICE)
    fourth.refresh_from_db()
    assert fourth.merged_into == third


def test_spellings_of_one_code_are_one_name_for_wrong_guesses(monkeypatch):
    from portal.questions.services import tracking

    names = []
    monkeypatch.setattr(tracking, "wrong_guess", lambda what, name, address: names.append(name))
    for code in ("HD-7KQ2M-9XD44", "hd7kq2m9xd44", " 7KQ2M 9XD44 ", "HD-7KQ2M-9XD44".lower()):
        tracking.look_up(code, "sai", "192.0.2.1")
    assert set(names) == {"HD-7KQ2M-9XD44"}


def test_an_agency_with_an_account_reads_what_was_masked_as_its_link_shows_it(people, agency):
    question = ask(State.RECEIVED, title="Tôi là Zqxmarker", text="Số 0987 của Zqxmarker")
    moderation.mask(question.pk, title="Tôi là [đã che]", text="Số [đã che]", actor=OFFICE)
    moderation.forward(question.pk, agency=agency, actor=OFFICE)
    user = get_user_model().objects.create_user("can-bo-so")
    user.groups.add(Group.objects.get(name=AGENCIES))
    AgencyMember.objects.create(user=user, agency=agency)
    officer = Client()
    officer.force_login(user)
    for name in ("case", "queue"):
        path = reverse(f"questions_desk:{name}", args=[question.pk] if name == "case" else [])
        assert "Zqxmarker" in people[HANDLERS].get(path, {"xem": "tat-ca"}).content.decode()
        shown = officer.get(path).content.decode()
        assert "đã che" in shown
        assert "Zqxmarker" not in shown
