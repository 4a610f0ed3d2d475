"""A whole meeting as a file: equal where it is made twice, held against every change, and the same on another site."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from kenesh.core import chain, signing, zipped
from kenesh.publications.codec import ManifestPart, SignedManifest, encode
from kenesh.publications.verify.archive import Archive, verify
from kenesh.publications.verify.entries import NotWhole
from tests.council.councils import TURKIC
from tests.publications.test_views import RECORD, edit, tomorrow

if TYPE_CHECKING:
    from kenesh.council.models import Council
    from tests.meetings.conftest import Table
    from tests.publications.conftest import Papers

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LANGUAGES = ("en", "az", "kk", "ky", "tr", "uz", "hu")
Load = Callable[[Path], "Council"]


def exported(meeting: Any) -> bytes:
    from kenesh.publications import archive  # noqa: PLC0415 -- the settings are read by now

    file = io.BytesIO()
    archive.write(meeting=meeting, file=file)
    return file.getvalue()


def imported(content: bytes) -> Any:
    from kenesh.publications import actions  # noqa: PLC0415 -- the settings are read by now

    return actions.import_archive(archive=checked(content))


def checked(content: bytes, *keys: Any) -> Archive:
    return verify(file=io.BytesIO(content), keys=keys)


def public_key(client: Any) -> Any:
    return signing.load_public(pem=client.get("/keys/record.pub").content)


@pytest.fixture
def worked_on(papers: "Papers") -> "Papers":
    """Return the papers of a meeting whose communique is frozen, and whose summary record is in work."""
    papers.release("communique", *LANGUAGES)
    papers.post("SEC", "communique/freeze/")
    edit(papers, text="# Summary record\n\nAs it was edited first.")
    papers.release("summary-record", "en")
    edit(papers, text="# Summary record\n\nAs it was edited again.", revision=1, follows=1)
    papers.post("SEC", "summary-record/period/", until=tomorrow())
    papers.post("KZ", f"{RECORD}correct/", text="Please correct this.")
    return papers


@pytest.fixture
def elsewhere(settings: Any, tmp_path: Path, load_council: Load) -> Callable[[], None]:
    """Return what empties the database and takes another key: what stands here now is another site."""

    def leave() -> None:
        with connection.cursor() as cursor:
            for model in apps.get_models(include_auto_created=True):
                if model._meta.managed and model._meta.app_label != "contenttypes":
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')  # noqa: S608 -- our own tables
        settings.SIGNING_KEY_FILE = tmp_path / "another" / "record.pem"
        load_council(TURKIC)

    return leave


def test_it_holds_what_the_meeting_leaves(worked_on: "Papers") -> None:
    whole = exported(worked_on.table.meeting)
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        assert read.testzip() is None
        names = set(read.namelist())
        manifest = json.loads(read.read("manifest.json"))["manifest"]
        edited = json.loads(read.read("documents/summary-record.en.json"))
    assert names == {
        "record.jsonl",
        "key.pub",
        "meeting.json",
        "manifest.json",
        "documents/summary-record.json",
        "documents/communique.json",
        "documents/communique.statement.json",
        *(
            f"documents/{kind}.{language}.{ending}"
            for kind in ("summary-record", "communique")
            for language in LANGUAGES
            for ending in ("html", "pdf", "json")
        ),
    }
    assert manifest["entries"].keys() == names - {"manifest.json"}
    assert (edited["state"], edited["revision"]) == ("edited", 2)
    assert "edited again" in edited["text"]
    assert "edited first" in edited["released_text"]
    assert [one["act"] for one in edited["traces"]] == ["edited", "checked", "released", "edited"]


def test_a_meeting_nobody_touched_makes_the_same_file_again(worked_on: "Papers") -> None:
    assert exported(worked_on.table.meeting) == exported(worked_on.table.meeting)


def test_it_holds_with_the_key_of_its_site_and_with_no_other(worked_on: "Papers") -> None:
    whole = exported(worked_on.table.meeting)
    found = checked(whole, public_key(worked_on.clients["public"]))
    assert (found.record.meeting, found.record.final) == ("TC/MIG/2020/1", True)
    with pytest.raises(NotWhole, match=r"manifest.json: signed with key [0-9a-f]{16}, which is not one"):
        checked(whole, Ed25519PrivateKey.generate().public_key())


@trying(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_whatever_byte_is_changed_it_does_not_hold(
    data: st.DataObject, made: tuple[bytes, Any, Mapping[str, zipped.Entry]]
) -> None:
    whole, key, entries = made
    name = data.draw(st.sampled_from(sorted(entries)))
    place = entries[name].offset + data.draw(st.integers(0, entries[name].size - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NotWhole) as told:
        checked(bytes(changed), key)
    assert told.value.entry == name
    # The same by somebody who repairs the sums of the file, but has no key.
    with pytest.raises(NotWhole) as told:
        checked(rewritten(bytes(changed), entries), key)
    assert told.value.entry == name


@pytest.fixture
def made(worked_on: "Papers") -> tuple[bytes, Any, Mapping[str, zipped.Entry]]:
    whole = exported(worked_on.table.meeting)
    return whole, public_key(worked_on.clients["public"]), zipped.read(file=io.BytesIO(whole))


def rewritten(content: bytes, entries: Mapping[str, zipped.Entry]) -> bytes:
    file = io.BytesIO()
    found = {name: content[one.offset : one.offset + one.size] for name, one in entries.items()}
    zipped.write(file=file, entries=sorted(found.items()))
    return file.getvalue()


def contents(whole: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        return {name: read.read(name) for name in read.namelist()}


def packed(entries: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    zipped.write(file=file, entries=sorted(entries.items()))
    return file.getvalue()


@pytest.mark.parametrize("name", ["papers/more.pdf", "zzz.txt", "documents/communique.ru.json"])
def test_an_entry_that_the_manifest_does_not_name_is_refused(worked_on: "Papers", name: str) -> None:
    entries = contents(exported(worked_on.table.meeting))
    with pytest.raises(NotWhole, match=f"{name}: the manifest does not name it"):
        checked(packed(entries | {name: b"more"}))


@pytest.mark.parametrize("name", ["documents/communique.kk.pdf", "record.jsonl", "key.pub", "meeting.json"])
def test_an_entry_that_is_missing_is_named(worked_on: "Papers", name: str) -> None:
    entries = contents(exported(worked_on.table.meeting))
    del entries[name]
    with pytest.raises(NotWhole) as told:
        checked(packed(entries))
    assert told.value.entry == name


def test_a_site_that_signs_a_list_of_other_texts_is_found_out(worked_on: "Papers") -> None:
    """Even with the site's key: what was frozen and what the record says holds the rest."""
    from django.conf import settings as own  # noqa: PLC0415 -- the settings are read by now

    entries = contents(exported(worked_on.table.meeting))
    name = "documents/communique.kk.json"
    told = json.loads(entries[name])
    told["released_text"] = told["text"] = "# Otherwise"
    told["sha256"] = told["released_sha256"] = "0" * 64
    key = signing.private_key(path=own.SIGNING_KEY_FILE)
    forged = _signed_again(entries | {name: chain.canonical(told) + b"\n"}, key)
    with pytest.raises(NotWhole, match="a text in it does not match its hash"):
        checked(forged)
    from kenesh.publications.verify.documents import hash_of  # noqa: PLC0415 -- beside what it forges

    told["sha256"] = told["released_sha256"] = hash_of("# Otherwise")
    forged = _signed_again(entries | {name: chain.canonical(told) + b"\n"}, key)
    with pytest.raises(NotWhole, match=r"communique.statement.json: it is signed over other texts"):
        checked(forged)


