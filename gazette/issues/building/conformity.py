"""What in an original forbids PDF/A (ISO 19005-2), told by what can be seen without a validator.

A part that passes here may still be refused by a validator for what stands deeper; a part that fails here is refused.
"""

from __future__ import annotations

from typing import Any

import pikepdf

_BASE_DEPTH = 6
_REASONS = {
    "fonts": "phông chữ không nhúng trong tệp",
    "cmyk": "màu CMYK không có cấu hình màu",
    "postscript": "đối tượng PostScript",
    "transfer": "hàm chuyển tông màu",
    "image": "ảnh dùng cách nén hoặc nội suy không được phép",
}
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


def obstacles(document: pikepdf.Pdf, pages: range) -> list[str]:
    """Return what forbids PDF/A in these pages, in words."""
    found: set[str] = set()
    seen: set[tuple[int, int]] = set()
    for number in pages:
        page = document.pages[number].obj
        _look(page.get("/Resources") or _inherited(page), found, seen, 0)
        if "cmyk" not in found and _uses_cmyk(document.pages[number]):
            found.add("cmyk")
    return [words for name, words in _REASONS.items() if name in found]


def _inherited(node: Any) -> Any:
    for _ in range(50):
        node = node.get("/Parent")
        if node is None:
            return None
        if "/Resources" in node:
            return node["/Resources"]
    return None


def _look(resources: Any, found: set[str], seen: set[tuple[int, int]], depth: int) -> None:
    if not isinstance(resources, pikepdf.Dictionary) or depth > _BASE_DEPTH:
        return
    for font in _values(resources, "/Font"):
        if not _is_embedded(font):
            found.add("fonts")
    for space in _values(resources, "/ColorSpace"):
        if space == "/DeviceCMYK" or (
            isinstance(space, pikepdf.Array) and "/DeviceCMYK" in str(list(space)[:3])
        ):
            found.add("cmyk")
    for state in _values(resources, "/ExtGState"):
        if isinstance(state, pikepdf.Dictionary) and ("/TR" in state or "/HTP" in state):
            found.add("transfer")
    for item in _values(resources, "/XObject"):
        if item.objgen in seen and item.objgen != (0, 0):
            continue
        seen.add(item.objgen)
        kind = item.get("/Subtype")
        if kind == "/PS":
            found.add("postscript")
        elif kind == "/Image":
            if item.get("/ColorSpace") == "/DeviceCMYK":
                found.add("cmyk")
            if "/LZWDecode" in str(item.get("/Filter", "")):
                found.add("image")
        elif kind == "/Form":
            if "cmyk" not in found and _uses_cmyk(item):
                found.add("cmyk")
            _look(item.get("/Resources"), found, seen, depth + 1)


def _uses_cmyk(content: Any) -> bool:
    """Whether a page or a form sets a colour of four inks."""
    try:
        return bool(pikepdf.parse_content_stream(content, operators="k K"))
    except (pikepdf.PdfError, TypeError, ValueError):
        return False  # what cannot be parsed shows no colour either


def _values(resources: pikepdf.Dictionary, name: str) -> list[Any]:
    group = resources.get(name)
    return list(group.values()) if isinstance(group, pikepdf.Dictionary) else []


def _is_embedded(font: Any) -> bool:
    if not isinstance(font, pikepdf.Dictionary) or font.get("/Subtype") == "/Type3":
        return True
    if font.get("/Subtype") == "/Type0":
        descendants = font.get("/DescendantFonts")
        fonts = list(descendants) if isinstance(descendants, pikepdf.Array) else []
        return all(_is_embedded(descendant) for descendant in fonts)
    descriptor = font.get("/FontDescriptor")
    return isinstance(descriptor, pikepdf.Dictionary) and any(name in descriptor for name in _EMBEDDED)


def mend(document: pikepdf.Pdf) -> None:
    """Mend what PDF/A forbids and nobody sees: hints of images, incomplete lists of a font's letters."""
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary):
            if item.get("/Type") == "/FontDescriptor":
                for name in ("/CIDSet", "/CharSet"):
                    if name in item:
                        del item[name]
            elif item.get("/Subtype") == "/CIDFontType2" and "/CIDToGIDMap" not in item:
                item.CIDToGIDMap = pikepdf.Name.Identity
        elif isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
            for name in ("/Alternates", "/OPI"):
                if name in item:
                    del item[name]
            if item.get("/Interpolate"):
                item.Interpolate = False
