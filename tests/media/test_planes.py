import base64
import hashlib
import hmac
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import override_settings

from kenesh.core import clock
from kenesh.media.domain.places import Place
from kenesh.media.planes import plane

pytestmark = pytest.mark.unit

PLACE = Place(id="1", seat="AZ", person="7")


def test_in_one_network_no_server_is_needed() -> None:
    assert plane().ticket(place=PLACE) == {"plane": "mesh", "limit": 12, "ice_servers": []}


@override_settings(STUN_URLS=["stun:turn.example.org"], TURN_URLS=["turn:turn.example.org"], TURN_SECRET="shared")
def test_a_turn_credential_is_what_the_server_computes_and_runs_out() -> None:
    with clock.pinned(at=datetime(2020, 5, 7, 8, tzinfo=UTC)):
        stun, turn = plane().ticket(place=PLACE)["ice_servers"]
    assert stun == {"urls": "stun:turn.example.org"}
    assert turn["username"] == f"{1588838400 + 21600}:7"
    digest = hmac.new(b"shared", turn["username"].encode(), hashlib.sha1).digest()
    assert turn["credential"] == base64.b64encode(digest).decode()


def test_the_mesh_has_nothing_to_conduct() -> None:
    plane().conduct(table=uuid4(), audible=("AZ",))