def _signed_again(entries: dict[str, bytes], key: Ed25519PrivateKey) -> bytes:
    import hashlib  # noqa: PLC0415 -- here alone

    told = json.loads(entries["manifest.json"])["manifest"]
    told["entries"] = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in entries.items()
        if name != "manifest.json"
    }
    signed = SignedManifest(
        manifest=ManifestPart.model_validate(told), signature=signing.sign_value(key=key, value=told)
    )
    return packed(entries | {"manifest.json": encode(signed)})


def test_another_site_has_an_equal_meeting(worked_on: "Papers", elsewhere: Callable[[], None]) -> None:
    from kenesh.core import adopted, journal  # noqa: PLC0415 -- the settings are read by now
    from kenesh.meetings import queries  # noqa: PLC0415 -- likewise

    meeting = worked_on.table.meeting
    whole = exported(meeting)
    theirs = worked_on.clients["public"].get("/keys/record.pub").content
    lines, state = list(journal.lines(journal_id=meeting.journal_id)), queries.head(journal_id=meeting.journal_id)
    elsewhere()
    assert worked_on.clients["public"].get("/keys/record.pub").content != theirs
    kept = imported(whole)
    assert list(journal.lines(journal_id=kept.journal_id)) == lines
    assert queries.head(journal_id=kept.journal_id) == state
    assert (kept.symbol, kept.phase, kept.invited.count()) == ("TC/MIG/2020/1", "closed", 7)
    assert adopted.public_pem(journal_id=kept.journal_id) == theirs
    # Nothing changed: the very same file, with the signature of the site that held the meeting.
    assert exported(kept) == whole


