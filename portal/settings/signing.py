"""The key that signs gazette issues: a PKCS#12 file, or a token that speaks PKCS#11."""

from __future__ import annotations

from pathlib import Path

from portal.settings.problems import BadVariable

TOKEN_PREFIX = "pkcs11:"  # noqa: S105  # the scheme of an address


def signing_key(value: str, password: str) -> str:
    """Return where the key is, "" for none; raise `BadVariable` for a file that cannot be opened."""
    if not value or value.startswith(TOKEN_PREFIX):
        return value
    path = Path(value).expanduser().resolve()
    if not path.is_file():
        raise BadVariable("SIGNING_KEY", f"there is no file {path}.")
    # Loaded only where a key is named: the library takes longer than everything else here.
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415

    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(
            path.read_bytes(), password.encode() or None
        )
    except ValueError as error:
        name = "SIGNING_PASSWORD" if "password" in str(error).lower() else "SIGNING_KEY"
        raise BadVariable(name, f"does not open {path}, which must be a PKCS#12 file.") from error
    if key is None or certificate is None:
        raise BadVariable("SIGNING_KEY", f"the file {path} must hold a key and its certificate.")
    return str(path)
