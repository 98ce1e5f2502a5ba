"""What each signature of a PDF says and whether it holds."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import cms, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from gazette.signatures.inspection import pdf
from gazette.signatures.inspection.reports import SignatureReport

_MOST_SIGNATURES = 200
#: Certificates for official duty carry the one or the other.
_KEY_USAGE = KeyUsageConstraints(
    key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False, extd_key_usage=None
)


def read_signatures(path: Path, trust_store: Path | None) -> tuple[list[SignatureReport], set[pdf.Range]]:
    """Return the signatures in the order of their making, with the ranges that they cover."""
    roots = list(load_certs_from_pemder([str(trust_store)])) if trust_store else []
    try:
        with path.open("rb") as file:
            reader = PdfFileReader(file, strict=False)
            if reader.encrypted:
                reader.decrypt(b"")
            embedded = list(reader.embedded_regular_signatures)[:_MOST_SIGNATURES]
            stamps = list(reader.embedded_timestamp_signatures)
            size = path.stat().st_size
            ranges = {_range(item) for item in [*embedded, *stamps]}
            reports = [_report(item, size, roots) for item in embedded]
            return _after_the_last(reports, embedded, reader, path, stamps), ranges
    except Exception:  # noqa: BLE001  # a structure that is broken or cut: what is left of the signatures is read without it
        return _fallback(path)


def _range(embedded: EmbeddedPdfSignature) -> pdf.Range:
    numbers = [int(number) for number in embedded.byte_range]
    return (numbers[0], numbers[1], numbers[2], numbers[3])


def _report(embedded: EmbeddedPdfSignature, size: int, roots: list[x509.Certificate]) -> SignatureReport:
    base = _described(embedded)
    _start, before, after, rest = _range(embedded)
    if after + rest > size:
        return replace(base, state="truncated" if _is_in_place(embedded.reader.stream, before) else "altered")
    try:
        status = _validate(embedded, roots)
    except Exception:  # noqa: BLE001  # a signature that cannot be read at all says nothing about the others
        return base
    is_whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid):
        state = "altered"
    elif is_whole or (
        status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level is not None
        and status.modification_level != ModificationLevel.OTHER
    ):
        state = "intact"
    else:
        state = "appended"
    trust, expired_at = _trust(embedded, status, roots)
    stamp = status.timestamp_validity
    time = base.time or (_iso(stamp.timestamp) if stamp else None)
    return replace(
        base,
        time=time,
        is_stamped=bool(stamp and stamp.valid and stamp.intact),
        digest=status.md_algorithm,
        intact=bool(status.intact and status.valid),
        covers_whole_file=is_whole,
        state=state,
        trust=trust if status.intact and status.valid else "unverified",
        expired_at=expired_at,
    )


def _is_in_place(stream: Any, before: int) -> bool:
    """Whether the signature stands where its range says; in a file written anew everything has moved."""
    stream.seek(before)
    return bool(stream.read(1) == b"<")


def _described(embedded: EmbeddedPdfSignature) -> SignatureReport:
    name = str(embedded.field_name or "")
    subfilter = str(embedded.sig_object.get("/SubFilter", "")).lstrip("/")
    try:
        moment = embedded.self_reported_timestamp
        return replace(
            _of_certificate(name, embedded.signer_cert),
            subfilter=subfilter,
            time=_iso(moment) if moment else None,
        )
    except Exception:  # noqa: BLE001  # contents that are no signature: its field is still named
        return SignatureReport(field=name, subfilter=subfilter)


def _of_certificate(field: str, certificate: x509.Certificate) -> SignatureReport:
    subject: dict[str, Any] = certificate.subject.native
    issuer: dict[str, Any] = certificate.issuer.native
    return SignatureReport(
        field=field,
        signer=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        issuer=_text(issuer.get("common_name") or issuer.get("organization_name")),
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value)
    return str(value)[:500] if value else None


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _validate(
    embedded: EmbeddedPdfSignature, roots: list[x509.Certificate], moment: datetime | None = None
) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=roots, moment=moment, best_signature_time=moment)
    return asyncio.run(
        async_validate_pdf_signature(
            embedded,
            context,
            ts_validation_context=ValidationContext(trust_roots=roots),
            key_usage_settings=_KEY_USAGE,
        )
    )


def _trust(
    embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, roots: list[x509.Certificate]
) -> tuple[str, str | None]:
    """Return what is known of the signer's certificate, and its last day where only its age speaks against it."""
    if status.revoked:
        return "revoked", None
    if status.trusted:
        return "trusted", None
    if not roots:
        return "unverified", None
    stamp = status.timestamp_validity
    if stamp is not None and stamp.trusted and stamp.valid and stamp.intact:
        if _validate(embedded, roots, stamp.timestamp).trusted:
            return "trusted", None
        return "unverified", None
    stated = embedded.self_reported_timestamp
    if stated is not None and _validate(embedded, roots, stated).trusted:
        return "expired", embedded.signer_cert.not_valid_after.date().isoformat()
    return "unverified", None


