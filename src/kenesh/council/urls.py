"""Addresses of a council, of its people, and of the links that invite them."""

from __future__ import annotations

from django.urls import path

from kenesh.council.views import council, letters

app_name = "council"

urlpatterns = [
    path("invitations/<str:token>/", council.invitation, name="invitation"),
    path("accounts/first-steps/", council.first_steps, name="first-steps"),
    path("<slug:council>/", council.council_page, name="page"),
    path("<slug:council>/letters/", letters.letters, name="letters"),
    path("<slug:council>/letters/<int:number>/", letters.letter, name="letter"),
    path("<slug:council>/letters/<int:number>/<int:place>/", letters.enclosure, name="enclosure"),
    path("<slug:council>/people/", council.people, name="people"),
    path("<slug:council>/people/<int:person>/invite/", council.invite_person, name="invite"),
    path("<slug:council>/people/<int:person>/dismiss/", council.dismiss_person, name="dismiss"),
]
