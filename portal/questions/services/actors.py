"""Who does something with a question: a person with an account, an agency by its link, the asker, the clock."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.questions.enums import Action, Role, State
from portal.questions.models import AgencyMember, Question
from portal.questions.transitions import actions_in

TRIAGE = "questions.triage_question"
ANSWER = "questions.answer_question"
APPROVE = "questions.approve_question"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody with his roles."""

    roles: frozenset[Role]
    user: AbstractBaseUser | None = None
    #: How he is called in the history.
    name: str = ""
    #: The agency that he speaks for; he then sees nothing of others.
    agency_id: int | None = None
    channel: str = "desk"

    @property
    def role(self) -> Role:
        """The role that the history tells."""
        order = (Role.APPROVER, Role.HANDLER, Role.AGENCY, Role.ASKER, Role.CLOCK)
        return next(role for role in order if role in self.roles)


ASKER = Actor(roles=frozenset({Role.ASKER}))
CLOCK = Actor(roles=frozenset({Role.CLOCK}))
#: An import states what happened elsewhere.
IMPORT = Actor(roles=frozenset({Role.HANDLER, Role.APPROVER}), channel="import", name="import")


def actor_of(user: AbstractBaseUser | AnonymousUser) -> Actor | None:
    """Return an account's roles, None for one that has nothing to do here."""
    if not isinstance(user, AbstractBaseUser) or not user.is_authenticated:
        return None
    roles = set()
    if user.has_perm(APPROVE):  # type: ignore[attr-defined]  # every user model of ours has permissions
        roles.add(Role.APPROVER)
    if user.has_perm(TRIAGE):  # type: ignore[attr-defined]
        roles.add(Role.HANDLER)
    name = user.get_full_name() or user.get_username()  # type: ignore[attr-defined]
    if roles:
        return Actor(roles=frozenset(roles), user=user, name=name)
    member = AgencyMember.objects.select_related("agency").filter(user=user.pk).first()
    if member is None or not user.has_perm(ANSWER):  # type: ignore[attr-defined]
        return None
    return Actor(
        roles=frozenset({Role.AGENCY}),
        user=user,
        name=f"{member.agency.name_vi} ({name})",
        agency_id=member.agency_id,
    )


def may_see(actor: Actor, question: Question) -> bool:
    """Whether somebody may read a case."""
    if actor.roles & {Role.HANDLER, Role.APPROVER}:
        return True
    return actor.agency_id is not None and actor.agency_id == question.agency_id


def actions_of(actor: Actor, question: Question) -> list[Action]:
    """Return what somebody may do with a question now."""
    if question.withdrawn_at is not None:
        return []
    if actor.agency_id is not None and actor.agency_id != question.agency_id:
        return []
    return actions_in(question.state, actor.roles)


def require(actor: Actor, action: Action, question: Question) -> None:
    """Raise `ValidationError` unless somebody may do this now."""
    if action in actions_of(actor, question):
        return
    if question.withdrawn_at is not None:
        raise ValidationError(_("Người hỏi đã rút câu hỏi này."), code="withdrawn")
    raise ValidationError(
        _("Không làm được việc “%(action)s” khi câu hỏi ở trạng thái “%(state)s”.")
        % {"action": action.label, "state": State(question.state).label},
        code="transition",
    )
