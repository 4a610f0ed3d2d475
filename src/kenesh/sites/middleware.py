"""Middleware that stays in the event loop, and two that mind which thread holds a connection."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import csp.middleware
import django.contrib.auth.middleware
import django.contrib.messages.middleware
import django.contrib.sessions.middleware
import django.middleware.clickjacking
import django.middleware.common
import django.middleware.csrf
import django.middleware.gzip
import django.middleware.locale
import django.middleware.security
from asgiref.sync import SyncToAsync, iscoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware

from kenesh.core.streams import EventStream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    Respond = Callable[[HttpRequest], Any]  # a response, or one to await


class InLoop:
    """For hooks that wait for nothing: Django would hand each of them to a thread, and on a busy machine each waits."""

    def writes(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- for those that sometimes do
        """Tell whether the hook after the response is about to write to the database."""
        return False

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        before = getattr(self, "process_request", None)
        after = getattr(self, "process_response", None)
        response: HttpResponseBase | None = before(request) if before else None
        if response is None:
            get_response: Callable[[HttpRequest], Awaitable[HttpResponseBase]] = self.get_response  # type: ignore[attr-defined]
            response = await get_response(request)
        if after is None:
            return response
        if self.writes(request):
            return await sync_to_async(after)(request, response)  # type: ignore[no-any-return]
        return after(request, response)  # type: ignore[no-any-return]


class GZipMiddleware(InLoop, django.middleware.gzip.GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # A compressed stream would hold its events back until the compressor has enough of them.
        return response if response.streaming else super().process_response(request, response)


class SecurityMiddleware(InLoop, django.middleware.security.SecurityMiddleware):
    pass


class CSPMiddleware(InLoop, csp.middleware.CSPMiddleware):
    pass


class SessionMiddleware(InLoop, django.contrib.sessions.middleware.SessionMiddleware):
    """A session is read where it is first asked for, which is in a thread."""

    def writes(self, request: HttpRequest) -> bool:
        return request.session.modified


class AuthenticationMiddleware(InLoop, django.contrib.auth.middleware.AuthenticationMiddleware):
    """Who asks is looked up where it is first asked, which is in a thread."""


class MessageMiddleware(InLoop, django.contrib.messages.middleware.MessageMiddleware):
    def writes(self, request: HttpRequest) -> bool:
        messages = get_messages(request)
        return isinstance(messages, BaseStorage) and (messages.used or messages.added_new)


class LocaleMiddleware(InLoop, django.middleware.locale.LocaleMiddleware):
    """Choose the language as Django does, unless the address names one: feeds and search engines keep addresses."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        asked = request.GET.get("lang")
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = asked


class CommonMiddleware(InLoop, django.middleware.common.CommonMiddleware):
    pass


class CsrfViewMiddleware(InLoop, django.middleware.csrf.CsrfViewMiddleware):
    pass


class XFrameOptionsMiddleware(InLoop, django.middleware.clickjacking.XFrameOptionsMiddleware):
    pass


class Refusal(HttpResponse):
    """A refusal whose page is still to be made: where Django asks for it, a connection would be left behind."""

    def __init__(self, template: str, *, status: int) -> None:
        super().__init__(HTTPStatus(status).phrase, status=status, content_type="text/plain")
        self.template = template


@sync_and_async_middleware
def make_refusals(get_response: Respond) -> Respond:
    """Make the page of a refusal in the request's own thread, whose connection is given back."""
    if iscoroutinefunction(get_response):

        async def wait(request: HttpRequest) -> HttpResponseBase:
            response: HttpResponseBase = await get_response(request)
            return await sync_to_async(_page_of)(request, response) if isinstance(response, Refusal) else response

        return wait

    def call(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = get_response(request)
        return _page_of(request, response) if isinstance(response, Refusal) else response

    return call


def _page_of(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return render(request, refusal.template, status=refusal.status_code)


@sync_and_async_middleware
def release_thread(get_response: Respond) -> Respond:
    """Give back the thread and the database connection of a request that goes on as a stream for hours."""
    if not iscoroutinefunction(get_response):
        return get_response

    async def call(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await get_response(request)
        # A stream of events has left Django behind by the time it goes on.
        if response.streaming and not isinstance(response, EventStream):
            await _release()
        return response

    return call


async def _release() -> None:
    await sync_to_async(connections.close_all)()
    context = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context else None
    if executor is not None:
        executor.shutdown(wait=False)
