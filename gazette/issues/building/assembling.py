"""The issue as one file: typeset pages, with every original laid over its own."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from gazette.issues.building.conformity import mend, obstacles
from gazette.issues.building.plans import IssuePlan, PlannedItem
from gazette.issues.building.typesetting import typeset

#: Where an original stands on its A4 page, in points: below the running head, above the margin.
_AREA = (36.0, 36.0, 559.0, 780.0)
_ORIGINAL = pikepdf.Name("/Original")
_PREFIX_LENGTH = 60


class BuildRefused(ValueError):
    """An issue that cannot be built; its text says why."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """An issue's file with where each document stands and what forbids PDF/A."""

    content: bytes
    page_count: int
    first_page: int
    last_page: int
    #: Of each item its first and last page by the year's count.
    pages: dict[int, tuple[int, int]] = field(default_factory=dict)
    #: Of each item that forbids PDF/A the reasons.
    obstacles: dict[int, list[str]] = field(default_factory=dict)

    @property
    def is_archival(self) -> bool:
        """Whether the file calls itself PDF/A."""
        return not self.obstacles


def build(plan: IssuePlan, *, progress: Callable[[int, str], None] = lambda percent, words: None) -> Built:
    """Build an issue, telling `progress` percent and words; raise `BuildRefused` for what cannot be built."""
    if not plan.items:
        raise BuildRefused("Số Công báo chưa có văn bản nào.")
    with ExitStack() as opened:
        progress(5, "Mở các tệp gốc")
        originals = [_open(item, opened) for item in plan.items]
        ranges = [_range(item, original) for item, original in zip(plan.items, originals, strict=True)]
        progress(15, "Dàn trang bìa, mục lục và các bản chữ")
        counts = [len(pages) if pages is not None else 0 for pages in ranges]
        issue = opened.enter_context(pikepdf.open(io.BytesIO(typeset(plan, counts))))
        places = _places(issue, plan)
        found: dict[int, list[str]] = {}
        for index, (item, original, pages) in enumerate(zip(plan.items, originals, ranges, strict=True)):
            progress(20 + 60 * index // len(plan.items), f"Ghép văn bản {index + 1}/{len(plan.items)}")
            if original is None or pages is None:
                continue
            if reasons := obstacles(original, pages):
                found[item.entry_id] = reasons
            start = places[index][0]
            for offset, number in enumerate(pages):
                _lay_over(issue, start + offset, original.pages[number])
        progress(85, "Ghi tệp")
        mend(issue)
        _describe(issue, is_archival=not found)
        buffer = io.BytesIO()
        issue.save(
            buffer,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
        page_count = len(issue.pages)
    offset = plan.first_page
    return Built(
        content=buffer.getvalue(),
        page_count=page_count,
        first_page=offset,
        last_page=offset + page_count - 1,
        pages={
            item.entry_id: (offset + place[0], offset + place[1])
            for item, place in zip(plan.items, places, strict=True)
        },
        obstacles=found,
    )


def _open(item: PlannedItem, opened: ExitStack) -> pikepdf.Pdf | None:
    if item.pdf is None:
        if not item.text.strip():
            raise BuildRefused(f"{_name(item)}: chưa có tệp PDF và cũng không có toàn văn.")
        return None
    try:
        return opened.enter_context(pikepdf.open(item.pdf, access_mode=pikepdf.AccessMode.mmap))
    except pikepdf.PasswordError as error:
        raise BuildRefused(f"{_name(item)}: tệp PDF đặt mật khẩu.") from error
    except (pikepdf.PdfError, OSError) as error:
        raise BuildRefused(f"{_name(item)}: không mở được tệp PDF.") from error


def _range(item: PlannedItem, original: pikepdf.Pdf | None) -> range | None:
    if original is None:
        return None
    total = len(original.pages)
    start, end = item.pdf_from or 1, item.pdf_to or total
    if not 1 <= start <= end <= total:
        raise BuildRefused(f"{_name(item)}: tệp có {total} trang, không có trang {start} đến {end}.")
    return range(start - 1, end)


def _name(item: PlannedItem) -> str:
    return " ".join(part for part in (item.type_text, item.number) if part) or item.title[:_PREFIX_LENGTH]


def _places(issue: pikepdf.Pdf, plan: IssuePlan) -> list[tuple[int, int]]:
    """Return the first and last page of each item, counted from 0, by the bookmarks that Typst made."""
    by_object = {page.obj.objgen: number for number, page in enumerate(issue.pages)}
    with issue.open_outline() as outline:
        starts = [by_object[_target(issue, entry)] for entry in outline.root]
    if len(starts) != len(plan.items):
        raise BuildRefused("Mục lục không khớp với các văn bản.")
    ends = [*(start - 1 for start in starts[1:]), len(issue.pages) - 1]
    return list(zip(starts, ends, strict=True))


def _target(issue: pikepdf.Pdf, entry: pikepdf.OutlineItem) -> tuple[int, int]:
    destination: Any = entry.destination
    if destination is None and entry.action is not None:
        destination = entry.action.D
    if isinstance(destination, pikepdf.String | pikepdf.Name | str):
        named = pikepdf.NameTree(issue.Root.Names.Dests)[str(destination)]
        destination = named.D if isinstance(named, pikepdf.Dictionary) else named
    objgen: tuple[int, int] = destination[0].objgen
    return objgen


def _lay_over(issue: pikepdf.Pdf, number: int, original: pikepdf.Page) -> None:
    """Lay a page of an original over an empty page; under a fixed name, so that the same bytes come out each time."""
    page = issue.pages[number]
    form = issue.copy_foreign(original.as_form_xobject())
    page.add_resource(form, pikepdf.Name.XObject, _ORIGINAL, replace_existing=True)
    place = page.calc_form_xobject_placement(form, _ORIGINAL, pikepdf.Rectangle(*_AREA), allow_expand=False)
    page.contents_add(issue.make_stream(b"q\n"), prepend=True)
    page.contents_add(issue.make_stream(b"\nQ\n" + place))


def _describe(issue: pikepdf.Pdf, *, is_archival: bool) -> None:
    """Let the file call itself PDF/A only where nothing in it forbids that."""
    if is_archival:
        return
    with issue.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("pdfaid:part", "pdfaid:conformance"):
            if name in metadata:
                del metadata[name]