def test_what_it_decided_stands_in_the_register_of_the_other_site(
    worked_on: "Papers", elsewhere: Callable[[], None]
) -> None:
    public, council = worked_on.clients["public"], worked_on.table.council.slug
    whole = exported(worked_on.table.meeting)
    addresses = (f"/{council}/decisions.json", f"/{council}/decisions/tc-mig-2020-1-dec-1.json")
    before = [public.get(address).json() for address in addresses]
    assert before[0]["count"] == 1
    elsewhere()
    assert public.get(addresses[0]).json()["count"] == 0
    imported(whole)
    assert [public.get(address).json() for address in addresses] == before
    body = before[1]["body_established"]["slug"]
    assert public.get(f"/{council}/bodies/{body}/").status_code == 200


def test_documents_are_read_there_as_here(worked_on: "Papers", elsewhere: Callable[[], None]) -> None:
    paths = [f"communique.{language}.json" for language in LANGUAGES] + ["summary-record.en.json"]
    before = [worked_on.get("public", path).json() for path in paths]
    statement = worked_on.get("public", "communique.statement.json").json()
    whole = exported(worked_on.table.meeting)
    elsewhere()
    imported(whole)
    assert [worked_on.get("public", path).json() for path in paths] == before
    assert worked_on.get("public", "communique.statement.json").json() == statement
    assert worked_on.get("public", "summary-record.az.json").status_code == 404


def test_what_is_edited_on_the_other_site_is_signed_by_it(worked_on: "Papers", elsewhere: Callable[[], None]) -> None:
    from kenesh.publications.models import Version  # noqa: PLC0415 -- the settings are read by now

    theirs = public_key(worked_on.clients["public"])
    whole = exported(worked_on.table.meeting)
    elsewhere()
    kept = imported(whole)
    Version.objects.filter(document__kind="summary-record", language="en").update(text="# Edited there\n")
    again = exported(kept)
    with pytest.raises(NotWhole, match=r"manifest.json: signed with key"):
        checked(again, theirs)
    found = checked(again, theirs, public_key(worked_on.clients["public"]))
    assert found.record.key == signing.key_id(public=theirs)


def test_a_meeting_that_is_here_is_not_replaced(worked_on: "Papers") -> None:
    from kenesh.publications.actions import NotImportable  # noqa: PLC0415 -- the settings are read by now

    with pytest.raises(NotImportable, match="is here already"):
        imported(exported(worked_on.table.meeting))


