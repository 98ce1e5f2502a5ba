"""Relations between documents: kept by number, linked on arrival, seen from both sides, and what follows from them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from gazette.documents.enums import EffectCode
from gazette.documents.models import DocumentRelation, EffectPeriod, LegalDocument, RelationType
from gazette.documents.publication import verify
from gazette.documents.selectors import related_documents
from gazette.documents.services.effects import dependents, recheck_statuses
from gazette.documents.services.importing import ArticleImporter, DocumentImporter
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]

TODAY = date(2026, 11, 25)


def line(key, number, **fields):
    return {
        "id": key, "number": number, "type": "Quyết định", "title": f"Về việc {key}", "issuer": "UBND tỉnh Đắk Nông",
        "issuer_level": "cap_tinh", "province": "Đắk Nông", "issue_date": "2020-01-01",
        "effective_date": "2020-01-10", **fields,
    }  # fmt: skip


def store(*lines):
    importer = DocumentImporter()
    importer.store([importer.check(raw, f"{hash(repr(raw)):x}") for raw in lines])


def document(key):
    return LegalDocument.objects.get(source_id=key)


def relate(source, target, kind, **fields):
    return DocumentRelation.objects.create(
        source=source, target=target, relation_type=RelationType.objects.get(code=kind), **fields
    )


def test_a_relation_waits_for_the_document_that_it_names():
    store(line("b", "9/2022/QĐ-UBND", issue_date="2022-01-01", effective_date="2022-02-01",
               relations=[{"type": "thay thế", "number": "01/2020/qđ-ubnd"}]))  # fmt: skip
    [waiting] = related_documents(document("b"))
    assert (waiting.document, waiting.number) == (None, "01/2020/qđ-ubnd")
    store(line("a", "1/2020/QĐ-UBND"))
    [seen_from_b], [seen_from_a] = related_documents(document("b")), related_documents(document("a"))
    assert (seen_from_b.direction, seen_from_b.document) == ("outgoing", document("a"))
    assert (seen_from_a.direction, seen_from_a.document) == ("incoming", document("b"))
    assert document("a").effect(TODAY) == EffectCode.EXPIRED


def test_a_document_typed_in_by_an_editor_takes_up_what_waited():
    store(line("b", "9/2022/QĐ-UBND", relations=[{"type": "bãi bỏ", "number": "77/2019/QĐ-UBND"}]))
    typed = LegalDocumentFactory(
        number="77/2019/QĐ-UBND", effective_on=date(2019, 5, 1), issued_on=date(2019, 4, 1)
    )
    assert DocumentRelation.objects.get().target == typed
    typed.refresh_from_db()
    assert typed.effect(TODAY) == EffectCode.EXPIRED


def test_the_same_number_of_another_province_is_not_meant():
    store(line("a", "1/2020/QĐ-UBND", issuer="UBND tỉnh Hà Tĩnh", province="Hà Tĩnh"))
    store(line("b", "9/2022/QĐ-UBND", relations=[{"type": "bãi bỏ", "number": "1/2020/QĐ-UBND"}]))
    assert DocumentRelation.objects.get().target is None


def test_every_kind_of_relation_is_read_by_code_and_by_the_name_of_its_inverse():
    kinds = list(RelationType.objects.all())
    assert len(kinds) == 19
    for kind in kinds:
        store(
            line("a", "1/2020/QĐ-UBND", title=kind.code, relations=[{"type": kind.code, "number": "2/2020/QĐ-UBND"}]),
            line("b", "2/2020/QĐ-UBND", title=kind.code,
                 relations=[{"type": kind.inverse_name_vi, "number": "1/2020/QĐ-UBND"}]),
        )  # fmt: skip
        first, second = DocumentRelation.objects.order_by("pk")
        assert (first.relation_type, first.is_inverse, first.target) == (kind, False, document("b"))
        assert (second.relation_type, second.target) == (kind, document("a"))
        assert second.is_inverse is (kind.inverse_name_vi != kind.name_vi)


def test_a_change_reaches_what_depends_on_it_and_nothing_else():
    a, b, c, other = (
        LegalDocumentFactory(
            number=f"{n}/2020/QĐ-UBND",
            summary=title,
            issued_on=date(2020, n, 1),
            effective_on=date(2020, n, 1),
        )
        for n, title in (
            (1, "Quy định"),
            (2, "Bãi bỏ Quyết định số 1"),
            (3, "Bãi bỏ Quyết định số 2"),
            (4, "Khác"),
        )
    )
    relate(b, a, "bai-bo")
    assert LegalDocument.objects.get(pk=a.pk).effect(TODAY) == EffectCode.EXPIRED
    last = relate(c, b, "bai-bo")
    assert dependents([c.pk]) == {a.pk, b.pk, c.pk}
    assert LegalDocument.objects.get(pk=a.pk).effect(TODAY) == EffectCode.IN_FORCE
    last.delete()
    assert LegalDocument.objects.get(pk=a.pk).effect(TODAY) == EffectCode.EXPIRED
    assert other.pk not in dependents([c.pk])
    c.delete()
    b.delete()
    assert LegalDocument.objects.get(pk=a.pk).effect(TODAY) == EffectCode.IN_FORCE
    assert list(recheck_statuses()) == []


def test_a_draft_does_nothing_until_it_is_published():
    a = LegalDocumentFactory(
        number="1/2020/QĐ-UBND", effective_on=date(2020, 1, 1), issued_on=date(2020, 1, 1)
    )
    b = LegalDocumentFactory(
        number="2/2020/QĐ-UBND", effective_on=date(2021, 1, 1), issued_on=date(2021, 1, 1), live=False
    )
    relate(b, a, "thay-the")
    assert LegalDocument.objects.get(pk=a.pk).effect(TODAY) == EffectCode.IN_FORCE
    b.live = True
    b.save()
    assert LegalDocument.objects.get(pk=a.pk).effect(TODAY) == EffectCode.EXPIRED


def test_notes_of_articles_name_the_provisions_and_outlive_the_next_import():
    change = {
        "type": "chịu tác động của",
        "change": "sửa đổi",
        "number": "7/2021/QĐ-UBND",
        "from": "2021-05-01",
    }
    store(line("a", "1/2020/QĐ-UBND", relations=[change]))
    importer = ArticleImporter()
    articles = [
        {"id": f"a-{n}", "doc_id": "a", "article": n, "text": "x",
         "changes": [{"change": what, "by": "7/2021/QĐ-UBND", "from": "2021-05-01"}]}
        for n, what in (("5", "bãi bỏ"), ("7", "sửa đổi"), ("8a", "bổ sung"))
    ]  # fmt: skip
    importer.store([importer.check(raw, raw["id"]) for raw in articles])
    assert DocumentRelation.objects.get().provision == "Điều 5, Điều 7"
    store(line("a", "1/2020/QĐ-UBND", title="Tên khác", relations=[change]))
    assert DocumentRelation.objects.get().provision == "Điều 5, Điều 7"
    assert document("a").effect(date(2021, 5, 1)) == EffectCode.PARTIALLY_EXPIRED


def test_documents_that_repeal_each_other_come_to_an_end():
    a, b = (
        LegalDocumentFactory(number=f"{n}/2020/QĐ-UBND", summary="Bãi bỏ", issued_on=date(2020, 1, 1),
                             effective_on=date(2020, 2, n)) for n in (1, 2)
    )  # fmt: skip
    relate(a, b, "bai-bo")
    relate(b, a, "bai-bo")
    assert list(recheck_statuses()) == []


def test_page_and_api_tell_why(client):
    store(
        line("a", "1/2020/QĐ-UBND"),
        line("b", "9/2022/QĐ-UBND", issue_date="2022-06-01", effective_date="2022-07-01",
             relations=[{"type": "bãi bỏ", "number": "1/2020/QĐ-UBND", "provision": "Điều 5"}]),
    )  # fmt: skip
    a, b = document("a"), document("b")
    answer = client.get(f"/api/v1/documents/{a.pk}?as_of=2022-07-01").json()
    assert answer["status"] == "het-hieu-luc-mot-phan"
    assert answer["status_reason"] == (
        "Hết hiệu lực một phần từ 01/07/2022: Điều 5 bị bãi bỏ bởi Quyết định 9/2022/QĐ-UBND."
    )
    assert client.get(f"/api/v1/documents/{a.pk}?as_of=2022-06-30").json()["status"] == "con-hieu-luc"
    [relation] = answer["relations"]
    assert relation["direction"] == "incoming"
    assert relation["provision"] == "Điều 5"
    assert relation["document"]["source_id"] == "b"
    page = client.get(a.get_absolute_url()).content.decode()
    assert "Điều 5 bị bãi bỏ bởi Quyết định 9/2022/QĐ-UBND" in page
    assert b.get_absolute_url() in page
    found = client.get("/api/v1/documents?status=het-hieu-luc-mot-phan&as_of=2022-07-01").json()
    assert [row["source_id"] for row in found["results"]] == ["a"]
    assert client.get("/api/v1/documents?status=het-hieu-luc-mot-phan&as_of=2022-06-30").json()["count"] == 0


def test_verify_names_a_document_whose_stored_status_was_changed_past_the_portal(capsys):
    store(
        line("a", "1/2020/QĐ-UBND"),
        line("b", "9/2022/QĐ-UBND", issue_date="2022-06-01", effective_date="2022-07-01",
             relations=[{"type": "bãi bỏ", "number": "1/2020/QĐ-UBND"}]),
    )  # fmt: skip
    assert "tình trạng hiệu lực" not in "".join(fault.message for fault in verify())
    EffectPeriod.objects.filter(status=EffectCode.EXPIRED).update(status=EffectCode.IN_FORCE)
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert f"document {document('a').pk} " in said
    assert "tình trạng hiệu lực" in said


def central(key, number, **fields):
    return line(key, number, issuer="Thủ tướng Chính phủ", issuer_level="trung_uong", province="", **fields)


def on(day):
    return {"issue_date": day, "effective_date": day}


def test_a_number_without_year_is_linked_only_where_one_document_can_be_meant():
    repeal = {"type": "bãi bỏ", "number": "77/QĐ-TTg"}
    store(
        central("x1", "77/QĐ-TTg", **on("2008-01-15")),
        central("a", "900/QĐ-TTg", **on("2020-06-01"), relations=[repeal]),
    )
    assert DocumentRelation.objects.get().target == document("x1")
    assert document("x1").effect(TODAY) == EffectCode.EXPIRED
    # Another document of the number makes the link doubtful, and what followed from it is taken back.
    store(central("x2", "77/QĐ-TTg", **on("2013-01-15")))
    assert DocumentRelation.objects.get().target is None
    assert document("x1").effect(TODAY) == EffectCode.IN_FORCE
    store(central("a", "900/QĐ-TTg", **on("2020-06-01"), relations=[{**repeal, "issue_date": "2013-01-15"}]))
    assert DocumentRelation.objects.get().target == document("x2")
    # A slip in the day, not in the year.
    store(central("a", "900/QĐ-TTg", **on("2020-06-01"), relations=[{**repeal, "issue_date": "2008-01-16"}]))
    assert DocumentRelation.objects.get().target == document("x1")
    store(central("a", "900/QĐ-TTg", **on("2020-06-01"), relations=[{**repeal, "issue_date": "2011-01-15"}]))
    assert DocumentRelation.objects.get().target is None
    assert list(recheck_statuses()) == []


def test_nobody_repeals_what_was_issued_later():
    store(
        central("y1", "78/QĐ-TTg", **on("2008-01-15")),
        central(
            "a", "901/QĐ-TTg", **on("2005-06-01"), relations=[{"type": "thay thế", "number": "78/QĐ-TTg"}]
        ),
    )
    assert DocumentRelation.objects.get().target is None
    store(central("y0", "78/QĐ-TTg", **on("2001-01-15")))
    assert DocumentRelation.objects.get().target == document("y0")


def test_a_central_act_does_not_mean_a_province_that_it_does_not_name():
    repeal = {"type": "bãi bỏ", "number": "08/2010/QĐ-UBND"}
    store(line("p", "08/2010/QĐ-UBND", **on("2010-05-01")), central("c", "1/2020/QĐ-TTg", relations=[repeal]))
    assert DocumentRelation.objects.get().target is None
    store(central("c", "1/2020/QĐ-TTg", relations=[{**repeal, "issuer": "UBND tỉnh Hà Tĩnh"}]))
    assert DocumentRelation.objects.get().target is None
    store(central("c", "1/2020/QĐ-TTg", relations=[{**repeal, "issuer": "Ủy ban nhân dân tỉnh Đắk Nông"}]))
    assert DocumentRelation.objects.get().target == document("p")


def test_a_link_chosen_by_an_editor_stays():
    repeal = {"type": "bãi bỏ", "number": "77/QĐ-TTg"}
    store(central("x1", "77/QĐ-TTg", **on("2008-01-15")), central("a", "900/QĐ-TTg", **on("2020-06-01")))
    chosen = relate(document("a"), document("x1"), "bai-bo", target_number="77/QĐ-TTg")
    store(central("x2", "77/QĐ-TTg", **on("2013-01-15")), central("b", "901/QĐ-TTg", relations=[repeal]))
    chosen.refresh_from_db()
    assert chosen.target == document("x1")
    [other] = DocumentRelation.objects.filter(source=document("b"))
    assert other.target is None
    other.target = document("x2")
    other.save()
    store(central("x3", "77/QĐ-TTg", **on("2019-01-15")))
    other.refresh_from_db()
    assert other.target == document("x2")


def answer(client, key, day):
    return client.get(f"/api/v1/documents/{document(key).pk}?as_of={day}").json()


def test_what_a_source_says_without_a_day_is_not_true_from_the_first_day(client):
    store(line("a", "1/2020/QĐ-UBND", status="Văn bản hết hiệu lực", effective_date=None))
    today = timezone.localdate()
    assert answer(client, "a", today)["status"] == "het-hieu-luc-toan-bo"
    before = answer(client, "a", "2021-01-01")
    assert before["status"] == "khong-xac-dinh"
    assert f"trước {today:%d/%m/%Y} chưa xác định" in before["status_reason"]
    # The same statement again is no news; the day stays.
    LegalDocument.objects.update(stated_known_on=date(2024, 5, 1))
    store(line("a", "1/2020/QĐ-UBND", title="Tên khác", status="Văn bản hết hiệu lực", effective_date=None))
    assert answer(client, "a", "2024-05-01")["status"] == "het-hieu-luc-toan-bo"
    found = client.get("/api/v1/documents?status=khong-xac-dinh&as_of=2024-04-30").json()
    assert [row["source_id"] for row in found["results"]] == ["a"]
    assert list(recheck_statuses()) == []


def test_a_repeal_of_which_nobody_says_the_day_leaves_the_status_open(client):
    repeal = {"type": "bãi bỏ", "number": "1/2020/QĐ-UBND"}
    store(
        line("a", "1/2020/QĐ-UBND"),
        line("b", "9/2022/QĐ-UBND", issue_date="2022-06-01", effective_date=None, relations=[repeal]),
    )
    assert answer(client, "a", "2022-05-31")["status"] == "con-hieu-luc"
    after = answer(client, "a", "2022-06-01")
    assert after["status"] == "khong-xac-dinh"
    assert "bị bãi bỏ bởi Quyết định 9/2022/QĐ-UBND, chưa rõ ngày" in after["status_reason"]
    assert "chưa rõ" in client.get(document("a").get_absolute_url()).content.decode()
    store(line("b", "9/2022/QĐ-UBND", issue_date=None, effective_date=None, relations=[repeal]))
    assert answer(client, "a", "2021-01-01")["status"] == "khong-xac-dinh"
    store(
        line("b", "9/2022/QĐ-UBND", issue_date="2022-06-01", effective_date="2022-07-01", relations=[repeal])
    )
    assert answer(client, "a", "2022-06-30")["status"] == "con-hieu-luc"
    assert answer(client, "a", "2022-07-01")["status"] == "het-hieu-luc-toan-bo"


def test_the_repeal_of_a_whole_article_undoes_what_its_clause_did(client):
    store(
        line("a", "1/2020/QĐ-UBND"),
        line("b", "2/2021/QĐ-UBND", **on("2021-03-01"), relations=[
            {"type": "bãi bỏ", "number": "1/2020/QĐ-UBND", "provision": "khoản 1 Điều 5",
             "by_provision": "khoản 2 Điều 9"}
        ]),
        line("c", "3/2022/QĐ-UBND", **on("2022-03-01"), relations=[
            {"type": "bãi bỏ", "number": "2/2021/QĐ-UBND", "provision": "Điều 9"}
        ]),
    )  # fmt: skip
    assert answer(client, "a", "2021-06-01")["status"] == "het-hieu-luc-mot-phan"
    assert answer(client, "a", "2022-03-01")["status"] == "con-hieu-luc"


def test_two_records_of_one_law_have_one_life(client):
    repeal = {"type": "bãi bỏ", "number": "45/2013/QH13"}
    change = {"type": "chịu tác động của", "change": "sửa đổi", "number": "7/2018/QH14", "from": "2018-05-01"}
    store(
        central(
            "vb",
            "45/2013/QH13",
            **on(None) | {"issue_date": "2013-11-29"},
            same_as="vn",
            text="Điều 1. Một\nHai.",
        ),
        central("b", "31/2024/QH15", **on("2024-01-18"), relations=[repeal]),
    )
    store(
        central(
            "vn", "45/2013/QH13", issue_date="2013-11-29", effective_date="2014-07-01", relations=[change]
        )
    )
    for day, status in (
        ("2014-06-30", "chua-co-hieu-luc"), ("2014-07-01", "con-hieu-luc"), ("2018-05-01", "het-hieu-luc-mot-phan"),
        ("2024-01-18", "het-hieu-luc-toan-bo"),
    ):  # fmt: skip
        one, other = answer(client, "vb", day), answer(client, "vn", day)
        assert (one["status"], other["status"]) == (status, status), day
        assert one["status_reason"] == other["status_reason"]
        found = client.get(
            "/api/v1/documents", {"as_of": day, "status": status, "number": "45/2013/QH13"}
        ).json()
        assert {row["source_id"] for row in found["results"]} == {"vb", "vn"}, day
    for key in ("vb", "vn"):
        told = answer(client, key, TODAY)["relations"]
        assert sorted(relation["document"]["number"] for relation in told) == ["31/2024/QH15", "7/2018/QH14"]
    assert list(recheck_statuses()) == []
    chosen = client.get("/van-ban/so/45-2013-QH13").content.decode()
    assert "một văn bản mà cổng giữ thành nhiều bản ghi" in chosen
    assert chosen.index(document("vb").get_absolute_url()) < chosen.index(document("vn").get_absolute_url())
    # No longer called the same, each stands for itself.
    store(central("vb", "45/2013/QH13", issue_date="2013-11-28", effective_date="2013-12-01"))
    assert answer(client, "vb", "2014-01-01")["status"] == "con-hieu-luc"
    assert answer(client, "vn", "2014-01-01")["status"] == "chua-co-hieu-luc"
    assert list(recheck_statuses()) == []


def test_records_that_agree_in_all_that_tells_documents_apart_are_one():
    store(line("a", "1/2020/QĐ-UBND", title="Quy định"), line("b", "01/2020/QĐ-UBND", title="Quy định"))
    assert document("b").same_law == document("a")
    store(line("c", "1/2020/QĐ-UBND", title="Quy định", issue_date="2020-03-01"))
    assert document("c").same_law is None


def test_records_whose_summaries_differ_in_typing_alone_are_one_and_others_are_not():
    said = "việc ban hành Kế hoạch kiểm tra việc thực hiện thủ tục hành chính trên địa bàn tỉnh"
    store(line("a", "5/2020/QĐ-UBND", title=f"Về {said}"), line("b", "5/2020/QĐ-UBND", title=f"V/v {said}."))
    assert document("b").same_law == document("a")
    store(
        line("c", "6/2020/QĐ-UBND", title="Quy định giá đất năm 2020"),
        line("d", "6/2020/QĐ-UBND", title="Quy định giá nước sạch năm 2020"),
    )
    assert document("d").same_law is None
