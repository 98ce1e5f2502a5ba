"""Is this word a Vietnamese syllable? Used to tell words from abbreviations and from broken text."""

import re
import unicodedata

_INITIALS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_FINALS = "c ch m n ng nh p t"
_OPEN_NUCLEI = (
    "a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu iêu oa oai oao oay oe oeo oi ôi ơi ua uây uê ui uôi uơ "
    "uy uya uyu ưa ưi ươi ươu ưu yêu uêu uao ue uau"
)
_CLOSED_NUCLEI = "a ă â e ê i iê o ô ơ oa oă oe oo u uâ uê uô uyê ư ươ uy y yê"

_MARK = re.compile("[\u0300-\u036f]")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def _folded(parts: str) -> str:
    return _MARK.sub("", unicodedata.normalize("NFD", parts)).replace("đ", "d")


def _either(parts: str) -> str:
    return "|".join(sorted(set(parts.split()), key=lambda part: (-len(part), part)))


def _pattern(initials: str, open_nuclei: str, closed_nuclei: str) -> re.Pattern[str]:
    rime = f"(?:{_either(open_nuclei)}|(?:{_either(closed_nuclei)})(?:{_either(_FINALS)}))"
    return re.compile(f"(?:{_either(initials)})?{rime}")


_SYLLABLE = _pattern(_INITIALS, _OPEN_NUCLEI, _CLOSED_NUCLEI)
_FOLDED_SYLLABLE = _pattern(_folded(_INITIALS), _folded(_OPEN_NUCLEI), _folded(_CLOSED_NUCLEI))


def is_syllable(word: str) -> bool:
    """Return whether a lower-case composed word is a well-formed syllable with at most one tone."""
    plain, tone_count = _TONE.subn("", unicodedata.normalize("NFD", word))
    return tone_count <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)))


def is_folded_syllable(word: str) -> bool:
    """Return whether a folded word could be a syllable that lost its diacritics."""
    return bool(_FOLDED_SYLLABLE.fullmatch(word))
