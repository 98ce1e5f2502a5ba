"""What a post by a form has to prove: work done, or where no script runs a form that was open for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from portal.core.intake import allowances, form_tokens, gate, idempotency, proof_of_work

#: The field that people do not see and programs fill (`components/proof_fields.html`).
TRAP = "website"


def once(request: HttpRequest, scope: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returns (anything that JSON holds) for a proven post, or returned for the same form before.

    `make` runs in one transaction with the proof; a form that is sent twice by a double click is done once. Raises
    `NotTaken`.
    """
    token = request.POST.get("token", "")
    body = {
        name: value for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "altcha"}
    }

    def prove_and_make() -> tuple[int, Any]:
        require(request)
        return 200, make()

    key = token if idempotency.is_key(token) else ""
    return gate.in_turn(lambda: idempotency.answer_once(scope, key, body, prove_and_make))[1]


def require(request: HttpRequest) -> None:
    """Count the post and spend its proof, in the post's own transaction or gate; raise `NotTaken`."""
    solution = request.POST.get("altcha", "")
    allowances.take(
        allowances.PROVEN if solution else allowances.UNPROVEN, request.META.get("REMOTE_ADDR", "")
    )
    if solution:
        proof_of_work.spend(solution)
    else:
        form_tokens.spend_token(request.POST.get("token", ""), request.POST.get(TRAP, ""))
