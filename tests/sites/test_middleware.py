import asyncio
import gzip
import threading
from collections.abc import AsyncIterator
from http import HTTPStatus
from types import ModuleType
from typing import Any

import pytest
from asgiref import testing
from asgiref.sync import sync_to_async
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.asgi import get_asgi_application
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import Template
from django.test import AsyncClient, Client
from django.test.signals import template_rendered
from django.urls import path
from django.utils.module_loading import import_string
from pytest_django import Settings

import kenesh.sites.urls
from kenesh.sites.urls import urlpatterns

pytestmark = pytest.mark.integration

Communicator: Any = testing.ApplicationCommunicator  # asgiref leaves it without types

threads: list[str] = []


def count_people() -> int:
    threads.append(threading.current_thread().name)
    return get_user_model().objects.count()


async def stream(request: HttpRequest) -> StreamingHttpResponse:  # noqa: ARG001 -- Django's signature
    await sync_to_async(count_people)()

    async def events() -> AsyncIterator[str]:
        yield "data: 1\n\n"
        await asyncio.sleep(60)

    return StreamingHttpResponse(events(), content_type="text/event-stream")


def page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return HttpResponse("word " * 200)


def keep(request: HttpRequest) -> HttpResponse:
    request.session["kept"] = "in the session"
    messages.success(request, "said")
    return HttpResponse()


def tell(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.session['kept']}, {request.user}: {[str(one) for one in get_messages(request)]}")


def forbidden(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    raise PermissionDenied


@pytest.fixture
def site(settings: Settings) -> None:
    urls = ModuleType("urls_of_a_test")
    urls.urlpatterns = [path("stream/", stream), path("page/", page), path("keep/", keep), path("tell/", tell)]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = urls


def request_of(address: str) -> dict[str, Any]:
    headers = [(b"host", b"localhost"), (b"accept-encoding", b"gzip")]
    return {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": headers}


async def open_stream() -> tuple[Any, dict[str, Any], dict[str, Any]]:
    opened = Communicator(get_asgi_application(), request_of("/stream/"))
    await opened.send_input({"type": "http.request"})
    return opened, await opened.receive_output(5), await opened.receive_output(5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site")
async def test_an_open_stream_holds_neither_a_thread_nor_a_connection() -> None:
    threads.clear()
    before = threading.active_count()
    streams = [await open_stream() for _ in range(5)]
    assert len(threads) == 5
    await asyncio.sleep(0.1)
    assert threading.active_count() <= before
    for opened, _, _ in streams:
        await opened.send_input({"type": "http.disconnect"})
        await opened.wait(5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site")
async def test_a_stream_is_sent_at_once_and_never_compressed() -> None:
    opened, start, first = await open_stream()
    headers = dict(start["headers"])
    assert (first["body"], headers.get(b"Content-Encoding")) == (b"data: 1\n\n", None)
    await opened.send_input({"type": "http.disconnect"})
    await opened.wait(5)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/demo/", 404), ("/forbidden/", 403)])
async def test_the_page_of_a_refusal_is_made_where_its_connection_is_given_back(
    settings: Settings, address: str, status: int
) -> None:
    urls = ModuleType("urls_of_a_test")
    urls.__dict__.update(vars(kenesh.sites.urls), urlpatterns=[path("forbidden/", forbidden), *urlpatterns])
    settings.ROOT_URLCONF = urls
    made: list[tuple[str, str]] = []

    def note(template: Template, **_: object) -> None:
        made.append((str(template.name), threading.current_thread().name))

    template_rendered.connect(note)
    opened = Communicator(get_asgi_application(), request_of(address))
    await opened.send_input({"type": "http.request"})
    start = await opened.receive_output(5)
    template_rendered.disconnect(note)
    await opened.wait(5)
    assert (start["status"], {name for name, _ in made} >= {f"{status}.html"}) == (status, True)
    # asyncio's own threads keep what connection they open for as long as the server lives
    assert [thread for _, thread in made if thread.startswith("asyncio")] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("site")
async def test_what_a_page_keeps_and_says_is_there_for_the_next(async_client: AsyncClient) -> None:
    await async_client.get("/keep/")
    told = await async_client.get("/tell/")
    assert told.content.decode() == "in the session, AnonymousUser: ['said']"
    again = await async_client.get("/tell/")
    assert again.content.decode() == "in the session, AnonymousUser: []"


@pytest.mark.usefixtures("site")
def test_a_page_is_compressed_for_who_can_read_that(client: Client) -> None:
    compressed, plain = client.get("/page/", headers={"Accept-Encoding": "gzip"}), client.get("/page/")
    assert gzip.decompress(compressed.content) == plain.content


@pytest.mark.usefixtures("site")
def test_every_page_forbids_what_it_does_not_need(client: Client) -> None:
    headers = client.get("/page/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_every_middleware_works_in_the_event_loop(settings: Settings) -> None:
    found = {name: getattr(import_string(name), "async_capable", False) for name in settings.MIDDLEWARE}
    assert [name for name, capable in found.items() if not capable] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nothing/", "/accounts/signup/", "/static/nothing.css", "/%00/", "/%ff/"])
def test_what_is_not_there_is_said_in_a_page_of_the_site(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "<h1>" in response.content.decode()
