"""The lines of a documents file, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from gazette.documents.effect import stated_effect
from gazette.documents.enums import SigningAuthority
from gazette.documents.relation_words import relation_meant
from gazette.documents.type_rules import document_type_code
from portal.core.importing import (
    Rejected,
    clean_day,
    clean_id,
    clean_line,
    clean_plain,
    clean_strings,
    clean_url,
)

DOCUMENT_FIELDS = frozenset(
    [
        "id",
        "number",
        "type",
        "title",
        "issuer",
        "issuer_level",
        "province",
        "issue_date",
        "effective_date",
        "expiry_date",
        "status",
        "signer",
        "signer_role",
        "gazette_number",
        "gazette_date",
        "subjects",
        "relations",
        "text",
        "text_scope",
        "n_articles",
        "files",
        "source_url",
        "source",
        "edition",
        "note",
        "times_listed",
        "same_as",
        "collection",
    ]
)
ARTICLE_FIELDS = frozenset(
    [
        "id",
        "doc_id",
        "doc_number",
        "article",
        "title",
        "text",
        "code",
        "subject_code",
        "subject",
        "chapter",
        "effective_date",
        "changes",
        "related_codes",
        "edition",
        "status",
        "source_url",
        "source",
    ]
)

#: Some sources run on from the agency into the printed heading: "Quốc hội ****** Cộng hòa xã hội chủ nghĩa …".
_HEADING = re.compile(r"\s*\*{3,}.*")


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """A relation as the line states it."""

    type_code: str
    is_inverse: bool
    number: str
    effective_on: date | None
    stated: str
    until: date | None = None
    type_text: str = ""
    issuer: str = ""
    issued_on: date | None = None
    provision: str = ""
    acting_provision: str = ""
    is_partial: bool = False
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file below the `--files` folder."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document's line, clean."""

    source_id: str
    digest: str
    number: str
    type_text: str
    type_code: str
    summary: str
    issuer: str
    level: str
    province: str
    issued_on: date | None
    effective_on: date | None
    expired_on: date | None
    status_text: str
    status_code: str
    signer: str
    signing_authority: str
    signer_title: str
    gazette_number: str
    gazette_on: date | None
    subjects: list[str]
    relations: list[RelationRecord]
    files: list[FileRecord]
    source_files: list[dict[str, str]]
    collection: str
    source_name: str
    source_url: str
    text: str
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article's line, clean."""

    source_id: str
    digest: str
    document_id: str
    number: str
    title: str
    chapter: str
    effective_on: date | None
    edition: str
    changes: list[dict[str, str]]
    text: str


def check_document(raw: dict[str, Any], digest: str) -> DocumentRecord:
    """Return the clean record of a document or raise `Rejected`."""
    number = clean_line(raw, "number", max_length=120)
    type_text = clean_line(raw, "type", max_length=120)
    summary = clean_plain(raw, "title", max_length=5000)
    if not number and not summary:
        raise Rejected("number: thiếu cả số, ký hiệu lẫn trích yếu. (Neither number nor title.)")
    issued_on = clean_day(raw, "issue_date")
    effective_on, expired_on = clean_day(raw, "effective_date"), clean_day(raw, "expiry_date")
    if effective_on and expired_on and expired_on < effective_on:
        raise Rejected("expiry_date: sớm hơn effective_date. (Expires before it takes effect.)")
    level = clean_line(raw, "issuer_level", max_length=40)
    files, source_files = _files(raw)
    status_text = clean_line(raw, "status")
    authority, signer_title = _signing(clean_line(raw, "signer_role"))
    return DocumentRecord(
        source_id=clean_id(raw),
        digest=digest,
        number=number,
        type_text=type_text,
        type_code=document_type_code(
            type_text, number, level=level, detail=clean_line(raw, "note", max_length=5000),
            year=issued_on.year if issued_on else None,
        ),
        summary=summary,
        issuer=_HEADING.sub("", clean_line(raw, "issuer", max_length=2000)),
        level=level,
        province=clean_line(raw, "province", max_length=60),
        issued_on=issued_on,
        effective_on=effective_on,
        expired_on=expired_on,
        status_text=status_text,
        status_code=stated_effect(status_text),
        signer=clean_line(raw, "signer"),
        signing_authority=authority,
        signer_title=signer_title,
        gazette_number=clean_line(raw, "gazette_number", max_length=60),
        gazette_on=clean_day(raw, "gazette_date"),
        subjects=clean_strings(raw, "subjects"),
        relations=_relations(raw),
        files=files,
        source_files=source_files,
        collection=clean_line(raw, "collection", max_length=64),
        source_name=clean_line(raw, "source"),
        source_url=clean_url(raw, "source_url"),
        text=clean_plain(raw, "text"),
        same_as=clean_line(raw, "same_as", max_length=200),
    )  # fmt: skip


