"""Addresses of a council site; those of a council itself come last, since they begin with any name."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from kenesh.sites import views

handler403 = "kenesh.sites.views.not_yours"
handler404 = "kenesh.sites.views.not_here"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("i18n/", include("django.conf.urls.i18n")),
    # Accounts come from invitations and addresses from the Secretariat: allauth's own pages for both stay shut.
    path("accounts/signup/", views.closed),
    path("accounts/email/", views.closed),
    path("accounts/confirm-email/", views.closed),
    path("accounts/confirm-email/<path:key>", views.closed),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/", views.demo, name="demo"),
        path("demo/links.json", views.demo_links, name="demo-links"),
        path("demo/seat/<str:code>/", views.demo_seat, name="demo-seat"),
    ]
else:
    urlpatterns += [re_path("^demo/", views.closed)]

urlpatterns += [
    path("", include("kenesh.council.urls")),
    path("", include("kenesh.meetings.urls")),
    path("", include("kenesh.decisions.urls")),
    path("", include("kenesh.publications.urls")),
    path("accounts/", include("allauth.urls")),
]
