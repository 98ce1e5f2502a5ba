"""Keys and a time stamp authority for trying signatures."""

from __future__ import annotations

from argparse import ArgumentParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import tsp
from django.core.management.base import BaseCommand, CommandError
from pyhanko.sign import signers
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from gazette.issues.testing_keys import KeyFiles, make_keys


class Command(BaseCommand):
    """Write a test root, a signing key and a time stamping key; with --serve-tsa answer as an authority too."""

    help = "Make a test root, signing key and time stamp authority in a folder; never for real issues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, the password and where the authority listens."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--password", default="thu-nghiem")
        parser.add_argument("--organisation", default="Văn phòng UBND tỉnh (thử nghiệm)")
        parser.add_argument("--serve-tsa", type=int, metavar="PORT", help="answer as a time stamp authority")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the keys that are not there yet, say how to use them, perhaps serve."""
        folder = options["folder"]
        files = KeyFiles(root=folder / "root.pem", signer=folder / "signer.p12", stamper=folder / "tsa.p12")
        if not files.root.exists():
            files = make_keys(folder, password=options["password"], organisation=options["organisation"])
        self.stdout.write(
            f"SIGNING_KEY={files.signer} SIGNING_PASSWORD={options['password']} TRUST_STORE={files.root}"
        )
        if options["serve_tsa"] is not None:
            server = time_stamp_server(files.stamper, options["password"], options["serve_tsa"])
            self.stdout.write(f"SIGNING_TSA=http://127.0.0.1:{server.server_port}/")
            self.stdout.flush()
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                server.server_close()


def time_stamp_server(key: Path, password: str, port: int) -> HTTPServer:
    """Return a time stamp authority (RFC 3161) on this machine; port 0 takes a free one."""
    loaded = signers.SimpleSigner.load_pkcs12(str(key), passphrase=password.encode())
    if loaded is None:
        raise CommandError(f"{key} does not open.")
    stamper = DummyTimeStamper(
        tsa_cert=loaded.signing_cert, tsa_key=loaded.signing_key, certs_to_embed=loaded.cert_registry
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer a time stamp request."""
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
            """Say nothing of each request."""

    return HTTPServer(("127.0.0.1", port), Handler)
