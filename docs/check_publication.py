#!/usr/bin/env python3
"""Check a portal's publications against its public log, with nothing but Python's standard library.

    check_publication.py https://portal.example.gov.vn         the log, every published record, every published file
    check_publication.py https://portal.example.gov.vn FILE …  whether these files are, byte for byte, published files
    check_publication.py https://portal.example.gov.vn --log-only  the log's chain alone
    --kept HEADS.json   remember the log's head in this file; a head kept before must still be in the chain

Ends with 0 when all is well, else with 1 and a line for each thing at fault. How the log is made is told in
docs/publication-log.md; this script shares no code with the portal.
"""

import argparse
import hashlib
import http.client
import json
import sys
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

FIELDS = (
    "sequence",
    "at",
    "action",
    "kind",
    "id",
    "record",
    "title",
    "path",
    "sha256",
    "file_path",
    "reason",
    "previous",
)
TIMEOUT = 60


class Site:
    """The portal, asked over one connection that stays open."""

    def __init__(self, address):
        self.address = address.rstrip("/") + "/"
        self.connection = None

    def get(self, path, follow=5):
        """Return status and body of an address."""
        parts = urlsplit(urljoin(self.address, path))
        target = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
        for attempt in range(2):
            if self.connection is None:
                kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
                self.connection = kind(parts.netloc, timeout=TIMEOUT)
            try:
                self.connection.request("GET", target, headers={"User-Agent": "check_publication"})
                answer = self.connection.getresponse()
                body = answer.read()
                break
            except (http.client.HTTPException, ConnectionError):
                self.connection.close()
                self.connection = None
                if attempt:
                    raise
        if answer.status in (301, 302, 307, 308) and follow:
            return self.get(answer.headers["Location"], follow - 1)
        return answer.status, body


def digest(content):
    """Return the SHA-256 of content in its canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_chain(site, fail):
    """Return the log's entries; every one must follow from the one before it."""
    status, body = site.get("/cong-bao/nhat-ky/dau-chuoi.json")
    if status != 200:
        fail(f"log: the head answers {status}")
        return [], {}
    head = json.loads(body)
    entries, previous = [], "0" * 64
    for number in range(1, head["pages"] + 1):
        status, body = site.get(f"/cong-bao/nhat-ky/{number}.jsonl")
        if status != 200:
            fail(f"log page {number}: answers {status}")
            continue
        for line in body.decode().splitlines():
            entry = json.loads(line)
            name = f"log entry {entry.get('sequence')}"
            if entry["sequence"] != len(entries) + 1:
                fail(f"{name}: entry {len(entries) + 1} is missing before it")
            if entry["previous"] != previous:
                fail(f"{name}: does not follow from the entry before it")
            if digest({field: entry[field] for field in FIELDS}) != entry["hash"]:
                fail(f"{name}: was changed ({entry['kind']} {entry['id']}: {entry['title']})")
            previous = entry["hash"]
            entries.append(entry)
    hashes = {entry["sequence"]: entry["hash"] for entry in entries}
    if head["sequence"] and hashes.get(head["sequence"]) != head["hash"]:
        fail(f"log entry {head['sequence']}: the head differs from the chain")
    for kept in head["daily_heads"]:
        if kept["sequence"] and hashes.get(kept["sequence"]) != kept["hash"]:
            fail(f"log entry {kept['sequence']}: differs from the head published for {kept['day']}")
    return entries, head


def check_kept(path, head, entries, fail):
    """Compare the chain with every head that was kept before; keep the present one too."""
    kept = json.loads(path.read_text()) if path.exists() else []
    hashes = {entry["sequence"]: entry["hash"] for entry in entries}
    for old in kept:
        if old["sequence"] and hashes.get(old["sequence"]) != old["hash"]:
            fail(f"log entry {old['sequence']}: is not what was kept before; the log was rewritten")
    now = {"sequence": head["sequence"], "hash": head["hash"]}
    if now not in kept:
        path.write_text(json.dumps([*kept, now], indent=1) + "\n")


def check_published(site, entries, fail):
    """Compare what the portal serves with what its log says of it."""
    newest = {(entry["kind"], entry["id"]): entry for entry in entries}
    for (kind, identifier), entry in newest.items():
        if entry["action"] == "withdrawn":
            continue
        name = f"{kind} {identifier} ({entry['title']})"
        address = (
            entry["file_path"] if kind == "file" else f"/cong-bao/nhat-ky/ban-ghi/{kind}/{identifier}.json"
        )
        status, body = site.get(address)
        if status != 200:
            fail(f"{name}: {address} answers {status}")
        elif hashlib.sha256(body).hexdigest() != entry["sha256"]:
            fail(f"{name}: {address} is not what was published (log entry {entry['sequence']})")


def check_files(paths, entries, fail):
    """Say of each file whether these very bytes were published, and whether they still are."""
    newest = {entry["id"]: entry for entry in entries if entry["kind"] == "file"}
    for path in paths:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        found = [entry for entry in entries if entry["kind"] == "file" and entry["sha256"] == sha256]
        if not found:
            fail(f"{path}: no published file has these bytes (SHA-256 {sha256})")
        for entry in found:
            last = newest[entry["id"]]
            state = "published still" if last["sha256"] == sha256 else f"{last['action']} {last['at']}"
            print(
                f"{path}: {entry['title']}, {entry['path']}, log entry {entry['sequence']}, {entry['at']}, {state}"
            )


def main():
    """Check what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", help="address of the portal")
    parser.add_argument("files", nargs="*", type=Path, help="files to look for among the published ones")
    parser.add_argument("--log-only", action="store_true", help="check the chain alone")
    parser.add_argument("--kept", type=Path, help="file of heads kept before")
    options = parser.parse_args()
    faults = []

    def fail(message):
        faults.append(message)
        print(message, file=sys.stderr)

    site = Site(options.site)
    entries, head = check_chain(site, fail)
    if options.kept and head:
        check_kept(options.kept, head, entries, fail)
    if options.files:
        check_files(options.files, entries, fail)
    elif not options.log_only:
        check_published(site, entries, fail)
    print(f"{len(entries)} log entries, {len(faults)} faults, head {head.get('hash', 'unknown')}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
