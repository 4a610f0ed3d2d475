"""Planes that carry picture and sound. One interface; `mesh` is built in, others take its place by a setting."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING, Any, Final, Protocol

from django.conf import settings

from kenesh.core import clock
from kenesh.media.domain.places import MESH_PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from kenesh.media.domain.places import Place

TURN_SECONDS: Final = 6 * 3600  # a long meeting; a credential that leaks is of no use tomorrow


class Plane(Protocol):
    """What a plane does for a meeting; every call may come again, after a restart from the journal's state."""

    name: str
    limit: int

    def ticket(self, *, place: Place) -> dict[str, Any]:
        """Return what a browser needs to connect, or to get ready to: the place may not be taken yet."""
        ...

    def conduct(self, *, table: UUID, audible: Sequence[str]) -> None:
        """Let these seats be heard and no others, wherever the plane itself carries the sound."""
        ...


class Mesh:
    """Browser to browser: no server part but signals, and every receiver plays only what the state allows."""

    name = "mesh"
    limit = MESH_PLACES

    def ticket(self, *, place: Place) -> dict[str, Any]:
        """Return the servers that help browsers find a way to each other; none is needed in one network."""
        return {"plane": self.name, "limit": self.limit, "ice_servers": ice_servers(user=place.person)}

    def conduct(self, *, table: UUID, audible: Sequence[str]) -> None:
        """Do nothing: the sound never passes here, and receivers follow the room's own stream."""


def plane() -> Plane:
    """Return the plane this site uses."""
    return Mesh()


def ice_servers(*, user: str) -> list[dict[str, Any]]:
    """Return STUN and TURN servers as browsers take them; TURN with a credential that runs out.

    The credential is the one coturn's ``use-auth-secret`` checks: HMAC-SHA1 of ``expiry:user``.
    """
    servers: list[dict[str, Any]] = [{"urls": url} for url in settings.STUN_URLS]
    if settings.TURN_URLS:
        username = f"{int(clock.now().timestamp()) + TURN_SECONDS}:{user}"
        digest = hmac.new(settings.TURN_SECRET.encode(), username.encode(), hashlib.sha1).digest()
        credential = base64.b64encode(digest).decode()
        servers.append({"urls": list(settings.TURN_URLS), "username": username, "credential": credential})
    return servers
