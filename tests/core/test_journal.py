import hashlib
import json
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kenesh.core import chain, clock, journal, signing, statements
from kenesh.core.models import Journal, Line, Refusal, Snapshot

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MOMENT = datetime(2020, 5, 7, 9, 0, tzinfo=UTC)
REFUSAL: dict[str, Any] = {"rule": "12", "reason": "Only who has the floor speaks.", "params": {"seat": "AZ"}}


@pytest.fixture(autouse=True)
def moment() -> Iterator[clock.Held]:
    with clock.pinned(at=MOMENT) as held:
        yield held


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """The rooms above listen for lines of their own kinds; here none of them is in the house."""
    others, journal.appended.receivers = journal.appended.receivers, []
    yield
    journal.appended.receivers = others


@pytest.fixture
def opened() -> journal.Held:
    return journal.create(subject="TC/MIG/2020/1")


def entry(number: int = 0) -> journal.Entry:
    return "Counted", 1, {"number": number}


def act(opened: journal.Held, *, count: int = 1, key: str = "", fingerprint: str = "") -> tuple[chain.Line, ...]:
    with journal.locked(journal_id=opened.pk) as held:
        entries = [entry(number) for number in range(count)]
        at = journal.instant(journal=held)
        return journal.append(journal=held, entries=entries, at=at, by="TR", key=key, fingerprint=fingerprint)


def checkpoint(opened: journal.Held, *, final: bool) -> chain.Line:
    with journal.locked(journal_id=opened.pk) as held:
        return journal.checkpoint(journal=held, final=final, at=journal.instant(journal=held))


def refuse(opened: journal.Held, *, key: str) -> None:
    with journal.locked(journal_id=opened.pk) as held:
        journal.refuse(journal=held, key=key, fingerprint="f", at=MOMENT, **REFUSAL)


def answer(opened: journal.Held, *, key: str, fingerprint: str = "") -> journal.Accepted | journal.Refused | None:
    with journal.locked_for(journal_id=opened.pk, key=key, fingerprint=fingerprint) as (_, first):
        return first


def stored(opened: journal.Held) -> list[chain.Line]:
    return list(journal.lines(journal_id=opened.pk))


def test_an_act_adds_lines_that_hold_each_other(opened: journal.Held) -> None:
    first, second = act(opened, count=2)
    (third,) = act(opened)
    assert stored(opened) == [first, second, third]
    assert [line.seq for line in stored(opened)] == [1, 2, 3]
    assert [line.prev_hash for line in stored(opened)] == [chain.GENESIS, first.hash, second.hash]
    assert journal.head(journal_id=opened.pk) == (3, third.hash)
    assert first.at == "2020-05-07T09:00:00.000000Z"


def test_a_new_journal_has_no_line(opened: journal.Held) -> None:
    assert stored(opened) == []
    assert journal.head(journal_id=opened.pk) == (0, chain.GENESIS)


def test_an_act_that_changed_nothing_leaves_no_line(opened: journal.Held) -> None:
    assert act(opened, count=0, key="k") == ()
    assert stored(opened) == []


def test_each_hundredth_line_is_a_signature(opened: journal.Held) -> None:
    written = act(opened, count=203)
    assert [line.seq for line in written if line.kind == signing.SIGNED] == [100, 200]
    assert [line.seq for line in written] == list(range(1, 206))
    assert stored(opened) == list(written)


def test_the_signature_comes_with_the_line_that_needs_it(opened: journal.Held) -> None:
    assert [line.seq for line in act(opened, count=99)] == list(range(1, 100))
    signature, line = act(opened)
    assert (signature.seq, signature.kind, line.seq, line.kind) == (100, signing.SIGNED, 101, "Counted")
    signing.check(public=signing.load_public(pem=journal.public_pem()), line=signature)


def test_a_closing_signature_may_itself_be_the_hundredth_line(opened: journal.Held) -> None:
    act(opened, count=99)
    assert checkpoint(opened, final=True).seq == 100


def test_nothing_follows_the_closing_signature(opened: journal.Held) -> None:
    act(opened)
    last = checkpoint(opened, final=True)
    with pytest.raises(journal.Sealed):
        act(opened)
    with pytest.raises(journal.Sealed):
        checkpoint(opened, final=False)
    assert journal.head(journal_id=opened.pk) == (2, last.hash)


