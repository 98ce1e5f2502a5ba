"""The published law as a git repository: a file for each document, a commit for each change with its legal date.

Commits stand in the order of their legal dates. The same content gives the same commits, byte for byte: a run without
a change adds nothing, and after one the history is the same up to the change's own date. Git's own import format is
written, in constant memory.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gazette.documents.models import EffectPeriod, LegalDocument
from gazette.documents.provisions import structure_of, wordings_of
from gazette.documents.structure import Structure
from gazette.documents.text_html import heading_lines
from gazette.documents.wordings import Wording, wording_on
from search import vietnamese

_BRANCH = "refs/heads/main"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_AUTHOR = "Cổng Mở <van-ban@localhost>"
_BATCH = 200
_OLDEST = date(1945, 9, 2)


class ExportFailed(RuntimeError):
    """Git refused; its text says why."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A state of a document from a day on."""

    on: date
    pk: int
    #: "" for the document's first state; else the edition or what changed it.
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export did."""

    commits: int
    added: int


def export_law(folder: Path) -> Outcome:
    """Bring the repository in `folder` up to date; it is made where there is none."""
    if not (folder / "HEAD").exists() and not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _git(folder, "init", "--quiet", "--initial-branch=main")
    before = _count(folder)
    changes = sorted(_changes())
    command = ["git", "-C", str(folder), "fast-import", "--quiet", "--force"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdin is not None  # noqa: S101 - asked for above
        try:
            _write(process.stdin, changes)
            process.stdin.close()
        except BrokenPipeError:
            pass
        problem = process.stderr.read().decode(errors="replace") if process.stderr else ""
        if process.wait():
            raise ExportFailed(problem.strip())
    if changes and (folder / ".git").exists():
        _git(folder, "reset", "--quiet", "--hard", "main")
    return Outcome(len(changes), _count(folder) - before)


def _changes() -> Iterator[Change]:
    """Return every state of every published document that has a text."""
    rows = LegalDocument.objects.published().values_list(
        "pk", "issued_on", "effective_on", "listed_on", "expired_on"
    )
    for pk, issued, effective, listed, expired in rows.iterator(chunk_size=2000):
        begin = issued or effective or max(listed, _OLDEST)
        yield Change(begin, pk, "")
        if expired and expired > begin:
            yield Change(expired, pk, "expired")
    from_versions = (
        LegalDocument.objects.published()
        .exclude(article_versions=None)
        .values_list("pk", "article_versions__valid_until", "article_versions__changed_by",
                     "article_versions__consolidated_text__known_on")
    )  # fmt: skip
    begun = dict(
        LegalDocument.objects.published()
        .filter(effect_is_plain=False)
        .values_list("pk", Coalesce("issued_on", "effective_on", "listed_on"))
    )
    seen = set()
    for pk, on, expired in EffectPeriod.objects.filter(document__live=True).values_list(
        "document_id", "starts_on", "document__expired_on"
    ):
        # What others do to a document, and its own first day, are changes of it as well.
        if pk in begun and on > max(begun[pk], _OLDEST) and on != expired:
            yield Change(on, pk, "effect")
    for pk, until, changed_by, known_on in from_versions:
        on = until or known_on
        if (pk, on) not in seen:
            seen.add((pk, on))
            yield Change(on, pk, changed_by or "amended")


def _write(out: IO[bytes], changes: list[Change]) -> None:
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        documents = {
            d.pk: d for d in LegalDocument.objects.for_page().filter(pk__in={change.pk for change in batch})
        }
        for offset, change in enumerate(batch):
            if document := documents.get(change.pk):
                _commit(out, document, change, is_first=start + offset == 0)


def _commit(out: IO[bytes], document: LegalDocument, change: Change, *, is_first: bool) -> None:
    if is_first:
        out.write(f"reset {_BRANCH}\n".encode())
    day = datetime.combine(change.on, time(0, 0), _ZONE)
    # Git counts from 1970; what is older keeps its day in the message and stands at the beginning.
    seconds = max(int(day.astimezone(UTC).timestamp()), 0)
    out.write(
        f"commit {_BRANCH}\nauthor {_AUTHOR} {seconds} +0700\ncommitter {_AUTHOR} {seconds} +0700\n".encode()
    )
    _data(out, _message(document, change))
    out.write(f"M 100644 inline {path_of(document)}\n".encode())
    _data(out, _markdown(document, change))


def _data(out: IO[bytes], text: str) -> None:
    body = text.encode()
    out.write(b"data %d\n%s\n" % (len(body), body))


def path_of(document: LegalDocument) -> str:
    """Return the path of a document's file: its year, number and the portal's own number."""
    year = document.issued_on.year if document.issued_on else 0
    return f"{year:04d}/{document.slug}-{document.pk}.md"


def _message(document: LegalDocument, change: Change) -> str:
    day = vietnamese.format_date(change.on)
    if change.reason == "expired":
        first = _("%(name)s hết hiệu lực") % {"name": document.name}
    elif change.reason == "effect":
        first = f"{document.name}: {document.effect(change.on).label}"
    elif change.reason:
        first = _("%(name)s được sửa đổi") % {"name": document.name}
    else:
        first = document.name
    reason = change.reason if change.reason not in {"", "expired", "amended", "effect"} else document.summary
    address = f"{settings.SITE_URL}/van-ban/{document.pk}/{document.slug}/"
    return f"{first}\n\n{day}. {reason}\n{address}\n".replace("\0", "")


def _markdown(document: LegalDocument, change: Change) -> str:
    """Return the document in the wording of the day, with its facts in front."""
    structure = structure_of(document)
    # The state that begins with this change, so an amendment's first day is read, or the day after a known edition.
    wordings = wordings_of(document)
    chosen = {anchor: _from(list(known), change) for anchor, known in wordings.items()}
    status = document.effect(change.on).label if change.reason in {"expired", "effect"} else ""
    facts = [
        ("so", document.number), ("loai", document.kind), ("co_quan", document.issuer_name),
        ("ban_hanh", _iso(document.issued_on)), ("hieu_luc", _iso(document.effective_on)),
        ("het_hieu_luc", _iso(document.expired_on) if change.reason == "expired" else ""),
        ("tinh_trang", str(status)), ("nguon", document.source_url),
    ]  # fmt: skip
    head = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in facts if value)
    return f"---\n{head}\n---\n\n# {document.summary or document.name}\n\n{_body(structure, chosen)}\n"


def _from(wordings: list[Wording], change: Change) -> Wording:
    if not change.reason:
        return wordings[0]
    later = [w for w in wordings if not (w.known_on and w.valid_until is None and w.known_on <= change.on)]
    return wording_on(later or wordings[-1:], change.on)


def _body(structure: Structure, chosen: dict[str, Wording]) -> str:
    lines: list[str] = [unit.text for unit in structure.preamble]
    for article in structure.articles:
        lines += [
            f"## {' '.join(heading_lines(unit))}" if unit.is_division else unit.text
            for unit in article.before
        ]
        wording = chosen.get(article.anchor)
        title, text = (wording.title, wording.text) if wording else (article.title, article.text)
        lines.append(f"### Điều {article.number}. {title}".rstrip())
        lines += [line for line in text.split("\n") if line.strip()]
    lines += [unit.text for unit in structure.ending]
    return "\n\n".join(lines)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own arguments, no shell
    if done.returncode:
        raise ExportFailed(done.stderr.decode(errors="replace").strip())
    return done.stdout.decode(errors="replace")


def _count(folder: Path) -> int:
    try:
        return int(_git(folder, "rev-list", "--count", "main"))
    except ExportFailed:
        return 0
