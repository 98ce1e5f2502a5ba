"""The load client: connections that are kept, one request after the other on each."""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import time
from collections.abc import Iterable
from multiprocessing.connection import Connection
from statistics import median

_FORK = multiprocessing.get_context("fork")
#: As many as the server has threads to answer them.
_CONNECTIONS = 4


class UnexpectedAnswer(Exception):
    """An answer that is no 200: its speed means nothing."""


def text(host: str, port: int, path: str) -> str:
    """Return the text of a page."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


def milliseconds(host: str, port: int, pages: Iterable[str], bare: str) -> tuple[list[float], list[float]]:
    """Ask for each page once, and after each for the bare view; return both lists of milliseconds."""
    connection = http.client.HTTPConnection(host, port, timeout=60)
    _ask(connection, bare)
    taken: tuple[list[float], list[float]] = ([], [])
    for page in pages:
        taken[0].append(_ask(connection, page))
        taken[1].append(_ask(connection, bare))
    connection.close()
    return taken


def _ask(connection: http.client.HTTPConnection, path: str) -> float:
    begun = time.perf_counter()
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    taken = (time.perf_counter() - begun) * 1000
    if response.status != 200:
        raise UnexpectedAnswer(f"{path} answered {response.status}")
    return taken


def percentile(values: list[float], part: float) -> float:
    """Return the value that `part` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def requests_per_second(
    host: str, port: int, paths: tuple[str, str], *, seconds: float, rounds: int
) -> tuple[float, float]:
    """Return the requests per second of two paths, asked in turns by the same client: the medians of all rounds."""
    for path in paths:
        # Each process of the server keeps its own answers.
        _rate(host, port, path, min(seconds, 1.0))
    rates = [[_rate(host, port, path, seconds) for path in paths] for _ in range(rounds)]
    return median(first for first, _second in rates), median(second for _first, second in rates)


def _rate(host: str, port: int, path: str, seconds: float) -> float:
    pipes, processes = [], []
    for _ in range(_CONNECTIONS):
        receiver, sender = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_count, args=(host, port, path, seconds, sender))
        process.start()
        sender.close()
        pipes.append(receiver)
        processes.append(process)
    try:
        return sum(pipe.recv() for pipe in pipes) / seconds
    except EOFError as error:
        raise UnexpectedAnswer(f"{path}: a client ended early") from error
    finally:
        for process in processes:
            process.join()


def _count(host: str, port: int, path: str, seconds: float, result: Connection) -> None:
    """Count the answers to one request repeated; nothing is parsed beyond status and length, to spare the processor."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    count = 0
    with socket.create_connection((host, port), timeout=60) as connection:
        stop = time.perf_counter() + seconds
        while time.perf_counter() < stop:
            connection.sendall(request)
            _read_answer(connection, path)
            count += 1
    result.send(count)


def _read_answer(connection: socket.socket, path: str) -> None:
    answer = connection.recv(1 << 18)
    while b"\r\n\r\n" not in answer:
        part = connection.recv(1 << 18)
        if not part:
            raise UnexpectedAnswer(f"{path}: the connection was closed")
        answer += part
    head, _blank, body = answer.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise UnexpectedAnswer(f"{path} answered {head[:40]!r}")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    missing = length - len(body)
    while missing > 0:
        missing -= len(connection.recv(1 << 18))