def test_a_checkpoint_closes_nothing(opened: journal.Held) -> None:
    act(opened)
    checkpoint(opened, final=False)
    assert [line.kind for line in (*stored(opened), *act(opened))] == ["Counted", "Signed", "Counted"]


def test_time_never_goes_backwards_in_a_record(opened: journal.Held, moment: clock.Held) -> None:
    act(opened)
    moment.advance(-timedelta(hours=1))
    (line,) = act(opened)
    assert line.at == chain.stamp(MOMENT)
    with journal.locked(journal_id=opened.pk) as held, pytest.raises(journal.Backwards):
        journal.append(journal=held, entries=[entry()], at=clock.now(), by="TR")


def test_a_doubled_act_gets_its_first_result(opened: journal.Held) -> None:
    act(opened, count=98)
    first = act(opened, count=3, key="k", fingerprint="f")
    act(opened)
    assert [line.kind for line in first] == ["Counted", "Signed", "Counted", "Counted"]
    assert answer(opened, key="k", fingerprint="f") == journal.Accepted(lines=first)


def test_a_refused_act_gets_its_first_refusal_and_leaves_no_line(opened: journal.Held) -> None:
    refuse(opened, key="k")
    assert answer(opened, key="k", fingerprint="f") == journal.Refused(**REFUSAL)
    assert stored(opened) == []
    assert journal.head(journal_id=opened.pk) == (0, chain.GENESIS)


def test_a_refusal_without_a_key_leaves_no_row(opened: journal.Held) -> None:
    refuse(opened, key="")
    assert not Refusal.objects.exists()


def test_a_key_of_another_request_is_refused(opened: journal.Held) -> None:
    act(opened, key="k", fingerprint="f")
    refuse(opened, key="r")
    for key in ("k", "r"):
        with pytest.raises(journal.KeyReused):
            answer(opened, key=key, fingerprint="another")


def test_keys_of_another_journal_are_not_known_here(opened: journal.Held) -> None:
    act(journal.create(subject="another"), key="k")
    assert answer(opened, key="k") is None
    act(opened, key="k")


def test_an_act_without_a_key_is_never_looked_up(opened: journal.Held) -> None:
    act(opened)
    act(opened)
    assert answer(opened, key="") is None


def test_a_key_is_stored_once(opened: journal.Held) -> None:
    act(opened, key="k")
    with pytest.raises(IntegrityError):
        act(opened, key="k")
    assert len(stored(opened)) == 1


def test_a_head_that_moved_meanwhile_takes_no_line(opened: journal.Held) -> None:
    act(opened)
    with transaction.atomic(), pytest.raises(journal.Overtaken):
        journal.append(journal=opened, entries=[entry()], at=MOMENT, by="TR")
    assert len(stored(opened)) == 1


@pytest.mark.django_db(transaction=True)
def test_lines_are_added_only_in_a_transaction(opened: journal.Held) -> None:
    with pytest.raises(journal.JournalError, match="inside the transaction"):
        journal.append(journal=opened, entries=[entry()], at=MOMENT, by="TR")


@pytest.mark.django_db(transaction=True)
def test_what_fails_within_the_lock_leaves_nothing(opened: journal.Held) -> None:
    with pytest.raises(ZeroDivisionError), journal.locked(journal_id=opened.pk) as held:
        _ = journal.append(journal=held, entries=[entry()], at=MOMENT, by="TR", key="k"), 1 / 0
    assert stored(opened) == []
    assert answer(opened, key="k") is None


@pytest.mark.django_db(transaction=True)
def test_an_act_inside_another_transaction_is_refused(opened: journal.Held) -> None:
    # Its answer could go out before the outer transaction commits, or fails to.
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        act(opened)


def test_a_journal_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(Journal.DoesNotExist):
        journal.head(journal_id=uuid.uuid4())


