"""Storing imported drafts: a new text makes a version, new dates a new window, the state follows the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.documents.models import DocumentType, PublicationDeadline
from gazette.drafts.commenting import state_at
from gazette.drafts.enums import DraftState, EventKind
from gazette.drafts.models import DraftEvent, DraftFile, DraftRegulation
from gazette.drafts.services.records import DRAFT_FIELDS, DraftRecord, check_draft
from gazette.drafts.services.states import is_shorter, regime_for, settle
from gazette.drafts.services.versions import ensure_version
from portal.agencies.models import Agency
from portal.agencies.selectors import agency_for_code, agency_for_name
from portal.core.importing import Importer
from portal.core.models import Attachment
from portal.core.models.attachments import sha256_of
from search import vietnamese

Refused = list[tuple[DraftRecord, str]]


class DraftImporter(Importer[DraftRecord]):
    """Takes in drafts with their articles; the same line again changes nothing."""

    known_fields = DRAFT_FIELDS
    batch_size = 50

    def __init__(self, files_dir: Path | None = None) -> None:
        self._files_dir = files_dir.resolve() if files_dir else None

    def check(self, raw: dict[str, Any], digest: str) -> DraftRecord:
        """Return the clean record or raise `Rejected`."""
        return check_draft(raw, digest)

    def store(self, records: list[DraftRecord]) -> tuple[int, Refused]:
        """Store a batch; what names an unknown rule or a file that is not there is refused."""
        known = {
            draft.source_id: draft
            for draft in DraftRegulation.objects.filter(
                source_id__in=[record.source_id for record in records]
            )
        }
        stored, refused = 0, Refused()
        for record in records:
            draft = known.get(record.source_id)
            if draft is not None and draft.source_digest == record.digest:
                continue
            if problem := self._problem(record):
                refused.append((record, problem))
                continue
            self._write(record, draft or DraftRegulation(source_id=record.source_id))
            stored += 1
        return stored, refused

    def _problem(self, record: DraftRecord) -> str:
        if record.regime and _regime(record.regime) is None:
            return (
                f"regime: không có quy định “{record.regime}” về lấy ý kiến. (No such rule on consultation.)"
            )
        for file in record.files:
            if self._files_dir is None:
                return (
                    f"files: {file.path}: cần tham số --files để biết thư mục chứa tệp. (--files is missing.)"
                )
            try:
                path = (self._files_dir / file.path).resolve()
                is_there = path.is_relative_to(self._files_dir) and path.is_file()
            except (OSError, ValueError):  # a name that no file can have
                is_there = False
            if not is_there:
                return f"files: {file.path}: không có tệp này trong thư mục --files. (No such file below --files.)"
        return ""

    def _write(self, record: DraftRecord, draft: DraftRegulation) -> None:
        is_new = draft.pk is None
        draft.source_digest = record.digest
        draft.title, draft.number, draft.summary = record.title, record.number, record.summary
        draft.document_type, draft.type_text = _document_type(record.document_type)
        agency = _agency(record.lead_agency)
        draft.lead_agency, draft.agency_text = (
            agency,
            "" if agency and agency.code == record.lead_agency else record.lead_agency,
        )
        draft.regime = _regime(record.regime) if record.regime else draft.regime
        draft.opens_at, draft.closes_at = record.opens_at, record.closes_at
        draft.text = record.text
        if is_new:
            draft.state = _first_state(draft)
            draft.first_closes_at = record.closes_at
        if draft.opens_at and draft.regime is None:
            draft.regime = regime_for(draft)
        if is_shorter(draft) and not draft.short_reason:
            draft.short_reason = _(
                "Nguồn nhập vào ấn định thời hạn ngắn hơn mức tối thiểu và không nêu lý do."
            )
        draft.is_imported_now = True  # the line tells the articles itself
        draft.save()
        if is_new:
            DraftEvent.objects.create(draft=draft, kind=EventKind.STATE, after=draft.state, note="import")
        else:
            settle(draft)
        ensure_version(draft, record.pieces or None)
        self._attach(draft, record)

    def _attach(self, draft: DraftRegulation, record: DraftRecord) -> None:
        present = set(DraftFile.objects.filter(draft=draft).values_list("attachment__sha256", flat=True))
        for order, file in enumerate(record.files):
            assert self._files_dir is not None  # noqa: S101  # `_problem` has looked
            path = self._files_dir / file.path
            with path.open("rb") as source:
                digest = sha256_of(source)
                if digest in present:
                    continue
                attachment = Attachment.objects.filter(sha256=digest).first()
                if attachment is None:
                    attachment = Attachment(title=file.title or path.name, file=File(source, name=path.name))
                    attachment.save()
            DraftFile.objects.create(
                draft=draft, attachment=attachment, title=file.title, kind=file.kind, sort_order=order
            )
            present.add(digest)


def _first_state(draft: DraftRegulation) -> DraftState:
    """Return the state in which a draft comes in: by its dates; without both it is still in preparation."""
    if draft.opens_at is None or draft.closes_at is None:
        return DraftState.PREPARING
    draft.state = DraftState.SCHEDULED
    return DraftState(state_at(draft, timezone.now()))


def _regime(code: str) -> PublicationDeadline | None:
    rules = PublicationDeadline.objects.filter(topic=PublicationDeadline.Topic.CONSULTATION)
    return rules.filter(code=code).first()


def _document_type(text: str) -> tuple[DocumentType | None, str]:
    if not text:
        return None, ""
    found = DocumentType.objects.filter(code__iexact=text).first()
    if found is not None:
        return found, ""
    wanted = vietnamese.fold(text)
    named = next(
        (kind for kind in DocumentType.objects.all() if vietnamese.fold(kind.name_vi) == wanted), None
    )
    return named, text


def _agency(text: str) -> Agency | None:
    return (agency_for_code(text) or agency_for_name(text)) if text else None
