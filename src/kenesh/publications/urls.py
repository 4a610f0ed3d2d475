"""Addresses of documents, below their meeting's."""

from __future__ import annotations

from django.urls import path

from kenesh.publications import api
from kenesh.publications.views import communiques, documents

app_name = "publications"

DOCUMENTS = "<slug:council>/meetings/<slug:slug>/documents/"

urlpatterns = [
    path("<slug:council>/communiques/", communiques.page, name="communiques"),
    path("<slug:council>/communiques.json", communiques.as_json, name="communiques_json"),
    path("<slug:council>/communiques.atom", communiques.feed, name="communiques_feed"),
    path("keys/<slug:key>.pub", api.known_key, name="known_key"),
    path("<slug:council>/meetings/<slug:slug>/key.pub", api.key_of_record, name="key_of_record"),
    path("<slug:council>/meetings/<slug:slug>/archive.zip", api.archive, name="archive"),
    path(DOCUMENTS, documents.documents, name="list"),
    # Before the languages: no language is called so.
    path(f"{DOCUMENTS}<slug:kind>/period/", documents.period, name="period"),
    path(f"{DOCUMENTS}<slug:kind>/freeze/", documents.freeze, name="freeze"),
    path(f"{DOCUMENTS}<slug:kind>.statement.json", api.statement, name="statement"),
    path(f"{DOCUMENTS}corrections/<int:correction>/", documents.answer, name="answer"),
    path("<slug:council>/decisions/<slug:slug>.<slug:language>.pdf", api.decision_pdf, name="decision_pdf"),
    path("<slug:council>/decisions/<slug:slug>/check/<slug:code>/", documents.check, name="check"),
    path(f"{DOCUMENTS}<slug:kind>/<slug:language>/", documents.document, name="document"),
    path(f"{DOCUMENTS}<slug:kind>/<slug:language>/edit/", documents.edit, name="edit"),
    path(f"{DOCUMENTS}<slug:kind>/<slug:language>/step/", documents.step, name="step"),
    path(f"{DOCUMENTS}<slug:kind>/<slug:language>/correct/", documents.correct, name="correct"),
    path(f"{DOCUMENTS}<slug:kind>.<slug:language>.pdf", api.as_pdf, name="pdf"),
    path(f"{DOCUMENTS}<slug:kind>.<slug:language>.json", api.as_json, name="json"),
    path(f"{DOCUMENTS}<slug:kind>.<slug:language>.html", api.as_html, name="html"),
]
