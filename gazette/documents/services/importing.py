"""Storing imported documents and articles in batches: a constant number of queries for each batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from gazette.documents.anchors import article_anchor, article_position, part_of
from gazette.documents.models import (
    Article,
    DocumentRelation,
    DocumentType,
    LegalDocument,
    PortalCollection,
    RelationType,
    SubjectArea,
)
from gazette.documents.services.article_changes import note_changes, relation_key
from gazette.documents.services.files import FileRefused, attach_files
from gazette.documents.services.linking import documents_stored
from gazette.documents.services.records import (
    ARTICLE_FIELDS,
    DOCUMENT_FIELDS,
    ArticleRecord,
    DocumentRecord,
    RelationRecord,
    check_article,
    check_document,
)
from gazette.documents.services.versions import keep_replaced
from portal.agencies.services import resolve_agencies
from portal.core import registry
from portal.core.importing import Importer, write_rows
from search import outbox, vietnamese

#: A source repeats the same few hundred names of kinds and subjects in thousands of lines.
_folded = lru_cache(maxsize=4096)(vietnamese.fold)

#: Joint circulars name up to forty issuers in one line; such a line is no agency.
_LONGEST_AGENCY_NAME = 200

_UPDATED_FIELDS = [
    field.attname
    for field in LegalDocument._meta.local_concrete_fields
    if field.name
    not in {
        "id", "source_id", "created_at", "latest_revision", "live_revision", "has_unpublished_changes",
        "first_published_at", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by", "live",
        "withdrawn_reason", "effect_is_plain",
    }
]  # fmt: skip

_UPDATED_ARTICLE_FIELDS = [
    field.attname for field in Article._meta.local_concrete_fields if field.name not in {"id", "source_id"}
]


class DocumentImporter(Importer[DocumentRecord]):
    """Takes in documents; an unchanged line costs nothing, a changed one replaces what the last import stored."""

    known_fields = DOCUMENT_FIELDS
    batch_size = 2000

    def __init__(self, files_dir: Path | None = None) -> None:
        self._files_dir = files_dir
        self._types = {kind.code: kind.pk for kind in DocumentType.objects.all()}
        self._type_names = {_folded(kind.name_vi): kind.code for kind in DocumentType.objects.all()}
        self._collections = dict(PortalCollection.objects.values_list("code", "pk"))
        self._relation_types = dict(RelationType.objects.values_list("code", "pk"))
        self._areas = {_folded(area.name_vi): area.pk for area in SubjectArea.objects.all()}
        #: Since when the portal has had the statement of a record, by its identifier and the statement.
        self._statements: dict[tuple[str | None, str], date | None] = {}

    def check(self, raw: dict[str, Any], digest: str) -> DocumentRecord:
        """Return the clean record or raise `Rejected`."""
        return check_document(raw, digest)

    def store(self, records: list[DocumentRecord]) -> tuple[int, list[tuple[DocumentRecord, str]]]:
        """Store a batch; a document with a code or file that does not exist is refused."""
        stored = LegalDocument.objects.filter(source_id__in=[r.source_id for r in records])
        rows = list(stored.values_list("source_id", "source_digest", "stated_effect", "stated_known_on"))
        known = {source_id: digest for source_id, digest, _code, _day in rows}
        self._statements = {(source_id, code): day for source_id, _digest, code, day in rows}
        changed, refused = [], []
        for record in records:
            if known.get(record.source_id) == record.digest:
                continue
            if reason := self._refusal(record):
                refused.append((record, reason))
            else:
                changed.append(record)
        if changed:
            replaced = self._forget([r.source_id for r in changed if r.source_id in known])
            self._write(changed, known.keys(), replaced)
        return len(changed), refused

    @staticmethod
    def _forget(source_ids: list[str]) -> list[DocumentRelation]:
        """Remove what the last import hung on these documents, and return the relations that were removed."""
        ids = list(LegalDocument.objects.filter(source_id__in=source_ids).values_list("pk", flat=True))
        if not ids:
            return []
        # Nothing hangs on these rows, so that collecting and signalling each would only cost time.
        relations = DocumentRelation.objects.filter(source_id__in=ids, is_imported=True)
        replaced = list(relations)
        relations._raw_delete(relations.db)
        areas = LegalDocument.subject_areas.through._default_manager.filter(legaldocument_id__in=ids)
        areas._raw_delete(areas.db)
        return replaced

    @staticmethod
    def _joined(source_ids: list[str]) -> list[int]:
        """Return the laws that these documents are records of so far."""
        if not source_ids:
            return []
        joined = LegalDocument.objects.filter(source_id__in=source_ids).exclude(same_law=None)
        return list(joined.values_list("same_law_id", flat=True))

    def _refusal(self, record: DocumentRecord) -> str:
        if record.collection and record.collection not in self._collections:
            return f"collection: không có chuyên mục “{record.collection}”. (No such collection.)"
        for file in record.files:
            try:
                self._path(file.path)
            except FileRefused as error:
                return f"files: {error}"
        return ""

    def _path(self, path: str) -> Path:
        if self._files_dir is None:
            raise FileRefused(f"{path}: cần tham số --files để biết thư mục chứa tệp. (--files is missing.)")
        root = self._files_dir.resolve()
        try:
            full = (root / path).resolve()
            is_there = full.is_relative_to(root) and full.is_file()
        except (OSError, ValueError):  # a name that no file can have
            is_there = False
        if not is_there:
            raise FileRefused(
                f"{path}: không có tệp này trong thư mục --files. (No such file below --files.)"
            )
        return full

    def _write(
        self, records: list[DocumentRecord], known: Collection[str | None], replaced: list[DocumentRelation]
    ) -> None:
        agencies = resolve_agencies(
            (r.issuer, r.level, r.province) for r in records if 0 < len(r.issuer) <= _LONGEST_AGENCY_NAME
        )
        self._make_areas(records)
        now = timezone.now()
        documents = [self._document(record, agencies, now) for record in records]
        joined = self._joined([r.source_id for r in records if r.source_id in known])
        write_rows(documents, unique=["source_id"], updated=_UPDATED_FIELDS)
        keys = dict(
            LegalDocument.objects.filter(source_id__in=[r.source_id for r in records]).values_list(
                "source_id", "pk"
            )
        )
        self._write_areas(records, keys)
        self._write_relations(records, keys, replaced)
        for record in records:
            if record.files:
                attach_files(keys[record.source_id], [(self._path(f.path), f.title) for f in record.files])
        reached = [r.target_id for r in replaced if r.target_id]
        documents_stored(keys.values(), also_reached=[*reached, *joined])
        registry.imported("document", keys.values())
        outbox.enqueue_many("document", keys.values())

    def _document(
        self, record: DocumentRecord, agencies: dict[tuple[str, str, str], Any], now: datetime
    ) -> LegalDocument:
        code = record.type_code or self._type_names.get(_folded(record.type_text), "")
        agency = agencies.get((record.issuer, record.level, record.province))
        document = LegalDocument(
            source_id=record.source_id,
            source_digest=record.digest,
            number=record.number,
            type_text=record.type_text,
            document_type_id=self._types.get(code) or self._types.get(record.type_text),
            issuing_agency=agency,
            issuer_name=record.issuer,
            collection_id=self._collections.get(record.collection),
            issued_on=record.issued_on,
            effective_on=record.effective_on,
            expired_on=record.expired_on,
            stated_effect=record.status_code,
            stated_effect_text=record.status_text,
            same_as=record.same_as,
            stated_known_on=self._known_since(record),
            signer=record.signer,
            signing_authority=record.signing_authority,
            signer_title=record.signer_title,
            gazette_number=record.gazette_number,
            gazette_on=record.gazette_on,
            province=record.province,
            source_name=record.source_name,
            source_url=record.source_url,
            source_files=record.source_files,
            summary=record.summary,
            text=record.text,
            live=True,
            first_published_at=now,
            last_published_at=now,
            created_at=now,
            updated_at=now,
        )
        document.derive()
        return document

    def _known_since(self, record: DocumentRecord) -> date | None:
        """Return the day on which the portal first had this statement."""
        if not record.status_code:
            return None
        return self._statements.get((record.source_id, record.status_code)) or timezone.localdate()

    def _make_areas(self, records: Iterable[DocumentRecord]) -> None:
        """Add the subjects of the source that the code list lacks, after the province's own."""
        new: dict[str, SubjectArea] = {}
        for record in records:
            for subject in record.subjects:
                key = _folded(subject)
                if key not in self._areas:
                    new[key] = SubjectArea(
                        code=vietnamese.slugify(subject, 64), name_vi=subject, sort_order=1000
                    )
        if new:
            SubjectArea.objects.bulk_create(new.values(), ignore_conflicts=True)
            codes = dict(SubjectArea.objects.values_list("code", "pk"))
            self._areas |= {key: codes[area.code] for key, area in new.items() if area.code in codes}

    def _write_areas(self, records: Iterable[DocumentRecord], keys: dict[str, int]) -> None:
        through = LegalDocument.subject_areas.through
        rows = {
            (keys[record.source_id], self._areas[key])
            for record in records
            for key in map(_folded, record.subjects)
            if key in self._areas
        }
        write_rows(
            [through(legaldocument_id=document, subjectarea_id=area) for document, area in sorted(rows)]
        )

    def _write_relations(
        self, records: Iterable[DocumentRecord], keys: dict[str, int], replaced: list[DocumentRelation]
    ) -> None:
        # What articles noted stands with the relation; the document's own line knows nothing of it.
        noted = {relation_key(relation): relation for relation in replaced if relation.changes}
        rows = []
        for record in records:
            for relation in record.relations:
                row = self._relation(keys[record.source_id], relation)
                if before := noted.get(relation_key(row)):
                    row.changes, row.provision = before.changes, before.provision
                rows.append(row)
        write_rows(rows)

    def _relation(self, source: int, relation: RelationRecord) -> DocumentRelation:
        kind = self._relation_types.get(relation.type_code, self._relation_types["lien-quan"])
        return DocumentRelation(
            source_id=source,
            relation_type_id=kind,
            is_inverse=relation.is_inverse,
            target_number=relation.number,
            target_key=vietnamese.number_key(relation.number)[:120],
            target_type=relation.type_text,
            target_issuer=relation.issuer,
            target_issued_on=relation.issued_on,
            provision=relation.provision,
            acting_provision=relation.acting_provision,
            effective_on=relation.effective_on,
            until=relation.until,
            is_partial=relation.is_partial,
            is_certain=relation.is_certain,
            stated=relation.stated,
            is_imported=True,
        )


