"""The signature of an issue by a key that never leaves its token (SoftHSM's, `make test` brings it)."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pikepdf
import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pkcs11.util.x509 import decode_x509_certificate

from gazette.issues.building import CannotSign, Signer
from gazette.issues.building.signing import sign
from gazette.issues.testing_keys import make_keys
from gazette.signatures.inspection import inspect

PIN = "1234"


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token with a key and its certificate: its address without a token's name, and the root that proves it."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    libraries = sorted(Path("/usr/lib").rglob("libsofthsm2.so"))
    assert libraries, "SoftHSM is not installed: apt-get install softhsm2"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        keys = make_keys(folder / "keys", password="x", organisation="Văn phòng UBND tỉnh")
        key, certificate, _others = pkcs12.load_key_and_certificates(keys.signer.read_bytes(), b"x")
        (folder / "key.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        tool = ["softhsm2-util", "--token", "cong-bao", "--pin", PIN]
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", "cong-bao", "--pin", PIN, "--so-pin", "5678"],
            check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run(
            [*tool, "--import", str(folder / "key.pem"), "--label", "cong-bao", "--id", "a1"],
            check=True, capture_output=True,
        )  # fmt: skip
        public = certificate.public_bytes(serialization.Encoding.DER)
        with (
            pkcs11.lib(str(libraries[0]))
            .get_token(token_label="cong-bao")
            .open(rw=True, user_pin=PIN) as session
        ):
            session.create_object(
                decode_x509_certificate(public)
                | {
                    pkcs11.Attribute.TOKEN: True,
                    pkcs11.Attribute.LABEL: "cong-bao",
                    pkcs11.Attribute.ID: b"\xa1",
                }
            )
        yield f"pkcs11:{libraries[0]}", keys.root


def _blank() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(file)
    return file.getvalue()


def test_a_token_signs_and_the_signature_holds(token, tmp_path):
    address, root = token
    signer = Signer(key=f"{address}?token=cong-bao&label=cong-bao", password=PIN, trust_store=root)
    (tmp_path / "signed.pdf").write_bytes(sign(_blank(), signer))
    report = inspect(tmp_path / "signed.pdf", trust_store=root)
    assert [(s.intact, s.covers_whole_file, s.trust) for s in report.signatures] == [(True, True, "trusted")]


@pytest.mark.parametrize(
    ("query", "pin", "words"),
    [("?token=cong-bao", "9999", "Mã PIN"), ("?token=khong-co", PIN, "Thiết bị ký không trả lời")],
)
def test_a_token_that_does_not_sign_says_why(token, query, pin, words):
    with pytest.raises(CannotSign, match=words):
        sign(_blank(), Signer(key=token[0] + query, password=pin))


def test_a_library_that_is_not_there_is_told():
    with pytest.raises(CannotSign, match="SIGNING_KEY"):
        sign(_blank(), Signer(key="pkcs11:/khong-co/thu-vien.so", password=PIN))
