"""The process that opens a file from outside: it reads one file, prints what it found, and may use only so much."""

from __future__ import annotations

import hashlib
import json
import logging
import resource
import sys
from pathlib import Path

from gazette.signatures.inspection.kinds import kind_of
from gazette.signatures.inspection.limits import CPU_SECONDS, MEMORY_BYTES
from gazette.signatures.inspection.reports import FileReport

_CHUNK = 1 << 20


def main(path: Path, trust_store: Path | None) -> FileReport:
    """Return what the file is."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    kind = kind_of(path)
    report = FileReport(kind=kind, size=path.stat().st_size, sha256=digest.hexdigest())
    return _with_pdf(report, path, trust_store) if kind == "pdf" else report


def _with_pdf(report: FileReport, path: Path, trust_store: Path | None) -> FileReport:
    # The libraries are large; a file of another kind does without them.
    from gazette.signatures.inspection import fields, pdf  # noqa: PLC0415

    base = {"kind": report.kind, "size": report.size, "sha256": report.sha256}
    try:
        content = pdf.read_content(path)
    except pdf.Encrypted:
        return FileReport(**base, problem="encrypted")  # type: ignore[arg-type]
    except pdf.Damaged:
        content = None
    signatures, ranges = fields.read_signatures(path, trust_store)
    traces = pdf.traces(path, ranges)
    problem = "" if content else "damaged"
    if traces.is_cut or not pdf.ends_properly(path) or any(s.state == "truncated" for s in signatures):
        problem = "truncated"
    return FileReport(
        **base,  # type: ignore[arg-type]
        pages=content.pages if content else None,
        text_chars=content.text_chars if content else None,
        page_chars=content.page_chars if content else None,
        pages_with_image=content.pages_with_image if content else None,
        byte_ranges=traces.byte_ranges,
        orphaned=traces.orphaned,
        removed=traces.removed,
        altered=traces.altered,
        empty_fields=traces.empty_fields,
        problem=problem,
        signatures=signatures,
    )


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.setrecursionlimit(2_000)
    # Why a chain cannot be followed is in the report, not on the log.
    logging.disable(logging.CRITICAL)
    found = main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    sys.stdout.write(json.dumps(found.to_dict()))
