"""The process that builds an issue's file from a plan; tells its progress a line at a time."""

from __future__ import annotations

import os
import pickle
import resource
import sys
import threading
from pathlib import Path

from gazette.issues.building.assembling import BuildRefused, Built, build


def main(given: Path, made: Path) -> None:
    """Write what was built, or the sentence of a refusal."""
    plan = pickle.loads(given.read_bytes())  # noqa: S301  # written by the site in a folder of its own
    answer: Built | str
    try:
        answer = build(plan, progress=_tell)
    except BuildRefused as refusal:
        answer = str(refusal)
    made.write_bytes(pickle.dumps(answer))


def _tell(percent: int, words: str) -> None:
    sys.stdout.write(f"{percent}\t{words}\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[3]), int(sys.argv[3]) + 1))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    main(Path(sys.argv[1]), Path(sys.argv[2]))
