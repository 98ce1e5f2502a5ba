"""What must hold for every text, number and date, tried on generated ones."""

import unicodedata
from datetime import date
from decimal import Decimal
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search import vietnamese

_LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
)
_WORDS = (
    "Uỷ ủy ban nhân dân tỉnh Đắk Nông hoà hòa bình thuỷ lợi khoá học quý quỳ toàn khoản thuyền đất đai "
    "ma mà mả mã má mạ Nguyễn Trần Lê Đặng Võ Hồ Ân An Ăn Điều 2 10 05 2021 R'lấp - , “ƀuôn” Čư"
)
any_text = st.text(max_size=60)
vietnamese_text = st.one_of(
    st.text(alphabet=_LETTERS + " 0123456789.,-/'", max_size=60),
    st.lists(st.sampled_from(_WORDS.split()), max_size=8).map(" ".join),
)
texts = st.one_of(
    any_text, vietnamese_text, vietnamese_text.map(lambda text: unicodedata.normalize("NFD", text))
)


@pytest.mark.parametrize(
    "function",
    [vietnamese.normalize, vietnamese.unify_tones, vietnamese.canonical, vietnamese.fold, vietnamese.slugify],
)
@given(text=texts)
def test_a_second_pass_changes_nothing(function, text):
    once = function(vietnamese.normalize(text))
    assert function(once) == once


@given(text=texts)
def test_normalised_text_is_composed_and_storable(text):
    clean = vietnamese.normalize(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert not any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in clean)


@given(text=vietnamese_text)
def test_composed_and_decomposed_text_are_one(text):
    decomposed = unicodedata.normalize("NFD", text)
    for function in (
        vietnamese.normalize,
        vietnamese.canonical,
        vietnamese.fold,
        vietnamese.slugify,
        vietnamese.sort_key,
        vietnamese.number_key,
        vietnamese.canonical_number,
        vietnamese.looks_like_number,
    ):
        assert function(decomposed) == function(text)


@given(letters=st.text(alphabet=_LETTERS, min_size=1), data=st.data())
def test_marks_in_any_order_make_the_same_letter(letters, data):
    loose = ""
    for letter in letters:
        base, *marks = unicodedata.normalize("NFD", letter)
        loose += base + "".join(data.draw(st.permutations(marks)))
    assert vietnamese.normalize(loose) == letters


@given(text=vietnamese_text.filter(lambda text: not set("“”") & set(text)))
def test_fold_of_vietnamese_is_ascii(text):
    assert vietnamese.fold(text).isascii()


@given(text=texts)
def test_case_does_not_count_in_the_canonical_form(text):
    assume(text.upper().lower() == text.lower())
    assert vietnamese.canonical(text.upper()) == vietnamese.canonical(text)


@given(text=vietnamese_text)
def test_tones_move_but_letters_stay(text):
    unified = vietnamese.unify_tones(text)
    assert len(unified) == len(text)
    assert vietnamese.fold(unified) == vietnamese.fold(text)
    assert [character.isupper() for character in unified] == [character.isupper() for character in text]


@given(text=texts, length=st.integers(min_value=1, max_value=30))
def test_slug_is_a_slug(text, length):
    slug = vietnamese.slugify(text, max_length=length)
    assert len(slug) <= length
    assert all(character in "abcdefghijklmnopqrstuvwxyz0123456789-" for character in slug)
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert bool(slug) == any(character.isalnum() for character in vietnamese.fold(text))


_BASES = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


def _weights(words: list[str]) -> tuple[list[list[tuple[int, int]]], list[int]]:
    """Return primary and secondary weights, written out letter by letter and without any encoding."""
    primary: list[list[tuple[int, int]]] = []
    secondary: list[int] = []
    for word in words:
        if word.isdigit():
            primary.append([(0, int(word))])
            continue
        weights = []
        for letter in word.lower():
            decomposed = unicodedata.normalize("NFD", letter)
            tone = next((mark for mark in _TONES[1:] if mark in decomposed), "")
            plain = unicodedata.normalize("NFC", decomposed.replace(tone, "") if tone else decomposed)
            weights.append((1, _BASES.index(plain)))
            secondary.append(_TONES.index(tone))
        primary.append(weights)
    return primary, secondary


sortable = st.lists(
    st.one_of(
        st.text(alphabet=_LETTERS + "fjwzFJWZ", min_size=1, max_size=5), st.integers(0, 10**20).map(str)
    ),
    min_size=1,
    max_size=3,
)


def _unified(words: list[str]) -> list[str]:
    return [vietnamese.unify_tones(word) for word in words]


@given(first=sortable, second=sortable)
def test_sort_key_agrees_with_the_alphabet(first, second):
    first_weights, second_weights = _weights(_unified(first)), _weights(_unified(second))
    first_key, second_key = vietnamese.sort_key(" ".join(first)), vietnamese.sort_key(" ".join(second))
    assert (first_key < second_key) == (first_weights < second_weights)
    assert (first_key == second_key) == (first_weights == second_weights)