def test_without_its_council_nothing_is_written(worked_on: "Papers", elsewhere: Callable[[], None]) -> None:
    from kenesh.core import journal  # noqa: PLC0415 -- the settings are read by now
    from kenesh.core.models import Journal  # noqa: PLC0415 -- the settings are read by now
    from kenesh.council.models import Council, Seat  # noqa: PLC0415 -- likewise
    from kenesh.publications.actions import NotImportable  # noqa: PLC0415 -- likewise

    whole = exported(worked_on.table.meeting)
    elsewhere()
    Council.objects.filter(slug="turkic-council").update(slug="elsewhere")
    with pytest.raises(NotImportable, match="is not loaded here: load its file with `kenesh council load FILE`"):
        imported(whole)
    Council.objects.filter(slug="elsewhere").update(slug="turkic-council")
    Seat.objects.filter(code="HU").update(code="HUN")
    with pytest.raises(NotImportable, match="has no seat HU here"):
        imported(whole)
    Seat.objects.filter(code="HUN").update(code="HU")
    journal.appended.connect(_fails)
    try:
        with pytest.raises(OSError, match="the disk is full"):
            imported(whole)
    finally:
        journal.appended.disconnect(_fails)
    assert Journal.objects.count() == 0


def _fails(**_: object) -> None:
    raise OSError("the disk is full")


def test_a_meeting_that_is_not_over_has_no_archive(papers: "Papers") -> None:
    from kenesh.publications.archive import StillOpen  # noqa: PLC0415 -- the settings are read by now

    papers.table.convene(symbol="TC/MIG/2020/2")
    papers.table.slug = "tc-mig-2020-2"
    with pytest.raises(StillOpen):
        exported(papers.table.meeting)


def test_the_door_gives_it_to_the_secretariat_alone(worked_on: "Papers") -> None:
    address = f"{worked_on.table.base}archive.zip"
    answer = worked_on.clients["SEC"].get(address)
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="tc-mig-2020-1.zip"'
    assert async_to_sync(_whole)(answer) == exported(worked_on.table.meeting)
    others = {who: client.get(address).status_code for who, client in worked_on.clients.items() if who != "SEC"}
    assert set(others.values()) == {403}


async def _whole(answer: Any) -> bytes:
    return b"".join([part async for part in answer])


def test_a_site_names_the_key_of_each_record(worked_on: "Papers", elsewhere: Callable[[], None]) -> None:
    public, address = worked_on.clients["public"], f"{worked_on.table.base}key.pub"
    theirs = public.get("/keys/record.pub").content
    name = signing.key_id(public=signing.load_public(pem=theirs))
    assert public.get(address).content == public.get(f"/keys/{name}.pub").content == theirs
    whole = exported(worked_on.table.meeting)
    elsewhere()
    assert public.get(f"/keys/{name}.pub").status_code == 404
    imported(whole)
    own = public.get("/keys/record.pub").content
    assert public.get(address).content == public.get(f"/keys/{name}.pub").content == theirs != own


def test_a_meeting_that_was_called_off_has_an_archive_without_documents(
    table: "Table", elsewhere: Callable[[], None]
) -> None:
    table.convene()
    table.do("SEC", "cancel_meeting", reason="Snow")
    whole = exported(table.meeting)
    assert set(contents(whole)) == {"record.jsonl", "key.pub", "meeting.json", "manifest.json"}
    elsewhere()
    kept = imported(whole)
    assert (kept.phase, exported(kept)) == ("cancelled", whole)


def test_nobody_is_written_to_when_a_meeting_is_imported(worked_on: "Papers", elsewhere: Callable[[], None]) -> None:
    from kenesh.core.models import Mail  # noqa: PLC0415 -- the settings are read by now

    whole = exported(worked_on.table.meeting)
    assert Mail.objects.exists()
    elsewhere()
    imported(whole)
    assert not Mail.objects.exists()
