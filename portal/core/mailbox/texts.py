"""What a person wrote in an answer: HTML as text, without the mail that is answered below it.

Every rule looks at one line at a time, so that no text takes longer than its length; a rule that is in doubt leaves the
line where it is. Why no library: docs/decisions/028-mail-both-ways.md.
"""

from __future__ import annotations

import re

from lxml import etree, html

from portal.core.mailbox.decoding import clean

#: A line that is longer is nobody's "On … wrote:".
_LONGEST_HEADING = 300
_QUOTED = re.compile(r"\s*>")
#: Above what they quote, programs write who wrote it and when, in the language of whoever uses them.
_WROTE = re.compile(
    r"(?:vào|ngày|on|le|am|el|il|lúc|thứ|t[2-7]|cn)\b.*"
    r"(?:đã viết|viết|wrote|a écrit|schrieb|escribió|ha scritto)\s*:\s*$",
    re.IGNORECASE,
)
_WROTE_END = re.compile(r".*(?:đã viết|wrote|a écrit|escribió|ha scritto)\s*:\s*$", re.IGNORECASE)
_WROTE_BEGIN = re.compile(r"(?:vào|on)\b.*(?:\d{4}|<[^<>\s]+@)", re.IGNORECASE)
_DIVIDER = re.compile(
    r"\s*(?:_{10,}|-{3,}\s*(?:original message|forwarded message|thư gốc|tin nhắn gốc|thư đã chuyển tiếp|"
    r"thư được chuyển tiếp|tin nhắn được chuyển tiếp)\s*-{3,})\s*$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s*\*?(?:from|sent|date|to|cc|subject|từ|người gửi|đã gửi|gửi|ngày gửi|ngày|tới|đến|chủ đề|tiêu đề)"
    r"\s*\*?\s*:\s*\*?\s*\S",
    re.IGNORECASE,
)
_FIRST_FIELD = re.compile(r"\s*\*?(?:from|từ|người gửi)\s*\*?\s*:", re.IGNORECASE)
_SIGNATURE = re.compile(r"-- ?$")
_DROPPED = "//script|//style|//head|//title|//template|//noscript|//comment()"
_QUOTES = (
    "//blockquote|//*[contains(concat(' ', normalize-space(@class), ' '), ' gmail_quote ')]"
    "|//*[contains(concat(' ', normalize-space(@class), ' '), ' yahoo_quoted ')]"
    "|//*[contains(concat(' ', normalize-space(@class), ' '), ' moz-cite-prefix ')]"
    "|//*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='mail-editor-reference-message-container']"
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
        "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip


def written(text: str) -> str:
    """Return what the sender wrote himself: without the quoted mail and without his signature."""
    lines = text.split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _begins_quoted(lines, number):
            break
        kept.append(line)
    while kept and _SIGNATURE.fullmatch(kept[-1].strip()):
        kept.pop()
    for number, line in enumerate(kept):
        if _SIGNATURE.fullmatch(line) and number:
            kept = kept[:number]
            break
    own = [line for line in kept if not _QUOTED.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in own)).strip()


def _begins_quoted(lines: list[str], number: int) -> bool:
    """Whether everything from a line on is the mail that is answered."""
    line = lines[number].strip()
    if not line or len(line) > _LONGEST_HEADING:
        return False
    if _WROTE.match(line) or _DIVIDER.match(line):
        return True
    following = [other.strip()[:_LONGEST_HEADING] for other in lines[number + 1 : number + 4]]
    if _WROTE_BEGIN.match(line) and any(_WROTE_END.match(other) for other in following[:2]):
        return True
    return bool(_FIRST_FIELD.match(line) and sum(bool(_FIELD.match(other)) for other in following) >= 2)


def from_html(source: str) -> str:
    """Return the text of an HTML mail, without what it quotes; "" for one that cannot be read."""
    try:
        # A declaration of another charset inside would contradict the text, which is decoded already.
        root = html.document_fromstring(
            source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    for element in root.xpath(_DROPPED):
        _remove(element)
    own = _text(root)
    for element in root.xpath(_QUOTES):
        _remove(element)
    return _text(root) or own


def _remove(element: html.HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None:
        element.drop_tree() if isinstance(element.tag, str) else parent.remove(element)


def _text(root: html.HtmlElement) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_block = isinstance(element.tag, str) and element.tag in _BLOCKS
        if event == "start":
            if is_block:
                pieces.append("\n")
            pieces.append(re.sub(r"\s+", " ", element.text or ""))
        else:
            if is_block and element.tag != "br":
                pieces.append("\n")
            pieces.append(re.sub(r"\s+", " ", element.tail or ""))
    lines = [" ".join(line.split()) for line in clean("".join(pieces)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
