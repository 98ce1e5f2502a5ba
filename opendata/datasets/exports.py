"""Data given out: pages as JSON, whole files packed beforehand, selections written to a file of a moment and sent."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe, quote_etag

from opendata.datasets import compiler, engine, storage
from opendata.datasets.enums import MEDIA_TYPES, FileFormat
from opendata.datasets.models import Dataset, DatasetVersion
from opendata.datasets.queries import DataQuery
from opendata.datasets.sql import literal

PAGE_ROWS = 100
MOST_PAGE_ROWS = 10_000
MOST_WORKBOOK_ROWS = 1_048_575
_CHUNK = 1 << 18
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class TooManyRows(ValueError):
    """More rows than a workbook holds."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of a version, and how its answer is named."""

    dataset: Dataset
    version: DatasetVersion
    query: DataQuery
    file_format: str
    #: What makes two answers different: part of the ETag.
    address: str

    @property
    def file_name(self) -> str:
        """The name under which a browser keeps the file."""
        return f"{self.dataset.slug}-{self.version.number}.{self.file_format}"

    @property
    def mark(self) -> str:
        """What the ETag is made of."""
        return f"{self.version.sha256[:20]}-{self.version.pk}-{self.address}"


def answer(request: HttpRequest, asked: Request) -> HttpResponseBase:
    """Return the data; raise `TooManyRows` for a workbook of more rows than it holds."""
    if asked.file_format == FileFormat.JSON:
        return _json(request, asked)
    if asked.query.is_whole:
        if asked.file_format == FileFormat.PARQUET:
            return _stored(request, asked, asked.version.files.parquet)
        if asked.file_format in {FileFormat.CSV, FileFormat.NDJSON}:
            return _packed(request, asked)
        return _whole_workbook(request, asked)
    return _selection(request, asked)


def _etag(asked: Request, packing: str = "") -> str:
    # Weak comparison is enough for readers; ranges are only given of stored files, whose mark is their bytes'.
    text = f"{asked.mark}-{packing}"
    return quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])


def _unchanged(request: HttpRequest, etag: str, asked: Request) -> HttpResponseBase | None:
    moment = http_date(asked.version.created_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=parse_http_date_safe(moment))
    if response is not None and response.status_code == 304:
        response["ETag"], response["Last-Modified"] = etag, moment
    return response


