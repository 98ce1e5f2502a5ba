"""Vietnamese letters: one Unicode form, one tone placement, folding to plain ASCII, slugs."""

import re
import unicodedata

TONED_VOWELS = {
    "a": "àảãáạ",
    "ă": "ằẳẵắặ",
    "â": "ầẩẫấậ",
    "e": "èẻẽéẹ",
    "ê": "ềểễếệ",
    "i": "ìỉĩíị",
    "o": "òỏõóọ",
    "ô": "ồổỗốộ",
    "ơ": "ờởỡớợ",
    "u": "ùủũúụ",
    "ư": "ừửữứự",
    "y": "ỳỷỹýỵ",
}
"""Each vowel letter with its five toned forms in the order huyền, hỏi, ngã, sắc, nặng."""

# --- normalize ------------------------------------------------------------------------------------

_DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters that are no line break
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags, invisible as well
    "\ud800-\udfff"  # a lone surrogate cannot be stored as UTF-8
)
_BREAKS = "\x0b-\r\x85\u2028\u2029"
_BLANKS = "\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_D_LOOKALIKES = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
_MARKS = "\u0300-\u036f"

_SUSPECT = re.compile(f"[{_DROPPED}{_BREAKS}{_BLANKS}{''.join(_D_LOOKALIKES)}{_MARKS}]")
_ANY_DROPPED = re.compile(f"[{_DROPPED}]+")
_ANY_BREAK = re.compile(f"\r\n|[{_BREAKS}]")
_ANY_BLANK = re.compile(f"[{_BLANKS}]")
_ANY_D = re.compile(f"[{''.join(_D_LOOKALIKES)}]")
_ANY_MARK = re.compile(f"[{_MARKS}]")
_MARKED_LETTER = re.compile(f"[^{_MARKS}][{_MARKS}]+")
# A vowel whose tone mark was typed before its circumflex or breve: both have the same combining class,
# so NFC keeps the wrong order and never builds the letter.
_TONE_BEFORE_SHAPE = re.compile("([aeoAEO]\u0323?)([\u0300\u0301\u0303\u0309])([\u0302\u0306])")
_REPEATED_MARK = re.compile(f"([{_MARKS}])\\1+")
_STROKED_D = re.compile("([dD])[\u0335\u0336]")


def normalize(text: str) -> str:
    """Return the text in the one form we store: composed letters, no invisible characters, \\n and plain blanks.

    Mark orders that NFC leaves apart (á + circumflex) are composed too, and Icelandic eth becomes đ.
    Form feeds and vertical tabs count as line breaks, so that pages of a file do not grow together.
    """
    if not _SUSPECT.search(text):
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    text = _ANY_DROPPED.sub("", text)
    text = _ANY_BREAK.sub("\n", text)
    text = _ANY_BLANK.sub(" ", text)
    text = _ANY_D.sub(lambda match: _D_LOOKALIKES[match[0]], text)
    if not _ANY_MARK.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    # Line by line: nothing composes across a break, and composing is slow, so clean lines should not pay for it.
    return "\n".join(map(_compose, text.split("\n")))


def _compose(line: str) -> str:
    line = unicodedata.normalize("NFC", line)
    if _ANY_MARK.search(line):
        line = unicodedata.normalize("NFC", _MARKED_LETTER.sub(_compose_loose_marks, line))
    return line


def _compose_loose_marks(match: re.Match[str]) -> str:
    letter = _REPEATED_MARK.sub(r"\1", unicodedata.normalize("NFD", match[0]))
    letter = _TONE_BEFORE_SHAPE.sub(r"\1\3\2", letter)
    return _STROKED_D.sub(lambda stroked: "đ" if stroked[1] == "d" else "Đ", letter)


# --- unify_tones ----------------------------------------------------------------------------------


def _both_cases(letters: str) -> str:
    return letters + letters.upper()


def _toned(vowels: str) -> str:
    return _both_cases("".join(TONED_VOWELS[vowel] for vowel in vowels))


_TONES = "\u0300\u0309\u0303\u0301\u0323"
_LETTER = r"[^\W\d_]"
# Every pattern starts with one plain set of letters, so that the engine skips through long texts quickly.
_OPEN_ENDING = re.compile(f"[oOuU](?<![qQ][uU])[{_toned('aey')}](?!{_LETTER})")
_CLOSED_OR_CONSONANT = re.compile(
    f"[{_toned('iou')}](?:[aeyAEY](?=[cimnoptuyCIMNOPTUY])"
    f"|(?<=[qQ][{_toned('u')}])[{_both_cases('aăâeêioơôy')}]"
    f"|(?<=[gG][{_toned('i')}])[{_both_cases('aăâeêoơôuư')}])"
)
_GLIDES = frozenset({"oa", "oe", "uy"})
_SPLIT: dict[str, tuple[str, str]] = {
    toned: (vowel, tone)
    for lower, forms in TONED_VOWELS.items()
    for lower_toned, tone in zip(forms, _TONES, strict=True)
    for vowel, toned in ((lower, lower_toned), (lower.upper(), lower_toned.upper()))
}


