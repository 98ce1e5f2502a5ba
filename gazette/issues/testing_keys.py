"""Keys for trying signatures: a root, a signing certificate, a time stamp authority. Never for real issues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEARS = timedelta(days=3650)
_KEY_BITS = 2048


@dataclass(frozen=True, kw_only=True)
class KeyFiles:
    """Where the files were written."""

    root: Path
    signer: Path
    stamper: Path


def make_keys(folder: Path, *, password: str, organisation: str) -> KeyFiles:
    """Write a root certificate (PEM) and two PKCS#12 files that it vouches for."""
    folder.mkdir(parents=True, exist_ok=True)
    root_key, root = _certificate("Gốc thử nghiệm", organisation, None, None, is_root=True)
    files = KeyFiles(root=folder / "root.pem", signer=folder / "signer.p12", stamper=folder / "tsa.p12")
    files.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    for path, name, usage in (
        (files.signer, organisation, None),
        (files.stamper, "Cấp dấu thời gian thử nghiệm", ExtendedKeyUsageOID.TIME_STAMPING),
    ):
        key, certificate = _certificate(name, organisation, root_key, root, usage=usage)
        content = pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, [root], serialization.BestAvailableEncryption(password.encode())
        )
        path.touch(mode=0o600)
        path.write_bytes(content)
    return files


def _certificate(
    name: str,
    organisation: str,
    issuer_key: rsa.RSAPrivateKey | None,
    issuer: x509.Certificate | None,
    *,
    is_root: bool = False,
    usage: x509.ObjectIdentifier | None = None,
) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root, content_commitment=not is_root, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=is_root, crl_sign=is_root,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
    )  # fmt: skip
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    if issuer is not None and issuer_key is not None:
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
        builder = builder.add_extension(identifier, critical=False)
    return key, builder.sign(issuer_key or key, hashes.SHA256())
