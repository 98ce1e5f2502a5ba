"""Good text is really encoded in the old ways, and must be recognised; good text must pass."""

import random
import unicodedata

import pytest

from search.vietnamese import broken_encoding, normalize

TITLES = [
    "Quyết định ban hành bảng giá đất trên địa bàn tỉnh Đắk Nông",
    "Ủy ban nhân dân tỉnh",
    "Thông báo kết luận của Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp thường kỳ",
    "Nghị quyết về nhiệm vụ phát triển kinh tế - xã hội năm 2021",
    "Cộng hòa xã hội chủ nghĩa Việt Nam\nĐộc lập - Tự do - Hạnh phúc",
    "Quy định mức thu phí, lệ phí",
    "Hướng dẫn người dân thực hiện thủ tục hành chính",
]

# TCVN 5712:1993 (ABC fonts), bytes shown as Latin-1. Capitals with tones are the same codes in a capital font.
TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6"
            "d7d8dcdddedfe1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ).decode("latin-1"),
        strict=True,
    )
)


def to_tcvn3(text: str) -> str:
    return "".join(TCVN3.get(letter) or TCVN3.get(letter.lower(), letter) for letter in text)


VNI_TONES = {"\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0301": "ù", "\u0323": "ï"}
VNI_CIRCUMFLEX = {"": "â", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0301": "á", "\u0323": "ä"}
VNI_BREVE = {"": "ê", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0301": "é", "\u0323": "ë"}
VNI_WHOLE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ì": "ì", "í": "í"}


def _to_vni_letter(letter: str) -> str:
    if letter in VNI_WHOLE:
        return VNI_WHOLE[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in VNI_TONES)
    if "\u0302" in marks:
        return base + VNI_CIRCUMFLEX[tone]
    if "\u0306" in marks:
        return base + VNI_BREVE[tone]
    if "\u031b" in marks:
        base = {"o": "ô", "u": "ö"}[base]
    return base + VNI_TONES.get(tone, "")


def to_vni(text: str) -> str:
    return "".join(
        _to_vni_letter(letter.lower()).upper() if letter.isupper() else _to_vni_letter(letter)
        for letter in text
    )


def to_double_utf8(text: str) -> str:
    return text.encode().decode("latin-1")


def to_double_utf8_windows(text: str) -> str:
    read = [bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode()]
    return "".join(read)


def to_lost(text: str) -> str:
    """Old bytes read as UTF-8 by a tool that replaces what it cannot read."""
    return to_tcvn3(text).encode("latin-1").decode("utf-8", errors="replace")


BREAKS = [
    (to_tcvn3, "TCVN3"),
    (to_vni, "VNI"),
    (to_double_utf8, "UTF-8 bị đọc nhầm"),
    (to_double_utf8_windows, "UTF-8 bị đọc nhầm"),
    (to_lost, "bị mất"),
]


def test_the_tables_of_this_test_are_right():
    assert to_tcvn3("Cộng hòa xã hội") == "Céng hßa x· héi"
    assert to_vni("Cộng hòa xã hội") == "Coäng hoøa xaõ hoäi"
    assert to_double_utf8_windows("Quyết định") == "Quyáº¿t Ä‘á»‹nh"


@pytest.mark.parametrize(("encode", "name"), BREAKS)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("prepare", [str, normalize], ids=["raw", "normalised"])
def test_a_broken_title_is_recognised(encode, name, title, prepare):
    sentence = broken_encoding(prepare(encode(title)))
    assert sentence is not None
    assert name in sentence


@pytest.mark.parametrize(("encode", "name"), BREAKS)
def test_upper_case_is_recognised(encode, name):
    sentence = broken_encoding(
        encode("Ủy ban nhân dân tỉnh Đắk Nông\nQUYẾT ĐỊNH VỀ VIỆC BAN HÀNH BẢNG GIÁ ĐẤT")
    )
    assert sentence is not None
    assert name in sentence


@pytest.mark.parametrize(("encode", "name"), BREAKS)
@pytest.mark.parametrize("repetitions", [20, 1000])
def test_a_text_that_repeats_itself_is_recognised(encode, name, repetitions):
    sentence = broken_encoding(encode("Quyết định về giá đất. ") * repetitions)
    assert sentence is not None
    assert name in sentence


@pytest.mark.parametrize(("encode", "name"), BREAKS)
@pytest.mark.parametrize("place", [0, 200, 400])
def test_one_broken_page_of_a_long_document_is_recognised(encode, name, place):
    good = [random.Random(line).choice(TITLES) for line in range(400)]
    sentence = broken_encoding("\n".join([*good[:place], encode("\n".join(TITLES)), *good[place:]]))
    assert sentence is not None
    assert name in sentence


@pytest.mark.parametrize("title", TITLES)
def test_good_text_passes_in_every_form(title):
    for text in (title, title.upper(), title.lower(), unicodedata.normalize("NFD", title), title * 200):
        assert broken_encoding(text) is None


def test_stray_broken_words_do_not_condemn_a_document():
    text = " ".join(TITLES) * 3
    for word in ("s¸ch", "tr\xadêng", "B\ufffdnh", "Quyáº¿t"):
        assert broken_encoding(f"{text} {word} {text}") is None
