"""What the desk's forms do: each action leads to its service."""

from __future__ import annotations

from typing import Any

from portal.questions.enums import Action, Channel, RefusalKind
from portal.questions.services import answering, asking, due, moderation
from portal.questions.services.actors import Actor


def perform(action: Action, key: int, data: dict[str, Any], actor: Actor, *, seen: str) -> None:
    """Do what a valid form asks; raise `ValidationError` for what cannot be done now."""
    if action == Action.MODERATE:
        moderation.moderate(key, actor=actor)
    elif action == Action.MASK:
        moderation.mask(key, title=data["title"], text=data["text"], actor=actor, seen=seen)
    elif action == Action.CLASSIFY:
        moderation.classify(key, field=data["field"], actor=actor)
    elif action == Action.FORWARD:
        moderation.forward(
            key, agency=data["agency"], email=data["email"], message=data["message"], actor=actor
        )
    elif action == Action.REFUSE:
        moderation.refuse(key, kind=RefusalKind(data["kind"]), reason=data["reason"], actor=actor)
    elif action == Action.MERGE:
        moderation.merge(key, into=data["into"], actor=actor)
    elif action == Action.RETURN:
        moderation.give_back(key, reason=data["reason"], actor=actor)
    elif action == Action.EXTEND:
        due.extend(key, days=data["days"], reason=data["reason"], actor=actor)
    elif action == Action.REMIND:
        moderation.remind(key, actor=actor)
    elif action == Action.WRITE:
        asking.write(key, data["message"], actor=actor, files=data["attachments"], channel=Channel.DESK)
    else:
        _answer(action, key, data, actor, seen)


def _answer(action: Action, key: int, data: dict[str, Any], actor: Actor, seen: str) -> None:
    if action == Action.ANSWER:
        answering.answer(
            key,
            data["text"],
            actor=actor,
            legal_bases=data["bases"],
            signer=data["signer"],
            files=data["attachments"],
        )
    elif action == Action.REVISE:
        answering.revise(key, data["text"], actor=actor, legal_bases=data["bases"])
    elif action == Action.APPROVE:
        answering.approve(key, actor=actor, seen=seen)
    elif action == Action.PUBLISH:
        answering.publish(key, actor=actor)
    elif action == Action.UNPUBLISH:
        answering.unpublish(key, reason=data["reason"], actor=actor)
    else:
        raise ValueError(action)
