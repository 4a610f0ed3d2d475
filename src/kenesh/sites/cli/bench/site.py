"""A Kenesh site that notes at which lines it rendered what all see, for `kenesh bench fanout`."""

import json
import os
import threading
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kenesh.sites.settings")

from kenesh.sites.asgi import application as application  # noqa: PLC0414 -- what the server is told to serve

from django.conf import settings  # isort: skip -- the application sets Django up first

from kenesh.core.lifespan import while_serving  # isort: skip
from kenesh.meetings import regions  # isort: skip
from kenesh.meetings.queries import Head  # isort: skip

NOTED = "renders.json"

lines: list[int] = []
shared = regions.shared


def noting(*, head: Head, language: str) -> Mapping[str, str]:
    if threading.current_thread().name.startswith("live-"):  # a page that is asked for renders, too
        lines.append(head.seq)
    return shared(head=head, language=language)


@while_serving
async def note() -> AsyncGenerator[None]:
    regions.shared = noting
    yield
    (Path(settings.DATA) / NOTED).write_text(json.dumps(lines), "utf-8")
