"""The effect of a document on a day: the rule, and that the query form says the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gazette.documents.effect import effect_on, stated_effect
from gazette.documents.enums import EffectCode
from gazette.documents.models import LegalDocument

DAY = date(2026, 7, 1)
days = st.none() | st.dates(DAY - timedelta(days=2), DAY + timedelta(days=2))


@pytest.mark.parametrize(
    ("begins", "ends", "stated", "expected"),
    [
        (None, None, "", EffectCode.UNKNOWN),
        (DAY, None, "", EffectCode.IN_FORCE),
        (DAY + timedelta(days=1), None, "", EffectCode.PENDING),
        (DAY + timedelta(days=1), None, EffectCode.IN_FORCE, EffectCode.PENDING),
        (DAY - timedelta(days=9), DAY, "", EffectCode.EXPIRED),
        (DAY - timedelta(days=9), DAY + timedelta(days=1), "", EffectCode.IN_FORCE),
        (DAY, None, EffectCode.PARTIALLY_EXPIRED, EffectCode.PARTIALLY_EXPIRED),
        (None, None, EffectCode.IN_FORCE, EffectCode.IN_FORCE),
        # "Not yet in force" was true when it was stated; the date says that it has begun since.
        (DAY, None, EffectCode.PENDING, EffectCode.IN_FORCE),
        (None, DAY, EffectCode.IN_FORCE, EffectCode.EXPIRED),
    ],
)
def test_effect_follows_from_dates_first(begins, ends, stated, expected):
    assert effect_on(DAY, effective_on=begins, expired_on=ends, stated=stated) == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Còn hiệu lực (có trong Bộ pháp điển bản 02/2026)", EffectCode.IN_FORCE),
        ("Văn bản đang có hiệu lực", EffectCode.IN_FORCE),
        ("Đang hiệu lực", EffectCode.IN_FORCE),
        ("Văn bản hết hiệu lực", EffectCode.EXPIRED),
        ("Văn bản còn hiệu lực một phần", EffectCode.PARTIALLY_EXPIRED),
        ("Chưa có hiệu lực", EffectCode.PENDING),
        ("Ngưng hiệu lực một phần", EffectCode.PARTIALLY_SUSPENDED),
        ("", ""),
        ("đang cập nhật", ""),
    ],
)
def test_words_of_sources_are_understood(words, code):
    assert stated_effect(words) == code


class QueryAgreesWithRule(TestCase):
    """Whatever the dates, a document is found under the one status that the rule gives it, and no other."""

    @settings(deadline=None)  # a database on a busy machine has no deadline
    @given(begins=days, ends=days, stated=st.sampled_from(["", *EffectCode.values]))
    def test_every_document_has_exactly_one_status(self, begins, ends, stated):
        document = LegalDocument.objects.create(
            number="1/QĐ-UBND", effective_on=begins, expired_on=ends, stated_effect=stated
        )
        found = [
            code for code in EffectCode if LegalDocument.objects.with_effect(code, DAY).filter(pk=document.pk)
        ]
        document = LegalDocument.objects.get(pk=document.pk)
        assert found == [document.effect(DAY)]
        if document.effect_is_plain:
            assert found == [effect_on(DAY, effective_on=begins, expired_on=ends, stated=stated)]