def check_article(raw: dict[str, Any], digest: str) -> ArticleRecord:
    """Return the clean record of an article or raise `Rejected`."""
    return ArticleRecord(
        source_id=clean_id(raw),
        digest=digest,
        document_id=clean_line(raw, "doc_id", required=True, max_length=200),
        number=clean_line(raw, "article", required=True, max_length=40),
        title=clean_plain(raw, "title"),
        chapter=clean_plain(raw, "chapter"),
        effective_on=clean_day(raw, "effective_date"),
        edition=clean_line(raw, "edition", max_length=20),
        changes=_changes(raw),
        text=clean_plain(raw, "text"),
    )


def _changes(raw: dict[str, Any]) -> list[dict[str, str]]:
    """Return the noted changes with the fields that we know."""
    changes = []
    for item in _objects(raw, "changes"):
        change = {
            name: value
            for name in ("change", "by_article", "by_type", "by")
            if (value := clean_line(item, name))
        }
        if day := clean_day(item, "from"):
            change["from"] = day.isoformat()
        if change:
            changes.append(change)
    return changes


def _signing(role: str) -> tuple[str, str]:
    """Split "KT. Chánh Văn phòng, Phó Chánh Văn phòng" into the authority and the post."""
    first, _blank, rest = role.partition(" ")
    return (first, rest.strip()) if first in SigningAuthority.values else ("", role)


def _objects(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = raw.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Rejected(f"{name}: phải là một danh sách đối tượng. (Must be a list of objects.)")
    return value


def _relations(raw: dict[str, Any]) -> list[RelationRecord]:
    """Return the relations that the line states; of the other document a line may say more than its number."""
    relations = []
    for item in _objects(raw, "relations"):
        number = clean_line(item, "number", max_length=120)
        kind, change = clean_line(item, "type"), clean_line(item, "change", max_length=60)
        meant = relation_meant(kind, change, clean_line(item, "direction", max_length=20))
        begins = clean_day(item, "from") or clean_day(item, "effective_on")
        until = clean_day(item, "until")
        if begins and until and until < begins:
            raise Rejected("relations: until sớm hơn from. (A relation ends before it begins.)")
        if number:
            stated = f"{kind}: {change}" if change else kind
            relations.append(
                RelationRecord(
                    type_code=meant.code or kind,
                    is_inverse=meant.is_inverse,
                    number=number,
                    effective_on=begins,
                    stated=stated[:120],
                    until=until,
                    type_text=clean_line(item, "doc_type", max_length=64),
                    issuer=clean_line(item, "issuer", max_length=255),
                    issued_on=clean_day(item, "issue_date"),
                    provision=clean_plain(item, "provision", max_length=5000),
                    acting_provision=clean_line(item, "by_provision"),
                    is_partial=meant.is_partial,
                    is_certain=meant.is_certain,
                )
            )
    return relations


def _files(raw: dict[str, Any]) -> tuple[list[FileRecord], list[dict[str, str]]]:
    """Return the files to take in and the addresses of originals elsewhere."""
    kept, elsewhere = [], []
    for item in _objects(raw, "files"):
        if path := clean_line(item, "path", max_length=500):
            kept.append(FileRecord(path, clean_line(item, "title")))
        elif url := clean_url(item, "url"):
            elsewhere.append({"url": url, "title": clean_line(item, "title")})
    return kept, elsewhere