def _tone_to_first(match: re.Match[str]) -> str:
    vowel, tone = _SPLIT[match[0][1]]
    if (match[0][0] + vowel).lower() not in _GLIDES:
        return match[0]
    return unicodedata.normalize("NFC", match[0][0] + tone) + vowel


def _tone_to_second(match: re.Match[str]) -> str:
    vowel, tone = _SPLIT[match[0][0]]
    before = match.string[match.start() - 1 : match.start()].lower()
    is_consonant = (before, vowel.lower()) in {("q", "u"), ("g", "i")}
    if not is_consonant and (vowel + match[0][1]).lower() not in _GLIDES:
        return match[0]
    return vowel + unicodedata.normalize("NFC", match[0][1] + tone)


def unify_tones(text: str) -> str:
    """Return normalised text with every tone mark where we expect it; case is kept.

    The rule: in a syllable that ends in "oa", "oe" or "uy" the first vowel bears the tone (hoà → hòa, thuỷ → thủy).
    When more letters follow, the second one does (hoàn, toán, thuyền stay; the slips tòan, hùynh become
    toàn, huỳnh). In "qu" and "gi" + vowel the u and i belong to the consonant: quý stays, qúy → quý, gía → giá.
    """
    if text.isascii():
        return text
    return _CLOSED_OR_CONSONANT.sub(_tone_to_second, _OPEN_ENDING.sub(_tone_to_first, text))


# --- canonical and fold ---------------------------------------------------------------------------


def canonical(text: str) -> str:
    """Return the form in which two texts are compared "as written": normalised, one tone style, lower case."""
    # Lower case first: it may decompose rare letters, which normalize then puts together again.
    return unify_tones(normalize(text.lower()))


# Letters without a canonical decomposition, seen in minority languages, foreign names and ligatures.
_UNDECOMPOSED = {
    "đ": "d", "ƀ": "b", "ɓ": "b", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ð": "d", "ǥ": "g", "ɠ": "g", "ħ": "h", "ı": "i",
    "ɨ": "i", "ƙ": "k", "ł": "l", "ƚ": "l", "ŋ": "ng", "ɲ": "nh", "ø": "o", "ɔ": "o", "ŧ": "t", "ƭ": "t", "ʉ": "u",
    "ɛ": "e", "ə": "e", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ſ": "s", "ƶ": "z",
}  # fmt: skip


def _fold_table() -> list[str]:
    """Return the folded form of every code point below 0x2100: str.translate is fastest with a list."""
    table: list[str] = []
    for code in range(0x2100):
        plain = _ANY_MARK.sub("", unicodedata.normalize("NFD", chr(code)))
        table.append("".join(_UNDECOMPOSED.get(letter, letter) for letter in plain))
    return table


_FOLDS = _fold_table()


def fold(text: str) -> str:
    """Return the canonical form without any diacritics (đ → d): ASCII for everything in the Vietnamese alphabet."""
    text = canonical(text)
    if text.isascii():
        return text
    text = text.translate(_FOLDS)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


# --- slugs ----------------------------------------------------------------------------------------

_APOSTROPHE = re.compile("(?<=[a-z])['’ʼ‘`´](?=[a-z])")
_NOT_SLUG = re.compile("[^a-z0-9]+")


def slugify(text: str, max_length: int = 80) -> str:
    """Return an ASCII slug of at most ``max_length`` characters, cut between words where possible.

    It is empty only when the text has no letter or digit: other scripts are spelled as code points.
    An apostrophe inside a word vanishes (M'Nông → mnong).
    """
    folded = fold(text)
    if not folded.isascii():
        folded = fold(unicodedata.normalize("NFKD", folded))
    slug = _NOT_SLUG.sub("-", _APOSTROPHE.sub("", folded)).strip("-")
    if not slug:
        slug = "-".join(f"u{ord(character):04x}" for character in folded if character.isalnum())
    if len(slug) <= max_length:
        return slug
    head = slug[: max_length + 1].rpartition("-")[0]
    return head or slug[:max_length].strip("-")