def test_others_hear_of_lines_inside_the_transaction(opened: journal.Held) -> None:
    heard: list[tuple[Any, ...]] = []

    def hear(*, journal: Any, lines: tuple[chain.Line, ...], **_: Any) -> None:
        heard.append((journal.pk, lines, connection.in_atomic_block))

    journal.appended.connect(hear)
    try:
        written = act(opened, count=2)
    finally:
        journal.appended.disconnect(hear)
    assert heard == [(opened.pk, written, True)]


def test_who_hears_can_still_stop_the_act(opened: journal.Held) -> None:
    def object_to(**_: Any) -> None:
        raise ZeroDivisionError

    journal.appended.connect(object_to)
    try:
        with pytest.raises(ZeroDivisionError):
            act(opened)
    finally:
        journal.appended.disconnect(object_to)
    assert stored(opened) == []


def test_the_database_too_refuses_to_change_a_line(opened: journal.Held) -> None:
    act(opened)
    with pytest.raises(DatabaseError, match="a line of a record is never changed"), transaction.atomic():
        Line.objects.filter(journal_id=opened.pk).update(payload='{"number":1}')
    assert stored(opened)[0].payload == {"number": 0}


def test_a_line_reads_as_itself_in_lists_and_logs(opened: journal.Held) -> None:
    act(opened, key="k")
    refuse(opened, key="r")
    with journal.locked(journal_id=opened.pk) as held:
        journal.save_snapshot(journal=held, state="{}")
    rows = [Journal.objects.get(), Line.objects.get(), Refusal.objects.get(), Snapshot.objects.get()]
    assert [str(row) for row in rows] == ["TC/MIG/2020/1", "1 Counted", "12 r", "state at 1"]


def test_reading_goes_on_from_a_line(opened: journal.Held) -> None:
    written = act(opened, count=5)
    assert tuple(journal.lines(journal_id=opened.pk, after=2)) == written[2:]
    assert tuple(journal.lines(journal_id=opened.pk, after=2, limit=2)) == written[2:4]
    assert tuple(journal.lines(journal_id=opened.pk, after=5)) == ()
    assert tuple(journal.lines(journal_id=opened.pk, limit=0)) == ()


def test_long_records_are_read_a_page_at_a_time(opened: journal.Held) -> None:
    written = act(opened, count=1100)
    assert tuple(stored(opened)) == written
    assert [json.loads(line)["seq"] for line in journal.export(journal_id=opened.pk)] == list(range(1, 1113))


def test_an_exported_line_is_the_line(opened: journal.Held) -> None:
    written = act(opened, count=3)
    checkpoint(opened, final=True)
    exported = list(journal.export(journal_id=opened.pk))
    assert exported[:3] == [chain.encode(line) + b"\n" for line in written]
    assert len(exported) == 4


def test_an_open_record_is_exported_with_a_signature_that_is_not_stored(opened: journal.Held) -> None:
    (line,) = act(opened)
    exported = [json.loads(raw) for raw in journal.export(journal_id=opened.pk)]
    assert [(raw["seq"], raw["kind"], raw["prev_hash"]) for raw in exported[1:]] == [(2, "Signed", line.hash)]
    assert exported[1]["payload"]["final"] is False
    assert stored(opened) == [line]


def test_a_snapshot_comes_back_with_the_line_it_stands_on(opened: journal.Held) -> None:
    assert journal.snapshot(journal_id=opened.pk) is None
    for state in ("one", "two"):
        act(opened)
        with journal.locked(journal_id=opened.pk) as held:
            journal.save_snapshot(journal=held, state=state)
    act(opened)
    assert journal.snapshot(journal_id=opened.pk) == (2, "two")
    assert journal.snapshot(journal_id=journal.create(subject="another").pk) is None


@pytest.mark.parametrize("change", [{"hash": "0" * 64}, {"seq": 2}, {"shape": "another"}])
def test_a_snapshot_of_another_line_or_form_is_not_believed(opened: journal.Held, change: dict[str, Any]) -> None:
    act(opened, count=3)
    with journal.locked(journal_id=opened.pk) as held:
        journal.save_snapshot(journal=held, state="state", shape="form")
    assert journal.snapshot(journal_id=opened.pk, shape="form") == (3, "state")
    Snapshot.objects.update(**change)
    assert journal.snapshot(journal_id=opened.pk, shape="form") is None


