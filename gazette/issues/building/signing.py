"""The signature of an issue: PAdES, with the proofs that let it be checked years later."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, unquote, urlsplit

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from gazette.issues.building.signers import CannotSign, Signer

FIELD = "CongBao"
_TOKEN = "pkcs11:"  # noqa: S105  # the scheme of an address


def sign(content: bytes, signer: Signer) -> bytes:
    """Return the file with a PAdES signature: B-LTA with a time stamp authority, else B-LT where proofs are known."""
    try:
        if signer.key.startswith(_TOKEN):
            return _signed_by_token(content, signer)
        loaded = signers.SimpleSigner.load_pkcs12(signer.key, passphrase=signer.password.encode() or None)
        if loaded is None:
            raise CannotSign("Không mở được khóa ký.")
        return _signed(content, signer, loaded)
    except (SigningError, PathError, TimestampRequestError, OSError) as error:
        raise CannotSign(f"Không ký được: {error}") from error


def _signed(content: bytes, signer: Signer, key: signers.Signer) -> bytes:
    roots = load_certs_from_pemder([str(signer.trust_store)]) if signer.trust_store else []
    known = list(roots)
    context = ValidationContext(
        trust_roots=known,
        other_certs=list(key.cert_registry),
        allow_fetching=bool(known),
        revocation_mode="soft-fail",
    )
    # Without a chain to a known root there is nothing to prove: then the signature stands alone (B-B or B-T).
    has_proofs = bool(known)
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        reason=signer.reason or None,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        embed_validation_info=has_proofs,
        use_pades_lta=has_proofs and bool(signer.time_stamp_address),
        validation_context=context if has_proofs else None,
        dss_settings=DSSContentSettings(
            include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
        ),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    output = io.BytesIO()
    PdfSigner(
        metadata,
        signer=key,
        timestamper=HTTPTimeStamper(signer.time_stamp_address) if signer.time_stamp_address else None,
        new_field_spec=SigFieldSpec(sig_field_name=FIELD),
    ).sign_pdf(writer, output=output)
    return output.getvalue()


def _signed_by_token(content: bytes, signer: Signer) -> bytes:
    # The library of tokens is needed only by those who have one.
    from pkcs11.exceptions import PinIncorrect, PKCS11Error  # noqa: PLC0415
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415

    address = urlsplit(signer.key)
    query = parse_qs(address.query)
    label = query["label"][0] if "label" in query else None
    criteria = TokenCriteria(label=query["token"][0]) if "token" in query else None
    try:
        with open_pkcs11_session(
            unquote(address.path), token_criteria=criteria, user_pin=signer.password
        ) as session:
            return _signed(content, signer, PKCS11Signer(session, cert_label=label, key_label=label))
    except PinIncorrect as error:
        raise CannotSign("Mã PIN của thiết bị ký không đúng (SIGNING_PASSWORD).") from error
    except PKCS11Error as error:
        raise CannotSign(f"Thiết bị ký không trả lời (SIGNING_KEY): {error}") from error
