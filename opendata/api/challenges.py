"""The proof of work that a post needs: `/challenge`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from portal.core.intake.proof_of_work import new_challenge

router = Router(tags=["posting"])


class Challenge(BaseModel):
    """A challenge in ALTCHA's format, good for one post."""

    algorithm: str = Field(description=gettext_noop("Hàm băm, luôn là SHA-256."), examples=["SHA-256"])
    challenge: str = Field(description=gettext_noop("SHA-256 của salt nối với số cần tìm, hệ thập lục phân."))
    maxNumber: int = Field(  # noqa: N815  # ALTCHA's own name
        description=gettext_noop("Số cần tìm nằm trong khoảng từ 0 đến số này.")
    )
    salt: str = Field(description=gettext_noop("Chuỗi đứng trước số; chứa thời hạn."))
    signature: str = Field(description=gettext_noop("Chữ ký của cổng; gửi lại nguyên vẹn."))


@router.get(
    "/challenge", operation_id="getChallenge", response=Challenge,
    summary=gettext_noop("Thử thách chống gửi tự động (ALTCHA)"),
    description=gettext_noop(
        "Mỗi lần gửi (POST) cần lời giải của một thử thách mới, dùng được một lần trong một giờ. Tìm số number từ 0 "
        "đến maxNumber sao cho SHA-256(salt + number) bằng challenge, rồi gửi trong trường altcha chuỗi Base64 của "
        "{\"algorithm\", \"challenge\", \"number\", \"salt\", \"signature\"}. "
        "Một máy tính thường giải xong trong chưa đến một giây."
    ),
)  # fmt: skip
def get_challenge(request: HttpRequest, response: HttpResponse) -> Challenge:
    """Anyone: a challenge to solve before posting."""
    response["Cache-Control"] = "no-store"
    return Challenge(**new_challenge())
