"""Sign-in by invitation only: nobody makes an account for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False


class Delegates(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    def get_user(self, user_id: int | str) -> AbstractBaseUser | None:
        """Return who is signed in together with their seat: every page shows both."""
        people = get_user_model().objects.select_related("seat__organ", "seat__council")
        person = people.filter(pk=user_id).first()
        return person if self.user_can_authenticate(person) else None


def shown_as(person: AbstractBaseUser) -> str:
    return str(person)
