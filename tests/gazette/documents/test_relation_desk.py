"""Relations that texts suggest, and what editors make of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from gazette.documents.enums import EffectCode, ProposalState
from gazette.documents.models import DocumentRelation, LegalDocument, ProposedRelation, RelationType
from gazette.documents.relation_reading import read_relations
from gazette.documents.services.proposals import read_waiting_texts
from portal.core.services.groups import APPROVER, AUTHOR, EDITOR
from tests.factories.documents import LegalDocumentFactory
from tests.helpers import assert_max_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

QUEUE = "/quan-tri/quan-he-de-xuat/"
TEXT = (
    "Căn cứ Luật Đất đai số 31/2024/QH15;\n"
    "Điều 1. Bãi bỏ Điều 5 Quyết định số 1/2020/QĐ-UBND ngày 01/01/2020 của UBND tỉnh.\n"
    "Điều 2. Quyết định này thay thế Quyết định số 2/2020/QĐ-UBND."
)


def kinds(text):
    return {(read.kind, read.document.number, read.provision) for read in read_relations(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT, {("can-cu", "31/2024/QH15", ""), ("bai-bo", "1/2020/QĐ-UBND", "Điều 5"),
                ("thay-the", "2/2020/QĐ-UBND", "")}),
        ("Quyết định số 5/2021/QĐ-UBND ngày 15/3/2021 của UBND hết hiệu lực thi hành.",
         {("thay-the", "5/2021/QĐ-UBND", "")}),
        ("Điều 1. Sửa đổi, bổ sung khoản 2 Điều 3 Nghị định số 1/2021/NĐ-CP như sau:",
         {("sua-doi-bo-sung", "1/2021/NĐ-CP", "khoản 2 Điều 3")}),
        ("Thay thế Phụ lục II ban hành kèm theo Nghị định số 71/2024/NĐ-CP.",
         {("thay-the", "71/2024/NĐ-CP", "Phụ lục II")}),
        ("theo Nghị định số 1/2021/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 2/2022/NĐ-CP", set()),
        ("bãi bỏ thủ tục hành chính công bố tại Quyết định số 3/QĐ-BTC", set()),
    ],
)  # fmt: skip
def test_what_a_text_says_that_it_does(text, expected):
    assert kinds(text) == expected


@pytest.fixture
def proposed(site):
    known = LegalDocumentFactory(
        number="2/2020/QĐ-UBND", effective_on=date(2020, 1, 1), issued_on=date(2020, 1, 1)
    )
    acting = LegalDocumentFactory(
        number="9/2022/QĐ-UBND", text=TEXT, effective_on=date(2022, 1, 1), issued_on=date(2022, 1, 1)
    )
    while read_waiting_texts():
        pass
    return known, acting


@pytest.fixture
def approver(client, site):
    user = get_user_model().objects.create_user("duyet")
    user.groups.add(Group.objects.get(name=APPROVER.name))
    client.force_login(user)
    return client


def test_a_proposal_changes_nothing_until_it_is_confirmed(proposed, approver):
    known, acting = proposed
    assert ProposedRelation.objects.filter(source=acting).count() == 3
    assert LegalDocument.objects.get(pk=known.pk).effect() == EffectCode.IN_FORCE
    replaces = ProposedRelation.objects.get(relation_type__code="thay-the")
    assert replaces.target == known
    assert approver.post(QUEUE, {"proposal": [replaces.pk], "action": "confirm"}).status_code == 302
    assert LegalDocument.objects.get(pk=known.pk).effect() == EffectCode.EXPIRED
    relation = DocumentRelation.objects.get()
    assert (relation.source, relation.target, relation.acting_provision) == (acting, known, "Điều 2")


def test_what_was_rejected_is_not_proposed_again(proposed, approver):
    _known, acting = proposed
    keys = list(ProposedRelation.objects.values_list("pk", flat=True))
    approver.post(QUEUE, {"proposal": keys, "action": "reject"})
    acting.save()
    read_waiting_texts()
    assert set(ProposedRelation.objects.values_list("state", flat=True)) == {ProposalState.REJECTED}
    assert DocumentRelation.objects.count() == 0


def test_several_are_decided_at_once_and_bad_input_is_told(proposed, approver):
    keys = list(ProposedRelation.objects.values_list("pk", flat=True))
    assert approver.post(QUEUE, {"proposal": ["x", "9" * 40], "action": "confirm"}).status_code == 302
    assert approver.post(QUEUE, {"proposal": keys, "action": "nonsense"}).status_code == 302
    assert DocumentRelation.objects.count() == 0
    approver.post(QUEUE, {"proposal": keys, "action": "confirm"})
    approver.post(QUEUE, {"proposal": keys, "action": "confirm"})
    assert DocumentRelation.objects.count() == 3


def test_the_screens_are_shown_within_their_budget(proposed, approver):
    approver.get(QUEUE)
    with assert_max_queries(30):
        page = approver.get(QUEUE).content.decode()
    assert "Bãi bỏ Điều 5 Quyết định số 1/2020/QĐ-UBND" in page
    LegalDocumentFactory(number="3/QĐ-UBND", stated_effect=EffectCode.IN_FORCE, expired_on=date(2021, 1, 1))
    assert "3/QĐ-UBND" in approver.get("/quan-tri/hieu-luc-khac-nguon/").content.decode()


def test_acts_on_days_that_cannot_be_are_told_to_editors(approver):
    acted = LegalDocumentFactory(
        number="8/2019/QĐ-UBND", issued_on=date(2019, 1, 1), effective_on=date(2019, 1, 1)
    )
    acting = LegalDocumentFactory(
        number="9/2022/QĐ-UBND", issued_on=date(2022, 6, 1), effective_on=date(2020, 6, 1)
    )
    DocumentRelation.objects.create(
        source=acting, target=acted, relation_type=RelationType.objects.get(code="bai-bo")
    )
    shown = approver.get("/quan-tri/hieu-luc-khac-nguon/").content.decode()
    assert "8/2019/QĐ-UBND" in shown
    assert "có hiệu lực từ 01/06/2020 nhưng ban hành ngày 01/06/2022" in shown
    # It is told, not dropped.
    acted.refresh_from_db()
    assert acted.effect(date(2020, 6, 1)) == EffectCode.EXPIRED


@pytest.mark.parametrize("role", [AUTHOR, EDITOR])
def test_only_who_may_publish_decides(client, proposed, role):
    user = get_user_model().objects.create_user(role.name)
    user.groups.add(Group.objects.get(name=role.name))
    client.force_login(user)
    keys = list(ProposedRelation.objects.values_list("pk", flat=True))
    for address in (QUEUE, "/quan-tri/hieu-luc-khac-nguon/"):
        assert client.get(address).status_code in {302, 403}
    client.post(QUEUE, {"proposal": keys, "action": "confirm"})
    assert DocumentRelation.objects.count() == 0


def test_words_of_two_meanings_are_decided_by_the_text():
    a = LegalDocumentFactory(
        number="2/2020/QĐ-UBND", effective_on=date(2020, 1, 1), issued_on=date(2020, 1, 1)
    )
    b = LegalDocumentFactory(
        number="9/2022/QĐ-UBND", text=TEXT, effective_on=date(2022, 1, 1), issued_on=date(2022, 1, 1)
    )
    from gazette.documents.models import RelationType

    DocumentRelation.objects.create(
        source=b, target=a, is_certain=False, relation_type=RelationType.objects.get(code="thay-the")
    )
    assert LegalDocument.objects.get(pk=a.pk).effect() == EffectCode.IN_FORCE
    read_waiting_texts()
    assert LegalDocument.objects.get(pk=a.pk).effect() == EffectCode.EXPIRED