def test_the_key_is_where_the_settings_say(opened: journal.Held, settings: LazySettings, tmp_path: Path) -> None:
    settings.SIGNING_KEY_FILE = tmp_path / "another.pem"
    signature = checkpoint(opened, final=False)
    public = signing.load_public(pem=journal.public_pem())
    assert signature.payload["key"] == signing.key_id(public=public)
    assert (tmp_path / "another.pem").exists()


def run_together(count: int, work: Any) -> list[BaseException]:
    failures, gate = list[BaseException](), threading.Barrier(count)

    def run(number: int) -> None:
        try:
            gate.wait()
            work(number)
        except BaseException as failure:  # noqa: BLE001 -- told to the thread that asserts
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_time_leave_no_gap_and_no_double(opened: journal.Held) -> None:
    def work(number: int) -> None:
        for turn in range(15):
            key = f"{number}-{turn}"
            with journal.locked_for(journal_id=opened.pk, key=key) as (held, first):
                assert first is None
                journal.append(
                    journal=held, entries=[entry(number)], at=journal.instant(journal=held), by="TR", key=key
                )

    assert run_together(8, work) == []
    lines = stored(opened)
    assert [line.seq for line in lines] == list(range(1, 8 * 15 + 2))
    assert sum(line.kind == signing.SIGNED for line in lines) == 1
    assert [line.prev_hash for line in lines[1:]] == [line.hash for line in lines[:-1]]
    assert [line.at for line in lines] == sorted(line.at for line in lines)


@pytest.mark.django_db(transaction=True)
def test_one_act_sent_by_many_at_once_is_done_once(opened: journal.Held) -> None:
    results: list[journal.Accepted | journal.Refused | None] = []

    def work(number: int) -> None:
        with journal.locked_for(journal_id=opened.pk, key="k", fingerprint="f") as (held, first):
            if first is None:
                at = journal.instant(journal=held)
                lines = journal.append(journal=held, entries=[entry(number)], at=at, by="TR", key="k", fingerprint="f")
                results.append(journal.Accepted(lines=lines))
            else:
                results.append(first)

    assert run_together(8, work) == []
    assert len(stored(opened)) == 1
    assert results == [journal.Accepted(lines=tuple(stored(opened)))] * 8


@pytest.mark.django_db(transaction=True)
def test_a_refusal_sent_by_many_at_once_is_refused_once(opened: journal.Held) -> None:
    results: list[journal.Accepted | journal.Refused | None] = []

    def work(_: int) -> None:
        with journal.locked_for(journal_id=opened.pk, key="k", fingerprint="f") as (held, first):
            if first is None:
                journal.refuse(journal=held, key="k", fingerprint="f", at=MOMENT, **REFUSAL)
        results.append(first)

    assert run_together(8, work) == []
    assert Refusal.objects.count() == 1
    assert sorted(results, key=str) == sorted([None, *[journal.Refused(**REFUSAL)] * 7], key=str)


def test_an_act_runs_no_more_than_it_needs(opened: journal.Held, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def sent(driver: Any, sql: str, params: tuple[Any, ...], *, really: Any = statements._sent) -> Any:
        ran.append(sql)
        return really(driver, sql, params)

    monkeypatch.setattr(statements, "_sent", sent)
    with CaptureQueriesContext(connection) as others, journal.locked_for(journal_id=opened.pk, key="k") as (held, _):
        journal.append(journal=held, entries=[entry()], at=MOMENT, by="TR", key="k")
    locked = [statements.LOCK] if connection.vendor == "postgresql" else []
    assert ran == [*locked, statements.HEAD, statements.FIRST, statements.ADD]
    assert [query["sql"].split()[0] for query in others] == ["SAVEPOINT", "RELEASE"]  # the test's own transaction


def test_the_hash_of_an_exported_line_can_be_computed_by_hand(opened: journal.Held) -> None:
    act(opened)
    raw = next(journal.export(journal_id=opened.pk)).decode().rstrip("\n")
    said = json.loads(raw)["hash"]
    assert hashlib.sha256(raw.replace(f'"hash":"{said}",', "").encode()).hexdigest() == said
