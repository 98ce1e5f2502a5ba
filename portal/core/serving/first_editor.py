"""The first account of the editors' desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model


@dataclass(frozen=True)
class FirstEditor:
    """Who may log in first; `password` only when it was made up in this start."""

    username: str
    password: str = ""
    is_new: bool = False


def ensure_first_editor(*, username: str, password: str) -> FirstEditor:
    """Make an administrator where there is none, with a random password unless one is given."""
    users = get_user_model()._default_manager.filter(is_superuser=True, is_active=True)
    present = users.order_by("pk").first()
    if present is not None:
        return FirstEditor(present.get_username())
    made_up = "" if password else secrets.token_urlsafe(12)
    get_user_model()._default_manager.create_superuser(username, password=password or made_up)
    return FirstEditor(username, made_up, is_new=True)
