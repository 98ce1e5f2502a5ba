"""Make the dump of the night, and keep those of the last days."""

from __future__ import annotations

import fcntl
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from opendata.dumps.manifest import BadDump
from opendata.dumps.selectors import dump_names, dumps_folder, manifest_of, moment_of, newest_dump
from opendata.dumps.services.making import UNFINISHED, make_dump
from portal.core import generation

logger = logging.getLogger(__name__)

#: In the hour in which fewest people read.
DUE_AT = time(2)
KEPT_FOR = timedelta(days=7)


def make_if_due() -> bool:
    """Make the dump of the night unless there is one, or nothing changed; return False, for the next is a day away."""
    if is_due(timezone.now()):
        make_now()
    return False


def is_due(now: datetime) -> bool:
    """Whether a dump is to be made: there is none of this night, and something was published since the last one."""
    newest = next(iter(dump_names()), None)
    if newest is None:
        return generation.current() > 0
    local = timezone.localtime(now)
    night = timezone.make_aware(datetime.combine(local.date(), DUE_AT))
    if local < night:
        night -= timedelta(days=1)
    if moment_of(newest) >= night:
        return False
    try:
        return manifest_of(newest).generation != generation.current()
    except BadDump:
        return True


def make_now() -> Path | None:
    """Make a dump and remove those of long ago; None while another process makes one."""
    folder = dumps_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder) as is_alone:
        if not is_alone:
            return None
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        made = make_dump(folder, previous=newest_dump())
        _forget_old(folder)
        logger.info("dump %s made", made.name)
        return made


def _forget_old(folder: Path) -> None:
    oldest = timezone.now() - KEPT_FOR
    for name in dump_names()[1:]:
        if moment_of(name) < oldest:
            shutil.rmtree(folder / name, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