@given(word=st.text(alphabet=_LETTERS, min_size=1, max_size=6), data=st.data())
def test_sort_key_ranks_variants_of_one_word_by_tone(word, data):
    toned = "".join(
        unicodedata.normalize("NFC", vietnamese.fold(letter) + data.draw(st.sampled_from(_TONES)))
        if vietnamese.fold(letter) in "aeiouy"
        else letter
        for letter in word
    )
    test_words = [word], [toned]
    keys = [vietnamese.sort_key(words[0]) for words in test_words]
    weights = [_weights(_unified(words)) for words in test_words]
    assert (keys[0] < keys[1]) == (weights[0] < weights[1])


@given(text=texts)
def test_sort_key_is_printable_ascii(text):
    key = vietnamese.sort_key(text)
    assert key.isascii()
    assert key.isprintable()
    assert vietnamese.person_sort_key(text).isprintable()


@given(given_names=st.tuples(sortable, sortable), families=st.tuples(sortable, sortable))
def test_given_name_outranks_family_name(given_names, families):
    first, second = (words[0] for words in given_names)
    assume(vietnamese.sort_key(first) < vietnamese.sort_key(second))
    keys = [
        vietnamese.person_sort_key(f"{family[0]} {name}")
        for family, name in zip(families, (first, second), strict=True)
    ]
    assert keys[0] < keys[1]


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4)
)
def test_formatted_number_reads_back(value):
    assert vietnamese.parse_number(vietnamese.format_number(value)) == value
    assert vietnamese.parse_number(vietnamese.format_percent(value)) == value


@given(value=st.integers(min_value=-(10**20), max_value=10**20))
def test_formatted_integer_reads_back_without_doubt(value):
    parsed = vietnamese.parse_number_checked(vietnamese.format_number(value))
    assert parsed == vietnamese.ParsedNumber(Decimal(value), suspicious=False)


@given(value=st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_formatted_float_reads_back(value):
    assume(len(vietnamese.format_number(value)) < 50)
    assert float(vietnamese.parse_number(vietnamese.format_number(value))) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("-Infinity")])
def test_no_number_for_infinity(value):
    with pytest.raises(ValueError, match="hữu hạn"):
        vietnamese.format_number(value)


def _sentence_of_refusal(read, text):
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return "đọc được"


@given(text=any_text)
def test_reading_any_text_gives_a_value_or_a_sentence(text):
    for read in (vietnamese.parse_number, vietnamese.parse_date):
        assert any(
            words in _sentence_of_refusal(read, text) for words in ("đọc được", "không phải là", "không có")
        )
    vietnamese.parse_document_number(text)
    vietnamese.looks_like_number(text)
    vietnamese.number_key(text)


@given(day=st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_formatted_date_reads_back(day):
    assert vietnamese.parse_date(vietnamese.format_date(day)) == day
    assert vietnamese.parse_date(vietnamese.format_long_date(day)) == day
    assert vietnamese.parse_date(vietnamese.format_long_date(day, nbsp=True)) == day
    assert vietnamese.parse_date(f"{day.day}-{day.month}-{day.year}") == day
    assert vietnamese.parse_date(day.isoformat()) == day


_SYMBOLS = (
    *("QĐ-UBND", "BC-VPUBND", "TT-BGDĐT", "NĐ-CP", "QH14"),
    *("TTLT-BTC-BKHĐT", "QĐ-TTg", "CTr-UBND", "NQ-HĐND", "UBTVQH13"),
)
document_numbers = st.builds(
    lambda number, suffix, year, symbol: f"{number}{suffix}/{f'{year}/' if year else ''}{symbol}",
    st.integers(1, 99_999),
    st.sampled_from(["", "", "", "c", "đ", ".7"]),
    st.one_of(st.none(), st.integers(1945, 2030)),
    st.sampled_from(_SYMBOLS),
)


@given(number=document_numbers, data=st.data())
def test_every_spelling_of_a_number_has_one_key(number, data):
    key = vietnamese.number_key(number)
    digits = number.split("/")[0]
    spellings = [
        number.lower(),
        number.replace("Đ", "Ð"),
        unicodedata.normalize("NFD", number),
        "0" + number,
        f"Số: {number}",
        f"Quyết định số {number}",
        number.replace("/", " / ").replace("-", " - "),
        number.replace("-", "–"),
        number.replace("/", "-"),
        number.replace("/", " ").replace("-", " "),
        number.replace("-", ""),
        vietnamese.fold(number),
        quote(number),
    ]
    if digits.isdigit():
        spellings.append(vietnamese.slugify(number))
    parsed = vietnamese.parse_document_number(number)
    assert parsed is not None
    assert parsed.canonical == number
    spellings += [parsed.slug, parsed.canonical]
    spelling = data.draw(st.sampled_from(spellings))
    assert vietnamese.number_key(spelling) == key


@given(number=document_numbers)
def test_every_beginning_of_a_number_has_the_beginning_of_its_key(number):
    key = vietnamese.number_key(number)
    assert vietnamese.looks_like_number(number)
    for end in range(number.index("/") + 1, len(number)):
        assert key.startswith(vietnamese.number_key(number[:end]))


@given(first=document_numbers, second=document_numbers)
def test_documents_sort_by_year_then_number(first, second):
    one, two = vietnamese.parse_document_number(first), vietnamese.parse_document_number(second)
    assert one is not None
    assert two is not None
    one_head = (one.year or 0, one.number, -1 if one.sub is None else one.sub)
    two_head = (two.year or 0, two.number, -1 if two.sub is None else two.sub)
    assume(one_head != two_head)
    assert (one.sort < two.sort) == (one_head < two_head)
