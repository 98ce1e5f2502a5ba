"""What every SDMX-ML 2.1 message has: names, header, errors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from lxml import etree
from lxml.builder import ElementMaker

from opendata.catalogue.sdmx.cubes import AGENCY

_BASE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
NAMESPACES = {
    "mes": f"{_BASE}message", "str": f"{_BASE}structure", "com": f"{_BASE}common", "gen": f"{_BASE}data/generic",
    "ss": f"{_BASE}data/structurespecific", "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}  # fmt: skip
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def _maker(prefix: str) -> ElementMaker:
    return ElementMaker(namespace=NAMESPACES[prefix], nsmap=NAMESPACES)


MES, STR, COM, GEN = (_maker(prefix) for prefix in ("mes", "str", "com", "gen"))
#: References stand in no namespace.
PLAIN = ElementMaker()


def header(*structures: Any) -> Any:
    """Return the header of a message."""
    now = timezone.now().replace(microsecond=0)
    return MES.Header(
        MES.ID(f"M{int(now.timestamp())}"),
        MES.Test("false"),
        MES.Prepared(now.isoformat()),
        MES.Sender(COM.Name(settings.SITE_URL, {LANGUAGE: "vi"}), id=AGENCY),
        *structures,
    )


def ref(kind: str, package: str, name: str, version: str, **more: str) -> Any:
    """Return a reference to something of ours."""
    attributes = {"id": name, "agencyID": AGENCY, "class": kind, "package": package} | more
    return PLAIN.Ref(attributes | ({"version": version} if version else {}))


def names(text: str, english: str = "") -> list[Any]:
    """Return a name in the languages that it has."""
    found = [COM.Name(plain(text), {LANGUAGE: "vi"})]
    return found + ([COM.Name(plain(english), {LANGUAGE: "en"})] if english else [])


def plain(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(
        sign for sign in text if sign in "\t\n\r" or (ord(sign) >= 0x20 and not 0xD800 <= ord(sign) <= 0xDFFF)
    ).replace("\ufffe", "").replace("\uffff", "")  # fmt: skip


def written(root: Any) -> bytes:
    """Return a message as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def error(code: int, words: str) -> bytes:
    """Return an error message."""
    message = MES.ErrorMessage(COM.Text(plain(words), {LANGUAGE: "vi"}), code=str(code))
    return written(MES.Error(message))