class ArticleImporter(Importer[ArticleRecord]):
    """Takes in articles of documents that are already there."""

    known_fields = ARTICLE_FIELDS
    batch_size = 2000

    def __init__(self) -> None:
        self._relation_types = dict(RelationType.objects.values_list("code", "pk"))

    def check(self, raw: dict[str, Any], digest: str) -> ArticleRecord:
        """Return the clean record or raise `Rejected`."""
        return check_article(raw, digest)

    def store(self, records: list[ArticleRecord]) -> tuple[int, list[tuple[ArticleRecord, str]]]:
        """Store a batch; an article whose document is not there is refused."""
        stored = Article.objects.filter(source_id__in=[r.source_id for r in records])
        known = dict(stored.values_list("source_id", "source_digest"))
        records = [record for record in records if known.get(record.source_id) != record.digest]
        keys = dict(
            LegalDocument.objects.filter(source_id__in={r.document_id for r in records}).values_list(
                "source_id", "pk"
            )
        )
        refused = [
            (record, f"doc_id: không có văn bản nào mang mã “{record.document_id}”. (No such document.)")
            for record in records
            if record.document_id not in keys
        ]
        records = [record for record in records if record.document_id in keys]
        if not records:
            return 0, refused
        anchors = self._anchors(records, keys)
        self._keep_replaced(records)
        rows = [
            Article(
                document_id=keys[record.document_id],
                source_id=record.source_id,
                source_digest=record.digest,
                position=article_position(record.number, part_of(record.source_id)),
                number=record.number,
                anchor=anchors[record.source_id],
                chapter=record.chapter,
                effective_on=record.effective_on,
                edition=record.edition,
                changes=record.changes,
                title=record.title,
                text=record.text,
            )
            for record in records
        ]
        write_rows(rows, unique=["source_id"], updated=_UPDATED_ARTICLE_FIELDS)
        documents = {keys[record.document_id] for record in records}
        LegalDocument.objects.filter(pk__in=documents).update(updated_at=timezone.now(), is_text_read=False)
        note_changes(
            [(keys[r.document_id], r.number, r.changes) for r in records if r.changes], self._relation_types
        )
        registry.imported("document", documents)
        outbox.enqueue_many("document", documents)
        return len(records), refused

    @staticmethod
    def _keep_replaced(records: list[ArticleRecord]) -> None:
        """Keep what the rows say now where a newer edition says something else."""
        new = {
            record.source_id: {
                "edition": record.edition, "title": record.title, "text": record.text, "changes": record.changes,
            }
            for record in records
            if record.edition
        }  # fmt: skip
        stored = Article.objects.filter(source_id__in=new).exclude(edition="")
        keep_replaced((article, new[article.source_id or ""]) for article in stored)

    @staticmethod
    def _anchors(records: list[ArticleRecord], keys: dict[str, int]) -> dict[str, str]:
        """Return each article's anchor; a number that a document prints twice gets a second one."""
        wanted = {
            record.source_id: article_anchor(record.number, part_of(record.source_id)) for record in records
        }
        taken: defaultdict[int, dict[str, str]] = defaultdict(dict)
        present = Article.objects.filter(document_id__in=keys.values())
        for document, anchor, source_id in present.values_list("document_id", "anchor", "source_id"):
            taken[document][anchor] = source_id or ""
        chosen = {}
        for record in records:
            of_document = taken[keys[record.document_id]]
            base = wanted[record.source_id]
            number, anchor = 1, base
            while of_document.get(anchor, record.source_id) != record.source_id:
                number += 1
                anchor = f"{base}--{number}"
            of_document[anchor] = record.source_id
            chosen[record.source_id] = anchor
        return chosen
