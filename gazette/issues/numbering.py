"""Numbers of gazette issues: one issue may carry several ("44 + 45", "943&944-10/2020", "Từ số 365 đến số 366")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from search import vietnamese

_NUMBER = r"(?:so )?[0-9]{1,5}"
_JOINT = r" ?(?:[+&,;]|[-–—]|va|den) ?"
_BEFORE = r"(?:cong bao )?(?:tu )?(?:so ?:? ?)?"
_WORDINGS = (
    # Joined numbers may be followed by month and year as in a page's running head; after a hyphen alone
    # ("11-12/2026") the same text means a range.
    re.compile(
        rf"{_BEFORE}(?P<numbers>{_NUMBER}(?: ?[&+] ?{_NUMBER})+) ?[-–—/,] ?[01]?[0-9]/(?:19|20)[0-9]{{2}}"
    ),
    re.compile(rf"{_BEFORE}(?P<numbers>{_NUMBER}(?:{_JOINT}{_NUMBER})*)(?: ?/ ?(?:19|20)[0-9]{{2}})?"),
)
_SPAN = re.compile(r"[-–—]|den")
_LONGEST = 120
#: More numbers than any issue has joined; beyond it a range is a slip of the pen.
_MOST_NUMBERS = 100


@dataclass(frozen=True, slots=True)
class IssueNumber:
    """The first and the last number of an issue; the same for a single one."""

    first: int
    last: int

    @property
    def slug(self) -> str:
        """The number as part of an address: 47, 44-45."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def parse_issue_number(text: str) -> IssueNumber | None:
    """Return the numbers that an issue's text means in any spelling, None when it is no number ("Số đặc biệt").

    Raises a coded `ValidationError` for numbers that run backwards, that are joined without being neighbours, or that
    are too many for one issue.
    """
    folded = " ".join(vietnamese.fold(text).split())
    if len(folded) > _LONGEST:
        return None
    match = next((found for wording in _WORDINGS if (found := wording.fullmatch(folded))), None)
    if match is None:
        return None
    numbers = [int(digits) for digits in re.findall("[0-9]+", match["numbers"])]
    first, last = numbers[0], numbers[-1]
    if numbers != sorted(set(numbers)):
        raise ValidationError(
            _("Số cuối phải lớn hơn số đầu: “%(text)s”."), code="number_reversed", params={"text": text}
        )
    if not _SPAN.search(match["numbers"]) and last - first != len(numbers) - 1:
        raise ValidationError(
            _("Các số ghép phải liên tiếp nhau: “%(text)s”."), code="number_gap", params={"text": text}
        )
    if last - first >= _MOST_NUMBERS:
        raise ValidationError(
            _("Một số Công báo không ghép quá %(most)s số: “%(text)s”."),
            code="number_span",
            params={"text": text, "most": _MOST_NUMBERS},
        )
    return IssueNumber(first, last)
