"""Private data of people: hand over, erase, encrypt anew."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from portal.core.encryption import Unreadable
from portal.core.services import private_contacts


class Command(BaseCommand):
    """private_data export PERSON [--to FILE] | erase PERSON | expire | rotate"""

    help = "Export or erase what is kept of a person, erase what is kept long enough, encrypt anew with the first key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do and with whose data."""
        parser.add_argument("action", choices=["export", "erase", "expire", "rotate"])
        parser.add_argument("person", nargs="?", default="", help="mail address or telephone number")
        parser.add_argument("--to", type=Path, help="file for the export; without it the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; an unreadable record ends with a sentence."""
        person = options["person"]
        if options["action"] in {"export", "erase"} and not person:
            raise CommandError("say whose data: a mail address or a telephone number")
        try:
            self._act(options["action"], person, options["to"])
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def _act(self, action: str, person: str, to: Path | None) -> None:
        if action == "export":
            found = private_contacts.export(private_contacts.contacts_of(person))
            text = orjson.dumps(found, option=orjson.OPT_INDENT_2)
            if to is None:
                self.stdout.write(text.decode())
            else:
                to.touch(mode=0o600)
                to.write_bytes(text)
            self.stderr.write(f"{len(found)} records")
        elif action == "erase":
            count = private_contacts.erase(private_contacts.contacts_of(person))
            self.stdout.write(f"{count} records erased")
        elif action == "expire":
            while private_contacts.erase_expired():
                pass
            self.stdout.write("done")
        else:
            self.stdout.write(f"{private_contacts.rotate()} records encrypted with the first key")
