"""What a document says that it does to others, read from its own text: proposals, never decisions.

A verb ("thay thế", "bãi bỏ", "sửa đổi, bổ sung", "Căn cứ" …) governs the documents named after it in its clause. The
title of a document named ("Nghị định A sửa đổi một số điều của Nghị định B") is not the deed of this document, nor is
what stands in quotation marks or in the passive ("được sửa đổi bởi").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from gazette.documents.citation_references import DocumentReference
from gazette.documents.citations import Citation, find_citations
from gazette.documents.provision_texts import join_provisions, provision_words

_VERBS = re.compile(
    r"(?<!\w)(?:(?P<thay_the>thay thế(?: cho)?)|(?P<bai_bo>(?:bãi|hủy|huỷ) bỏ)|"
    r"(?P<sua_doi_bo_sung>sửa đổi(?:,? (?:và )?bổ sung)?|bổ sung)|"
    r"(?P<dinh_chi_thi_hanh>đình chỉ(?: việc)? thi hành)|(?P<tam_ngung_hieu_luc>(?:tạm )?ngưng hiệu lực)|"
    r"(?P<dinh_chinh>đính chính))(?!\w)",
    re.IGNORECASE,
)
_BASED_ON = re.compile(r"^[ \t\"“-]*căn cứ(?: vào)?[ \t]", re.IGNORECASE | re.MULTILINE)
_PASSIVE_BEFORE = re.compile(r"(?:được|bị|đã|sẽ|việc|có) $", re.IGNORECASE)
_PASSIVE_AFTER = re.compile(
    r"[^.;,\n]{0,40}?(?<!\w)(?:bởi|theo quy định tại|bằng cụm từ|cụm từ|từ “)", re.IGNORECASE
)
_ENDS = re.compile(
    r"[^.;\n]{0,420}?(?<!\w)(?:hết hiệu lực(?! một phần)|(?P<repealed>bị bãi bỏ)|"
    r"(?P<replaced>(?:bị|được) thay thế))(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"\n|[.;](?=\s|$)")
#: Between a verb and a document: then the deed is done to something that the document only mentions.
_NOT_DONE = re.compile(
    r"(?<!\w)(?:thủ tục|tthc|công bố|yêu cầu|kiến nghị|đề nghị|mẫu|hồ sơ|trường hợp|giấy)(?!\w)",
    re.IGNORECASE,
)
#: "thay thế toàn bộ Nghị định A" means the whole of it; "thay thế Phụ lục II ban hành kèm theo Nghị định A" a part.
_NOTHING_BETWEEN = re.compile(
    r"\s*(?:(?:cho|toàn bộ|toàn văn|các|hiệu lực của|hiệu lực thi hành của)\s+)*", re.IGNORECASE
)
_PART_OF = re.compile(r"\s*(?:ban hành )?(?:kèm theo|của|tại|trong)?\s*$", re.IGNORECASE)
_WITHIN = re.compile(r"(?<!\w)(?:tại|trong)(?!\w)", re.IGNORECASE)
_HEADING = re.compile(r"^[ \t“\"]*điều\s+(\d{1,3}[a-zđ]?)\s*[.:]?", re.IGNORECASE | re.MULTILINE)
_NOTE = re.compile(r"\[[^\]\n]{0,400}\]")
_FARTHEST = 260


@dataclass(frozen=True, slots=True)
class ReadRelation:
    """What one sentence seems to do; `provision` is empty for the whole document."""

    kind: str
    document: DocumentReference
    provision: str
    acting_provision: str
    evidence: str
    start: int
    #: The text says plainly that the whole document is meant, with nothing between the verb and its number.
    is_plain: bool = False


def read_relations(
    text: str, citations: list[Citation] | None = None, *, own_key: str = ""
) -> list[ReadRelation]:
    """Return what a text says that its document does to others, each kind and document once."""
    cited = citations if citations is not None else find_citations(text)
    others = [c for c in cited if not c.document.is_own and (c.document.key and not c.document.is_short)]
    others = [c for c in others if c.document.key != own_key]
    notes = [match.span() for match in _NOTE.finditer(text)] if "[" in text else []
    headings = [(match.start(), match[1]) for match in _HEADING.finditer(text)]
    starts = [start for start, _number in headings]
    found: dict[tuple[str, str], ReadRelation] = {}
    provisions: dict[tuple[str, str], list[str]] = {}
    whole: set[tuple[str, str]] = set()
    ends = [c.end for c in others]
    for index, citation in enumerate(others):
        if any(a <= citation.start < b for a, b in _near(notes, citation.start)):
            continue
        previous = others[index - 1] if index and ends[index - 1] <= citation.start else None
        kind, part = _kind(text, citation, previous)
        if not kind:
            continue
        key = (kind, citation.document.key)
        at = bisect_right(starts, citation.start) - 1
        if key not in found:
            acting = f"Điều {headings[at][1]}" if at >= 0 and kind != "can-cu" else ""
            found[key] = ReadRelation(
                kind, citation.document, "", acting, _sentence(text, citation), citation.start
            )  # fmt: skip
        if part:
            provisions.setdefault(key, []).append(part)
            continue
        if citation.provision:
            provisions.setdefault(key, []).append(provision_words(citation.provision))
        elif kind != "sua-doi-bo-sung":
            whole.add(key)
    return [
        ReadRelation(
            one.kind, one.document, "" if key in whole else _joined(provisions.get(key, [])),
            one.acting_provision, one.evidence, one.start, key in whole,
        )
        for key, one in found.items()
    ]  # fmt: skip


def _joined(parts: list[str]) -> str:
    """Return the parts in one line; "một số điều" says nothing more where the articles are named."""
    named = [part for part in parts if part.startswith(("Điều", "khoản", "điểm"))]
    return join_provisions(dict.fromkeys(named or parts))


def _near(spans: list[tuple[int, int]], position: int) -> Iterable[tuple[int, int]]:
    at = bisect_right(spans, (position, 1 << 60))
    return spans[max(0, at - 1) : at]


def _kind(text: str, citation: Citation, previous: Citation | None) -> tuple[str, str]:
    """Return what the sentence does to the document cited ("" for nothing), and to which part that is no provision."""
    start = max(0, citation.start - _FARTHEST)
    before = text[start : citation.start]
    for end in _CLAUSE_END.finditer(before):
        # A semicolon parts the members of "Căn cứ A; B", which stand under the same word.
        start = citation.start - len(before) + end.end() if end[0] != ";" else start
    clause = text[start : citation.start]
    if clause.count("“") > clause.count("”") or clause.count('"') % 2:
        return "", ""
    if _BASED_ON.match(clause.lstrip("\n ")):
        return ("can-cu" if _is_listed(text, clause, previous, citation) else ""), ""
    clause = clause.rpartition(";")[2]
    verbs = list(_VERBS.finditer(clause))
    if verbs:
        verb = verbs[-1]
        verb_start = citation.start - len(clause) + verb.start()
        if _PASSIVE_BEFORE.search(clause, 0, verb.start()) or _PASSIVE_AFTER.match(clause, verb.end()):
            return "", ""
        if previous and previous.end <= verb_start and _is_title(text[previous.end : verb_start]):
            return "", ""
        if previous and previous.start > verb_start and not _is_listed(text, clause, previous, citation):
            return "", ""
        gap, kind = clause[verb.end() :], (verb.lastgroup or "").replace("_", "-")
        if _NOT_DONE.search(gap) or "kiến nghị" in clause.lower():
            return "", ""
        # "Thay thế cụm từ … tại Nghị định A" rewords A.
        if _WITHIN.search(gap) and kind in {"thay-the", "bai-bo"}:
            kind = "sua-doi-bo-sung"
        is_first = previous is None or previous.start < verb_start
        part = "" if citation.provision or not is_first or _NOTHING_BETWEEN.fullmatch(gap) else gap
        return kind, _PART_OF.sub("", " ".join(part.split()))[:120]
    # "Quyết định số 05/2021/QĐ-UBND … hết hiệu lực kể từ ngày …"
    ending = _ENDS.match(text, citation.end, citation.end + 460)
    if (
        ending
        and not citation.provision
        and "này" not in text[citation.end : ending.end()].split("hết hiệu lực")[0]
    ):
        return ("bai-bo" if ending["repealed"] else "thay-the"), ""
    return "", ""


def _is_title(between: str) -> bool:
    """Return whether a verb after a document belongs to that document's title, not to this sentence."""
    return not re.search(r"[;.]|(?:,| và) *$|này", between)


def _is_listed(text: str, clause: str, previous: Citation | None, citation: Citation) -> bool:
    """Return whether the document cited is the first of its clause, or joined to the one before as its equal."""
    if previous is None or previous.start < citation.start - len(clause):
        return True
    between = text[previous.end : citation.start]
    if between.rstrip().endswith(";"):
        return True
    return bool(
        re.fullmatch(r"[^.;\n]{0,200}?(?:,|;|và|,? và các)\s*(?:các )?(?:số )?", between)
    ) and not _VERBS.search(between)


def _sentence(text: str, citation: Citation) -> str:
    start = max(text.rfind("\n", 0, citation.start), text.rfind(". ", 0, citation.start)) + 1
    end = text.find("\n", citation.end)
    end = len(text) if end < 0 else end
    return " ".join(text[max(start, citation.start - 300) : min(end, citation.end + 300)].split())