def _finish(response: HttpResponseBase, asked: Request, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(asked.version.created_at.timestamp())
    response.headers.setdefault("Cache-Control", "no-cache")
    response.headers.setdefault("Content-Type", MEDIA_TYPES[asked.file_format])
    if asked.file_format != FileFormat.JSON:
        name = quote(asked.file_name)
        response["Content-Disposition"] = f"attachment; filename=\"{name}\"; filename*=UTF-8''{name}"
    return response


def _json(request: HttpRequest, asked: Request) -> HttpResponseBase:
    etag = _etag(asked)
    if (unchanged := _unchanged(request, etag, asked)) is not None:
        return unchanged
    query = asked.query
    limit = PAGE_ROWS if query.limit is None else query.limit
    parquet = asked.version.files.parquet
    rows = compiler.page(query, parquet, limit=limit, offset=query.offset, is_counted=query.is_grouped)
    counted = compiler.count(query, parquet)
    # What is known of the version is not counted again.
    is_known = not (query.filters or query.is_grouped)
    total, body = engine.records(
        sql=rows.sql,
        parameters=rows.parameters,
        names=[name for name, _kind in query.output],
        count_sql=f"SELECT {int(asked.version.row_count)}" if is_known else counted.sql,
        count_parameters=() if is_known else counted.parameters,
        is_counted=query.is_grouped,
    )
    end = query.offset + limit
    following = _window(request, end, limit) if limit and end < total else None
    previous = _window(request, max(0, query.offset - limit), limit) if limit and query.offset else None
    head = b'{"count":%d,"next":%s,"previous":%s,"results":' % (total, _text(following), _text(previous))
    response = HttpResponse(head + body + b"}", content_type="application/json")
    return _finish(response, asked, etag)


def _text(address: str | None) -> bytes:
    # An address has no character that JSON would have to escape: it is percent-encoded.
    return b"null" if address is None else f'"{address}"'.encode()


def _window(request: HttpRequest, offset: int, limit: int) -> str:
    params = request.GET.copy()
    params["_limit"] = str(limit)
    if offset:
        params["_offset"] = str(offset)
    else:
        params.pop("_offset", None)
    pairs = [(name, value) for name, values in params.lists() for value in values]
    return request.build_absolute_uri(f"{quote(request.path)}?{urlencode(pairs)}")


def _packed(request: HttpRequest, asked: Request) -> HttpResponseBase:
    """Send a whole-file download as the client takes it: packed, or unpacked on the way."""
    packing = _packing(request.headers.get("Accept-Encoding", ""))
    etag = _etag(asked, packing)
    unchanged = _unchanged(request, etag, asked)
    response: HttpResponseBase
    folder = asked.version.files
    if unchanged is not None:
        response = unchanged
    elif packing:
        response = FileResponse(folder.packed(asked.file_format, packing).open("rb"))
        response.block_size = _CHUNK
        response["Content-Encoding"] = packing
        _finish(response, asked, etag)
        response["Content-Type"] = MEDIA_TYPES[asked.file_format]
    else:
        response = StreamingHttpResponse(storage.unpacked(folder.packed(asked.file_format, "zstd")))
        response["Content-Length"] = folder.size_file(asked.file_format).read_text(encoding="ascii")
        response["Content-Type"] = MEDIA_TYPES[asked.file_format]
        _finish(response, asked, etag)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _packing(accepted: str) -> str:
    """Return the packing to use of those that a client takes; zstd packs best and unpacks fastest."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, rest = part.strip().partition(";")
        weight = rest.strip().removeprefix("q=") or "1"
        try:
            weights[name.strip()] = float(weight)
        except ValueError:
            weights[name.strip()] = 0.0
    anything = weights.get("*", 0.0)
    return next((name for name in ("zstd", "gzip") if weights.get(name, anything) > 0), "")


def _stored(request: HttpRequest, asked: Request, path: Path) -> HttpResponseBase:
    """Send a stored file, whole or the part that a `Range` names."""
    etag = (
        quote_etag(asked.version.parquet_sha256[:32]) if path == asked.version.files.parquet else _etag(asked)
    )
    if (unchanged := _unchanged(request, etag, asked)) is not None:
        return unchanged
    size = path.stat().st_size
    part = part_of(request, size, etag)
    if part == (-1, -1):
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    if part is None:
        response = StreamingHttpResponse(bytes_of(path, 0, size))
        response["Content-Length"] = str(size)
    else:
        first, last = part
        response = StreamingHttpResponse(bytes_of(path, first, last - first + 1), status=206)
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Type"] = MEDIA_TYPES[asked.file_format]
    response["Accept-Ranges"] = "bytes"
    return _finish(response, asked, etag)


def part_of(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return the first and last byte asked for, None for all, (-1, -1) for a part that is not there."""
    asked = request.headers.get("Range", "").replace(" ", "")
    match = _RANGE.fullmatch(asked)
    if not match or match[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return None
    if not match[1]:
        length = int(match[2])
        return (max(0, size - length), size - 1) if length and size else (-1, -1)
    first = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < first:
        return None
    return (first, last) if first < size else (-1, -1)


def bytes_of(path: Path, first: int, length: int) -> Iterator[bytes]:
    """Return a part of a file, piece by piece."""
    with path.open("rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk


def _whole_workbook(request: HttpRequest, asked: Request) -> HttpResponseBase:
    """Send the whole table as a workbook; the first reader waits for it, the next ones find it."""
    if asked.version.row_count > MOST_WORKBOOK_ROWS:
        raise TooManyRows
    path = asked.version.files.workbook
    etag = _etag(asked)
    if (unchanged := _unchanged(request, etag, asked)) is not None:
        return unchanged
    if not path.is_file():
        with storage.temporary_file(".xlsx") as temporary:
            _write_workbook(asked, temporary)
            temporary.replace(path)
    return _stored(request, asked, path)


def _write_workbook(asked: Request, target: Path) -> None:
    query = asked.query
    rows = compiler.page(
        query,
        asked.version.files.parquet,
        limit=query.limit,
        offset=query.offset,
        file_format=asked.file_format,
    )
    engine.workbook(
        sql=rows.sql, parameters=rows.parameters, names=[name for name, _kind in query.output],
        target=target, temporary=target.parent,
    )  # fmt: skip


def _selection(request: HttpRequest, asked: Request) -> HttpResponseBase:
    """Write a selection to a file at the database's own pace, then send it at the reader's."""
    etag = _etag(asked)
    if (unchanged := _unchanged(request, etag, asked)) is not None:
        return unchanged
    query, parquet = asked.query, asked.version.files.parquet
    if asked.file_format == FileFormat.XLSX:
        counted = compiler.count(query, parquet)
        total = max(0, engine.rows(counted.sql, counted.parameters)[0][0] - query.offset)
        if (total if query.limit is None else min(query.limit, total)) > MOST_WORKBOOK_ROWS:
            raise TooManyRows
    with storage.temporary_file(f".{asked.file_format}") as path:
        if asked.file_format == FileFormat.XLSX:
            _write_workbook(asked, path)
        else:
            rows = compiler.page(
                query, parquet, limit=query.limit, offset=query.offset, file_format=asked.file_format
            )
            options = storage.copy_options(asked.file_format)
            engine.execute(f"COPY ({rows.sql}) TO {literal(str(path))} {options}", rows.parameters)
        # The name goes, the open file stays until it was sent.
        file = path.open("rb")
    begin = storage.BOM if asked.file_format == FileFormat.CSV else b""
    size = len(begin) + os.fstat(file.fileno()).st_size
    response = StreamingHttpResponse(_sent(begin, file))
    response["Content-Length"] = str(size)
    response["Content-Type"] = MEDIA_TYPES[asked.file_format]
    return _finish(response, asked, etag)


def _sent(begin: bytes, file: BinaryIO) -> Iterator[bytes]:
    with file:
        if begin:
            yield begin
        while chunk := file.read(_CHUNK):
            yield chunk