def _after_the_last(
    reports: list[SignatureReport],
    embedded: list[EmbeddedPdfSignature],
    reader: PdfFileReader,
    path: Path,
    stamps: list[EmbeddedPdfSignature],
) -> list[SignatureReport]:
    """Judge what follows the last signature: only further signatures and their proofs may."""
    if not reports:
        return reports
    last = max(range(len(embedded)), key=lambda place: embedded[place].byte_range[2])
    report, signature = reports[last], embedded[last]
    if report.state != "intact" or report.covers_whole_file:
        return reports
    ends = [sum(_range(item)[2:]) for item in stamps]
    size = path.stat().st_size
    is_stamped_to_the_end = size in ends
    has_revision = reader.xrefs.total_revisions - 1 > signature.signed_revision
    allowed = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}
    difference: Any = signature.diff_result
    level = difference.modification_level if difference is not None else None
    is_fair = has_revision and level in allowed and (is_stamped_to_the_end or _ends_with_mark(path))
    if not is_fair:
        reports[last] = replace(report, state="appended")
    return reports


def _ends_with_mark(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64))
        return file.read().rstrip(b"\r\n \0").endswith(b"%%EOF")


def _fallback(path: Path) -> tuple[list[SignatureReport], set[pdf.Range]]:
    """Read the signatures of a file that the validator cannot follow: who, and whether the signed bytes are there."""
    try:
        found = pdf.dictionaries(path).found
    except Exception:  # noqa: BLE001  # nothing can be read
        return [], set()
    size = path.stat().st_size
    reports, ranges = [], set()
    for item in found:
        if not item.field:
            continue
        ranges.add(item.byte_range)
        reports.append(_without_structure(path, item, size))
    return reports, ranges


def _without_structure(path: Path, item: pdf.Dictionary, size: int) -> SignatureReport:
    start, before, after, rest = item.byte_range
    report = SignatureReport(field=item.field, subfilter=item.subfilter)
    try:
        info = cms.ContentInfo.load(item.contents.rstrip(b"\0") or item.contents)
        data = info["content"]
        signer = data["signer_infos"][0]
        serial = signer["sid"].chosen["serial_number"].native
        chosen = [c.chosen for c in data["certificates"] if c.chosen.serial_number == serial]
        report = replace(_of_certificate(item.field, chosen[0]), subfilter=item.subfilter)
        attributes = {entry["type"].native: entry["values"][0].native for entry in signer["signed_attrs"]}
        algorithm = signer["digest_algorithm"]["algorithm"].native
        moment = attributes.get("signing_time")
        report = replace(report, digest=algorithm, time=_iso(moment) if moment else None)
        content = path.read_bytes()
        if after + rest > size:
            is_in_place = content[before : before + 1] == b"<"
            return replace(report, state="truncated" if is_in_place else "altered")
        digest = hashlib.new(algorithm)
        digest.update(content[start : start + before])
        digest.update(content[after : after + rest])
        if digest.digest() != attributes.get("message_digest"):
            return replace(report, state="altered")
        return _in_its_own_revision(content[: after + rest], item) or report
    except Exception:  # noqa: BLE001  # no signature in it that can be read
        return replace(report, state="truncated" if after + rest > size else "unreadable")


def _in_its_own_revision(content: bytes, item: pdf.Dictionary) -> SignatureReport | None:
    """Return what the signature says of the file as it was when it was made, None when that cannot be read."""
    reader = PdfFileReader(BytesIO(content), strict=False)
    for embedded in reader.embedded_signatures:
        if _range(embedded) == item.byte_range:
            return replace(_report(embedded, len(content), []), covers_whole_file=False)
    return None
