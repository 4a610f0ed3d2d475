import contextlib
import threading
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kenesh.core import journal, statements
from kenesh.core.models import Journal

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened() -> journal.Held:
    return journal.create(subject="one")


def subjects() -> list[str]:
    return sorted(Journal.objects.values_list("subject", flat=True))


def settled() -> None:
    assert not connection.in_atomic_block
    assert connection.get_autocommit()


def fail_after_all(told: list[str]) -> None:
    journal.create(subject="two")
    transaction.on_commit(lambda: told.append("committed"))
    raise ZeroDivisionError


def fail_unnoticed(opened: journal.Held) -> None:
    journal.create(subject="two")
    with contextlib.suppress(IntegrityError), transaction.atomic(savepoint=False):
        Journal.objects.create(pk=opened.pk, subject="three")


def create_and_close(what: Any) -> None:
    journal.create(subject="two")
    what.close()


def test_what_is_done_inside_is_committed_at_the_end(opened: journal.Held) -> None:
    with statements.locked(journal_id=opened.pk) as (head, first):
        journal.create(subject="two")
        assert connection.in_atomic_block
    assert [(subject, bool(sealed), *last) for subject, sealed, *last in head] == [("one", False, None, None, None)]
    assert first == []
    connection.close()  # what was not committed would be gone
    assert subjects() == ["one", "two"]
    settled()


def test_a_failure_takes_everything_back(opened: journal.Held) -> None:
    told: list[str] = []
    with pytest.raises(ZeroDivisionError), statements.locked(journal_id=opened.pk):
        fail_after_all(told)
    assert subjects() == ["one"]
    assert told == []
    settled()


def test_an_inner_block_can_fail_alone(opened: journal.Held) -> None:
    with statements.locked(journal_id=opened.pk):
        journal.create(subject="two")
        with contextlib.suppress(ZeroDivisionError), transaction.atomic():
            journal.create(subject="three")
            raise ZeroDivisionError
        journal.create(subject="four")
    assert subjects() == ["four", "one", "two"]


def test_an_inner_block_without_a_savepoint_takes_everything_back_and_says_so(opened: journal.Held) -> None:
    with pytest.raises(DatabaseError, match="undone"), statements.locked(journal_id=opened.pk):
        fail_unnoticed(opened)
    assert subjects() == ["one"]


def test_who_waits_for_the_commit_is_told_after_it(opened: journal.Held) -> None:
    told: list[bool] = []
    with statements.locked(journal_id=opened.pk):
        transaction.on_commit(lambda: told.append(connection.in_atomic_block))
        assert told == []
    assert told == [False]


def test_it_is_the_outermost_block_or_none(opened: journal.Held) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"), statements.locked(journal_id=opened.pk):
        pass
    with statements.locked(journal_id=opened.pk):
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic(durable=True):
            pass
        with pytest.raises(RuntimeError, match="durable"), statements.locked(journal_id=opened.pk):
            pass


def test_a_transaction_that_cannot_begin_leaves_none_open(opened: journal.Held) -> None:
    with pytest.raises(journal.Journal.DoesNotExist), journal.locked(journal_id=uuid.uuid4()):
        pass
    assert not connection.in_atomic_block
    with statements.locked(journal_id=opened.pk):
        journal.create(subject="two")
    assert subjects() == ["one", "two"]


def test_a_connection_lost_inside_is_an_error_and_the_next_one_works(opened: journal.Held) -> None:
    with pytest.raises(DatabaseError), statements.locked(journal_id=opened.pk):
        create_and_close(connection.connection)  # as when the database goes away
    assert not connection.in_atomic_block
    with statements.locked(journal_id=opened.pk):
        journal.create(subject="three")
    assert subjects() == ["one", "three"]


def test_a_connection_closed_inside_loses_what_was_done_and_says_so(opened: journal.Held) -> None:
    with pytest.raises(DatabaseError, match="undone"), statements.locked(journal_id=opened.pk):
        create_and_close(connection)
    assert subjects() == ["one"]


def test_one_act_may_follow_another_when_that_is_committed(opened: journal.Held) -> None:
    def follow() -> None:
        with statements.locked(journal_id=opened.pk):
            journal.create(subject="three")

    with statements.locked(journal_id=opened.pk):
        journal.create(subject="two")
        transaction.on_commit(follow)
    assert subjects() == ["one", "three", "two"]


def test_of_fifty_who_act_at_once_each_has_its_turn(opened: journal.Held) -> None:
    def act() -> None:
        gate.wait()
        with statements.locked(journal_id=opened.pk):
            journal.create(subject="another")
        connection.close()

    gate = threading.Barrier(51)
    threads = [threading.Thread(target=act) for _ in range(50)]
    for thread in threads:
        thread.start()
    gate.wait()
    for thread in threads:
        thread.join()
    assert subjects().count("another") == 50
