"""A process that runs queries: started by the pool, speaks in frames over its pipes, ends with whoever started it.

It knows nothing of the site and imports none of it, so that it starts fast and can be ended at any moment. DuckDB is
told here how much memory, how many threads and which folders it may use, and is locked after that.
"""

from __future__ import annotations

import json
import os
import queue
import struct
import sys
import threading
from typing import IO, Any

import duckdb
import orjson

_LENGTH = struct.Struct(">I")
#: A process without work for so long gives its memory back.
IDLE_SECONDS = 300


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Return the next frame, None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(head)[0]
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Send a frame."""
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def _connect(config: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "threads": config["threads"],
            "memory_limit": config["memory"],
            "temp_directory": config["temporary"],
            "max_temp_directory_size": config["temporary_size"],
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    folders = ", ".join("'" + folder.replace("'", "''") + "/'" for folder in config["folders"])
    connection.execute(f"SET allowed_directories=[{folders}]")
    connection.execute("SET enable_external_access=false")
    connection.execute("SET enable_progress_bar=false")
    connection.execute("SET parquet_metadata_cache=true")
    connection.execute("SET lock_configuration=true")
    return connection


def _default(value: Any) -> Any:
    return str(value)


def _json(value: Any) -> bytes:
    try:
        return orjson.dumps(value, default=_default)
    except TypeError:
        # Sums may outgrow 64 bits, which this library refuses and the standard one does not.
        return json.dumps(value, default=_default, ensure_ascii=False).encode()


def _rows(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> bytes:
    cursor = connection.execute(job["sql"], job["parameters"])
    rows = cursor.fetchall()
    return _json([list(row) for row in rows])


def _records(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> bytes:
    """Answer the count of all rows and one page of them as JSON objects."""
    rows = connection.execute(job["sql"], job["parameters"]).fetchall()
    names = job["names"]
    if job["is_counted"] and rows:
        # Groups are found once: each row ends with how many there are.
        count = rows[0][-1]
        rows = [row[:-1] for row in rows]
    else:
        count = connection.execute(job["count_sql"], job["count_parameters"]).fetchall()[0][0]
    return b"%d\n" % count + _json([dict(zip(names, row, strict=True)) for row in rows])


def _execute(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> bytes:
    connection.execute(job["sql"], job["parameters"])
    return b"null"


def _workbook(connection: duckdb.DuckDBPyConnection, job: dict[str, Any]) -> bytes:
    # Only this process ever needs the library, and only for this.
    from xlsxwriter import Workbook  # noqa: PLC0415

    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "tmpdir": job["temporary"], "nan_inf_to_errors": True, "use_zip64": True,
    }  # fmt: skip
    book = Workbook(job["target"], options)
    sheet = book.add_worksheet()
    day, moment = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    )
    heading = book.add_format({"bold": True})
    for place, name in enumerate(job["names"]):
        sheet.write_string(0, place, name, heading)
    sheet.freeze_panes(1, 0)
    cursor = connection.execute(job["sql"], job["parameters"])
    number = 0
    while rows := cursor.fetchmany(5_000):
        for row in rows:
            number += 1
            for place, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(number, place, value)
                elif isinstance(value, int):
                    # A workbook keeps fifteen digits.
                    if abs(value) < 10**15:
                        sheet.write_number(number, place, value)
                    else:
                        sheet.write_string(number, place, str(value))
                elif isinstance(value, float):
                    sheet.write_number(number, place, value)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value[:32_767])
                elif hasattr(value, "hour"):
                    _write_moment(sheet, number, place, value, moment)
                elif hasattr(value, "year"):
                    _write_moment(sheet, number, place, value, day)
                else:
                    sheet.write_string(number, place, str(value))
    book.close()
    return b"%d" % number


def _write_moment(sheet: Any, row: int, place: int, value: Any, form: Any) -> None:
    # The calendar of workbooks begins in 1900.
    if value.year >= 1901:
        sheet.write_datetime(row, place, value, form)
    else:
        sheet.write_string(row, place, value.isoformat())


_JOBS = {"rows": _rows, "records": _records, "execute": _execute, "workbook": _workbook}


def _read_jobs(jobs: queue.Queue[bytes], stream: IO[bytes]) -> None:
    while (frame := read_frame(stream)) is not None:
        jobs.put(frame)
    # Whoever started this process is gone or wants it gone: whatever runs, runs for nobody.
    os._exit(0)


def main() -> None:
    """Run jobs until the input ends or nobody asks any more."""
    config = json.loads(sys.argv[1])
    os.nice(config["nice"])
    stream_in, stream_out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing but frames goes out
    jobs: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_read_jobs, args=(jobs, stream_in), daemon=True).start()
    connection = _connect(config)
    while True:
        try:
            frame = jobs.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            os._exit(0)
        job = orjson.loads(frame)
        try:
            answer = b"+" + _JOBS[job["job"]](connection.cursor(), job)
        except duckdb.OutOfMemoryException as error:
            answer = b"M" + str(error).encode()
        except duckdb.Error as error:
            answer = b"-" + str(error).encode()
        except OSError as error:
            answer = b"-" + str(error).encode()
        write_frame(stream_out, answer)


if __name__ == "__main__":
    main()
