"""The desk of drafts: the form of editors, the queue, answering by cluster, telling those who left an address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from gazette.drafts.enums import CommentState, DraftState
from gazette.drafts.models import CommentOutcome, DraftRegulation, PublicComment
from gazette.drafts.services.clusters import recluster, recluster_due
from portal.core.services.private_contacts import Contact
from tests.factories.documents import LegalDocumentFactory
from tests.factories.drafts import DraftFactory, comment_on
from tests.helpers import parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(site) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("quan-tri"))
    return client


def edit(desk: Client, draft: DraftRegulation, **changes):
    address = reverse("wagtailsnippets_drafts_draftregulation:edit", args=[draft.pk])
    page = desk.get(address)
    data = querydict_from_html(page.content.decode(), form_id="w-editor-form")
    for name, value in changes.items():
        data[name] = value
    return desk.post(address, data)


def test_an_editor_changes_the_text_but_not_the_window_of_an_open_draft(desk):
    draft = DraftFactory()
    moment = (timezone.localtime() + timedelta(days=90)).strftime("%d/%m/%Y %H:%M")
    assert "gia hạn" in edit(desk, draft, closes_at=moment).content.decode()
    response = edit(desk, draft, text="Điều 1. Mới\nNội dung mới")
    assert response.status_code == 302, response.context["form"].errors
    assert draft.versions.count() == 2


def test_a_scheduled_draft_keeps_the_minimum(desk, reference_data):
    opens = timezone.now() + timedelta(days=1)
    draft = DraftFactory(state=DraftState.SCHEDULED, opens_at=opens, closes_at=opens + timedelta(days=5))
    assert "lý do rút ngắn" in edit(desk, draft).content.decode()
    assert edit(desk, draft, short_reason="Thủ tục rút gọn").status_code == 302


def test_a_public_draft_is_not_deleted(desk):
    draft = DraftFactory()
    desk.post(reverse("wagtailsnippets_drafts_draftregulation:delete", args=[draft.pk]))
    assert DraftRegulation.objects.filter(pk=draft.pk).exists()


def test_the_queue_leads_from_one_comment_to_the_next(desk):
    draft = DraftFactory()
    waiting = [comment_on(draft, f"Góp ý {number}", state=CommentState.PENDING) for number in range(3)]
    response = desk.get("/quan-tri/gop-y/", follow=True)
    for comment in waiting:
        page = parsed(response)
        assert comment.text in page.text
        seen = page.find("input", attrs={"name": "seen"})["value"]
        response = desk.post(
            f"/quan-tri/gop-y/{comment.pk}/", {"action": "publish", "seen": seen}, follow=True
        )
    assert "Không còn góp ý nào" in response.content.decode()
    assert PublicComment.objects.published().count() == 3


def test_what_was_edited_meanwhile_is_not_published_unread(desk):
    comment = comment_on(DraftFactory(), state=CommentState.PENDING)
    old = comment.updated_at.isoformat()
    comment.text, comment.updated_at = "Đã sửa", timezone.now()
    comment.save()
    response = desk.post(f"/quan-tri/gop-y/{comment.pk}/", {"action": "publish", "seen": old})
    assert response.status_code == 400
    assert "Đã sửa" in response.content.decode()
    assert not PublicComment.objects.published().exists()


@pytest.mark.parametrize(
    "data", [{"action": "hide", "reason": " "}, {"action": "mask", "masked_text": ""}, {}, {"action": "x"}]
)
def test_a_decision_without_what_it_needs_is_refused(desk, data):
    comment = comment_on(DraftFactory(), state=CommentState.PENDING)
    assert desk.post(f"/quan-tri/gop-y/{comment.pk}/", data).status_code == 400
    comment.refresh_from_db()
    assert comment.state == CommentState.PENDING


def test_a_cluster_is_answered_at_once_and_publication_tells_those_with_an_address(desk):
    draft = DraftFactory()
    letter = "Chúng tôi đề nghị giảm mức phí sử dụng vỉa hè vì các hộ bán hàng nhỏ không thể trả được mức này"
    for number in range(4):
        comment_on(draft, f"{letter}, người số {number}", contact=Contact(email=f"nguoi{number}@example.org"))
    other = comment_on(draft, "Nhất trí")
    assert recluster_due() is False
    draft.refresh_from_db()
    compared = draft.clustered_at
    # What only waits for moderation makes nobody compare again.
    comment_on(draft, "Chờ duyệt", state=CommentState.PENDING)
    recluster_due()
    draft.refresh_from_db()
    assert draft.clustered_at == compared
    draft.comments.filter(state=CommentState.PENDING).delete()
    cluster = PublicComment.objects.exclude(cluster=None).first().cluster_id
    draft.state, draft.closes_at = DraftState.SUMMARISING, timezone.now() - timedelta(days=1)
    draft.save()
    partly = CommentOutcome.objects.create(code="tiep-thu-mot-phan", name_vi="Tiếp thu một phần")
    agrees = CommentOutcome.objects.create(code="nhat-tri", name_vi="Nhất trí")
    address = f"/quan-tri/du-thao/{draft.pk}/tiep-thu/"
    assert desk.post(address, {"outcome": partly.pk, "explanation": "x"}).status_code == 400
    assert (
        desk.post(address, {"cluster": cluster, "outcome": partly.pk, "explanation": ""}).status_code == 400
    )
    assert (
        desk.post(
            address, {"cluster": cluster, "outcome": partly.pk, "explanation": "Giảm một nửa."}
        ).status_code
        == 302
    )
    assert (
        desk.post(address, {"comment": other.pk, "outcome": agrees.pk, "explanation": ""}).status_code == 302
    )
    mail.outbox.clear()
    desk.post(f"/quan-tri/du-thao/{draft.pk}/trang-thai/", {"state": "da-cong-bo-giai-trinh"})
    draft.refresh_from_db()
    assert draft.state == DraftState.RESPONDED
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"nguoi{number}@example.org" for number in range(4)
    ]
    assert "Giảm một nửa." in mail.outbox[0].body


def test_an_extension_and_an_issued_document(desk, client):
    draft = DraftFactory()
    address = f"/quan-tri/du-thao/{draft.pk}/trang-thai/"
    later = (timezone.localtime() + timedelta(days=60)).strftime("%d/%m/%Y %H:%M")
    assert desk.post(address, {"state": "gia-han", "closes_at": later}).status_code == 400
    assert (
        desk.post(address, {"state": "gia-han", "closes_at": later, "reason": "Nhiều ý kiến"}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert timezone.localtime(draft.closes_at).strftime("%d/%m/%Y %H:%M") == later
    assert "Nhiều ý kiến" in client.get(draft.get_absolute_url()).content.decode()
    DraftRegulation.objects.filter(pk=draft.pk).update(state=DraftState.SUBMITTED)
    document = LegalDocumentFactory(number="15/2026/QĐ-UBND")
    assert desk.post(address, {"state": "da-ban-hanh", "document": "99/2026/QĐ-UBND"}).status_code == 400
    assert desk.post(address, {"state": "da-ban-hanh", "document": "15/2026/qd-ubnd"}).status_code == 302
    assert draft.title in client.get(document.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in client.get(draft.get_absolute_url()).content.decode()


def test_a_cluster_that_falls_apart_is_gone():
    draft = DraftFactory()
    letter = "Chúng tôi đề nghị giảm mức phí sử dụng vỉa hè vì các hộ bán hàng nhỏ không thể trả được"
    one, _two = comment_on(draft, letter), comment_on(draft, letter + " nữa")
    assert recluster(draft) == 1
    one.state = CommentState.HIDDEN
    one.save()
    assert recluster(draft) == 0
    assert not draft.clusters.exists()
