"""QR codes of addresses, for paper."""

from __future__ import annotations

import segno


def qr_svg(address: str) -> str:
    """Return a QR code of an address as SVG without scripts or styles."""
    return str(segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2))
