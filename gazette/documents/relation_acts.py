"""A relation between documents as the act that it is."""

from __future__ import annotations

from datetime import date

from gazette.documents.effect_timeline import Act
from gazette.documents.provision_texts import read_provisions
from gazette.documents.relation_words import only_adds


def act_of(
    source: int, target: int | None, kind: str, is_inverse: bool, on: date | None, until: date | None,
    provision: str, acting_provision: str, is_partial: bool, changes: list[dict[str, str]], relation: int,
) -> tuple[Act, int | None]:  # fmt: skip
    """Return a relation as the act that it is, and the document acted upon."""
    by, upon = (target, source) if is_inverse else (source, target)
    ending = [change for change in changes if not only_adds(change.get("change", ""))]
    named = read_provisions(provision) if provision else ()
    acting = read_provisions(acting_provision) if acting_provision else ()
    act = Act(
        kind=kind,
        by=by,
        on=on,
        until=until,
        provisions=named,
        is_partial=is_partial or bool(changes) or (kind == "sua-doi-bo-sung" and bool(named)),
        acting_provision=acting[0] if acting else "",
        only_adds=bool(changes) and not ending,
        relation=relation,
    )
    return act, upon
