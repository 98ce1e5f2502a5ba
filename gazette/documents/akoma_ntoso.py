"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML): metadata, preamble, hierarchy, conclusions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from lxml import etree

from gazette.documents.addresses import COUNTRY, work_uri
from gazette.documents.models import LegalDocument
from gazette.documents.structure import ArticleText, Structure, Unit, UnitKind
from search import vietnamese

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
MEDIA_TYPE = "application/akn+xml"
_SOURCE = "#portal"

_DIVISIONS = {
    UnitKind.PART: ("part", "part"),
    UnitKind.CHAPTER: ("chapter", "chp"),
    UnitKind.SECTION: ("section", "sec"),
    UnitKind.SUBSECTION: ("subsection", "subsec"),
}


def akoma_ntoso(document: LegalDocument, structure: Structure, *, portal: str) -> bytes:
    """Return the XML; `portal` is the name of the publishing portal."""
    return etree.tostring(
        _Writer(document, structure, portal).root(),
        xml_declaration=True,
        encoding="UTF-8",
        pretty_print=False,
    )


def _clean(text: str) -> str:
    """Return the text without the few characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


class _Writer:
    """Builds the tree of one document."""

    def __init__(self, document: LegalDocument, structure: Structure, portal: str) -> None:
        self._document, self._structure, self._portal = document, structure, portal
        self._ids: dict[str, int] = {}

    def root(self) -> etree._Element:
        root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
        has_articles = bool(self._structure.articles)
        name = vietnamese.slugify(self._document.kind, 40) or "van-ban"
        act = self._add(root, "act" if has_articles else "doc", name=name)
        self._meta(act)
        if self._document.summary:
            preface = self._add(act, "preface")
            self._paragraph(self._add(preface, "longTitle"), self._document.summary)
        if has_articles:
            if self._structure.preamble:
                self._paragraphs(self._add(act, "preamble"), self._structure.preamble)
            _Hierarchy(self, self._add(act, "body")).write(self._structure.articles)
        else:
            body = self._add(act, "mainBody")
            for unit in self._structure.preamble:
                self._paragraph(
                    body, unit.text, self.identifier("heading", unit.number) if unit.is_division else ""
                )
            if not self._structure.preamble:
                remark = self._add(self._add(body, "p"), "remark", status="editorial")
                remark.text = "Cổng không có toàn văn của văn bản này dưới dạng chữ."
        if self._structure.ending:
            self._paragraphs(self._add(act, "conclusions"), self._structure.ending)
        return root

    # Metadata

    def _meta(self, act: etree._Element) -> None:
        document, uri = self._document, work_uri(self._document)
        issued = document.issued_on or document.effective_on
        meta = self._add(act, "meta")
        identification = self._add(meta, "identification", source=_SOURCE)
        work = self._add(identification, "FRBRWork")
        self._core(work, f"{uri}/!main", uri, issued, "#issuer", alias=document.summary)
        self._add(work, "FRBRcountry", value=COUNTRY)
        if document.number:
            self._add(work, "FRBRnumber", value=document.number)
        expression = (
            f"{uri}/vie@{(document.effective_on or issued or document.created_at.date()).isoformat()}"
        )
        element = self._add(identification, "FRBRExpression")
        self._core(element, f"{expression}/!main", expression, issued, "#issuer")
        self._add(element, "FRBRlanguage", language="vie")
        element = self._add(identification, "FRBRManifestation")
        self._core(
            element, f"{expression}/!main.xml", f"{expression}.xml", document.updated_at.date(), _SOURCE
        )
        self._add(element, "FRBRformat", value=MEDIA_TYPE)
        if document.gazette_number:
            on = document.gazette_on or issued
            if on:
                self._add(
                    meta, "publication", date=on.isoformat(), name="Công báo", number=document.gazette_number,
                    showAs=f"Công báo số {document.gazette_number}",
                )  # fmt: skip
        self._lifecycle(meta)
        references = self._add(meta, "references", source=_SOURCE)
        self._add(
            references, "TLCOrganization", eId="issuer", href=f"/ontology/organization/{COUNTRY}/{self._issuer()}",
            showAs=document.issuer_name or "Không rõ",
        )  # fmt: skip
        self._add(
            references, "TLCOrganization", eId="portal", href=f"/ontology/organization/{COUNTRY}/portal",
            showAs=self._portal,
        )  # fmt: skip

    def _issuer(self) -> str:
        agency = self._document.issuing_agency
        return vietnamese.slugify(agency.code if agency else self._document.issuer_name) or "unknown"

    def _core(
        self, parent: etree._Element, this: str, uri: str, on: date | None, author: str, alias: str = ""
    ) -> None:
        self._add(parent, "FRBRthis", value=this)
        self._add(parent, "FRBRuri", value=uri)
        if alias:
            self._add(parent, "FRBRalias", value=" ".join(alias.split()), name="title")
        if on:
            self._add(parent, "FRBRdate", date=on.isoformat(), name="Generation")
        else:
            self._add(
                parent, "FRBRdate", date=self._document.created_at.date().isoformat(), name="Registration"
            )
        self._add(parent, "FRBRauthor", href=author)

    def _lifecycle(self, meta: etree._Element) -> None:
        document = self._document
        events = [
            ("generation", document.issued_on),
            ("amendment", document.effective_on),
            ("repeal", document.expired_on),
        ]
        dated = [(kind, on) for kind, on in events if on]
        if not dated:
            return
        lifecycle = self._add(meta, "lifecycle", source=_SOURCE)
        for number, (kind, on) in enumerate(dated, start=1):
            # Coming into force has no type of its own in the vocabulary; its name says it.
            event = self._add(
                lifecycle, "eventRef", date=on.isoformat(), source="#issuer", eId=f"event_{number}"
            )
            event.set("type", "generation" if kind == "amendment" else kind)

    # Text

    def _add(self, parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
        for name, value in attributes.items():
            element.set(name, _clean(value))
        if text:
            element.text = _clean(text)
        return element

    def add(self, parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
        """Add an element with text."""
        return self._add(parent, tag, text, **attributes)

    def _paragraph(self, parent: etree._Element, text: str, identifier: str = "") -> None:
        element = self._add(parent, "p", text)
        if identifier:
            element.set("eId", identifier)

    def _paragraphs(self, parent: etree._Element, units: Iterable[Unit]) -> None:
        for unit in units:
            self._paragraph(parent, unit.text)

    def paragraphs(self, parent: etree._Element, texts: Sequence[str]) -> None:
        """Add paragraphs, an empty one where there are none: the schema wants one."""
        for text in texts or [""]:
            self._paragraph(parent, text)

    def identifier(self, prefix: str, number: str, above: str = "") -> str:
        """Return an eId such as art_5__para_2, counted on where it is taken."""
        name = vietnamese.slugify(number.lower().replace("đ", "dd")) or "n"
        wanted = f"{above}__{prefix}_{name}" if above else f"{prefix}_{name}"
        self._ids[wanted] = count = self._ids.get(wanted, 0) + 1
        return wanted if count == 1 else self.identifier(prefix, f"{name}-{count}", above)


class _Hierarchy:
    """Writes articles into the divisions that head them."""

    def __init__(self, writer: _Writer, body: etree._Element) -> None:
        self._writer, self._body = writer, body
        self._part = 1
        #: Open elements with their levels, the outermost first.
        self._open: list[tuple[int, etree._Element]] = [(0, body)]

    def write(self, articles: Sequence[ArticleText]) -> None:
        for article in articles:
            before = article.before
            if article.part != self._part:
                self._part = article.part
                before = self._attachment(before)
            for unit in before:
                self._division(unit) if unit.is_division else self._loose(unit)
            self._article(self._open[-1][1], article)
        for _level, element in self._open[1:]:
            self._fill(element)
        for element in self._body.iterdescendants():
            self._fill(element)

    def _attachment(self, before: list[Unit]) -> list[Unit]:
        """Open the container of an attached text; return the divisions that belong into it."""
        first = next((i for i, unit in enumerate(before) if unit.is_division), len(before))
        # A division between the two texts, such as an annex's name, is followed by the new one's own heading.
        element = self._writer.add(
            self._body, "hcontainer", eId=self._writer.identifier("att", str(self._part)), name="attachment"
        )
        if before[:first]:
            self._writer.paragraphs(self._writer.add(element, "intro"), [u.text for u in before[:first]])
        self._open = [(0, element)]
        return before[first:]

    def _division(self, unit: Unit) -> None:
        while len(self._open) > 1 and self._open[-1][0] >= unit.level:
            self._open.pop()
        parent = self._open[-1][1]
        tag, prefix = _DIVISIONS.get(unit.kind, ("hcontainer", "hcontainer"))
        above = parent.get("eId") or ""
        element = self._writer.add(
            parent, tag, eId=self._writer.identifier(prefix, unit.number or unit.title, above)
        )
        if tag == "hcontainer":
            element.set("name", unit.kind.value)
        name = unit.text.split("\n")[0]
        name = name.removesuffix(unit.title).strip() if unit.title else name
        if name:
            self._writer.add(element, "num", name)
        if unit.title:
            self._writer.add(element, "heading", unit.title)
        self._open.append((unit.level, element))

    def _loose(self, unit: Unit) -> None:
        parent = self._open[-1][1]
        tail = parent[-1].tag.rpartition("}")[2] if len(parent) else ""
        if tail in {"num", "heading", "intro"}:
            intro = parent[-1] if tail == "intro" else self._writer.add(parent, "intro")
            self._writer.paragraphs(intro, [unit.text])
            return
        element = self._writer.add(
            parent, "hcontainer", eId=self._writer.identifier("hcontainer", "text"), name="text"
        )
        self._writer.paragraphs(self._writer.add(element, "content"), [unit.text])

    def _article(self, parent: etree._Element, article: ArticleText) -> None:
        above = "" if article.part == 1 else f"att_{article.part}"
        element = self._writer.add(
            parent, "article", eId=self._writer.identifier("art", article.number, above)
        )
        heading = article.units[0]
        label = heading.text.removesuffix(heading.title) if heading.title else heading.text
        self._writer.add(element, "num", label.strip())
        if article.title:
            self._writer.add(element, "heading", article.title)
        self._nested(element, article.units[1:], UnitKind.CLAUSE)

    def _nested(self, element: etree._Element, units: Sequence[Unit], kind: UnitKind) -> None:
        """Write the units below an element: what is numbered is nested, the rest introduces it or is its content."""
        starts = [index for index, unit in enumerate(units) if unit.kind is kind]
        if not starts and kind is UnitKind.CLAUSE:
            self._nested(element, units, UnitKind.POINT)
            return
        first = starts[0] if starts else len(units)
        if not starts:
            self._writer.paragraphs(self._writer.add(element, "content"), [unit.text for unit in units])
            return
        above = element.get("eId") or ""
        if kind is UnitKind.CLAUSE and any(unit.kind is UnitKind.POINT for unit in units[:first]):
            # Points before the first clause: their letters stand in the text.
            pass
        if first:
            self._writer.paragraphs(self._writer.add(element, "intro"), [unit.text for unit in units[:first]])
        for begin, end in zip(starts, [*starts[1:], len(units)], strict=True):
            self._numbered(element, units[begin:end], kind, above)

    def _numbered(self, parent: etree._Element, units: Sequence[Unit], kind: UnitKind, above: str) -> None:
        unit = units[0]
        tag, prefix = ("paragraph", "para") if kind is UnitKind.CLAUSE else ("point", "point")
        element = self._writer.add(parent, tag, eId=self._writer.identifier(prefix, unit.number, above))
        label, text = _number_apart(unit)
        self._writer.add(element, "num", label)
        points = [u for u in units[1:] if u.kind is UnitKind.POINT] if kind is UnitKind.CLAUSE else []
        if not points:
            texts = [text, *(u.text for u in units[1:])]
            self._writer.paragraphs(self._writer.add(element, "content"), [t for t in texts if t] or [""])
            return
        begin = units.index(points[0])
        texts = [text, *(u.text for u in units[1:begin])]
        if any(texts):
            self._writer.paragraphs(self._writer.add(element, "intro"), [t for t in texts if t])
        rest = units[begin:]
        starts = [index for index, u in enumerate(rest) if u.kind is UnitKind.POINT]
        for start, end in zip(starts, [*starts[1:], len(rest)], strict=True):
            self._numbered(element, rest[start:end], UnitKind.POINT, element.get("eId") or "")

    def _fill(self, element: etree._Element) -> None:
        """Give a division without anything inside the empty content that the schema wants."""
        name = etree.QName(element).localname
        if name not in {"part", "chapter", "section", "subsection", "hcontainer"}:
            return
        inner = {etree.QName(child).localname for child in element}
        if not inner - {"num", "heading"}:
            self._writer.paragraphs(self._writer.add(element, "content"), [])
        elif inner <= {"num", "heading", "intro"}:
            intro = next(child for child in element if etree.QName(child).localname == "intro")
            intro.tag = f"{{{NAMESPACE}}}content"


def _number_apart(unit: Unit) -> tuple[str, str]:
    """Split "2. Nội dung" or "đ) Nội dung" into its number as printed and the rest."""
    end = next((i for i, c in enumerate(unit.text) if c in ".)"), -1) + 1
    return unit.text[:end].strip(), unit.text[end:].strip()
