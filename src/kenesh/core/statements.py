"""The statements that every act runs, in plain SQL that SQLite and PostgreSQL read alike.

Building each of them through the ORM takes longer than the commit they wait for. They are this few; everything else in
the house goes through the models.
"""

import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from threading import RLock
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Rows = list[tuple[Any, ...]]

HEAD: Final = """
    SELECT "subject", "head_seq", "head_hash", "head_at", "sealed" FROM "core_journal" WHERE "id" = %s"""
MOVE: Final = """
    UPDATE "core_journal" SET "head_seq" = %s, "head_hash" = %s, "head_at" = %s, "sealed" = %s
    WHERE "id" = %s AND "head_seq" = %s"""
FIRST: Final = """
    SELECT "seq", "last_seq", "fingerprint", '', '', '' FROM "core_line" WHERE "journal_id" = %s AND "key" = %s
    UNION ALL
    SELECT 0, 0, "fingerprint", "rule", "reason", "params" FROM "core_refusal" WHERE "journal_id" = %s AND "key" = %s"""
ADD: Final = """
    INSERT INTO "core_line" ("journal_id", "seq", "kind", "version", "payload", "at", "by", "prev_hash", "hash",
        "key", "fingerprint", "last_seq")
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
REFUSE: Final = """
    INSERT INTO "core_refusal" ("journal_id", "key", "fingerprint", "rule", "reason", "params", "at")
    VALUES (%s, %s, %s, %s, %s, %s, %s)"""
LINES: Final = """
    SELECT "seq", "kind", "version", "payload", "at", "by", "prev_hash", "hash" FROM "core_line"
    WHERE "journal_id" = %s AND "seq" > %s AND "seq" <= %s ORDER BY "seq" LIMIT %s"""
SNAPSHOT: Final = """
    SELECT s."seq", s."state" FROM "core_snapshot" s
    JOIN "core_line" l ON l."journal_id" = s."journal_id" AND l."seq" = s."seq" AND l."hash" = s."hash"
    WHERE s."journal_id" = %s AND s."shape" = %s"""

# PostgreSQL moves the head and adds the first line in one round trip; no row, where the head was not the one expected.
MOVE_AND_ADD: Final = """
    WITH moved AS (
        UPDATE "core_journal" SET "head_seq" = %s, "head_hash" = %s, "head_at" = %s, "sealed" = %s
        WHERE "id" = %s AND "head_seq" = %s RETURNING "id")
    INSERT INTO "core_line" ("journal_id", "seq", "kind", "version", "payload", "at", "by", "prev_hash", "hash",
        "key", "fingerprint", "last_seq")
    SELECT "id", %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM moved"""


_SQLITE_TURN: Final = RLock()  # one act may follow another in a hook of its commit
_BLOCK: Final = transaction.Atomic(DEFAULT_DB_ALIAS, savepoint=False, durable=True)


@contextmanager
def locked(*, journal_id: uuid.UUID, key: str = "") -> Iterator[tuple[Rows, Rows]]:
    """Open a durable transaction, lock the journal's row, look the key up, and give what both found.

    For everything inside, this is `transaction.atomic(durable=True)`, which takes longer to open and close than an act
    takes to be decided and written.
    """
    database = _database()
    if database.in_atomic_block or not database.autocommit:
        # Django knows whether this is a test's own transaction or a mistake.
        with transaction.atomic(durable=True):
            yield _head_and_first(database, journal_id, key, begin=False)
        return
    with _turn():
        try:
            found = _head_and_first(database, journal_id, key, begin=True)
            database.in_atomic_block, database.autocommit, database.needs_rollback = True, False, False
            database.atomic_blocks.append(_BLOCK)
            yield found
        except BaseException:
            _end(database, commit=False)
            raise
        _end(database, commit=True)


def run(sql: str, params: tuple[Any, ...]) -> tuple[Rows, int]:
    """Run one statement on the driver itself, and give its rows, and how many it changed.

    Django's cursors cost more than these statements do; and on PostgreSQL they bind in the client, so that the server
    would plan each statement anew. Errors are still Django's.
    """
    database = _database()
    with database.wrap_database_errors:
        cursor = _sent(database.connection, sql, params)
        return (cursor.fetchall() if cursor.description else []), cursor.rowcount


def move_and_add(*, move: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> bool:
    """Move the head and add the lines; `False`, with nothing added, where the head was not the one expected."""
    database = _database()
    with database.wrap_database_errors:
        if is_postgresql():
            moved = _sent(database.connection, MOVE_AND_ADD, move + rows[0][1:])
            rest = rows[1:]
        else:
            moved = _sent(database.connection, MOVE, move)
            rest = rows
        if moved.rowcount != 1:
            return False
        for row in rest:
            _sent(database.connection, ADD, row)
    return True


def in_transaction() -> bool:
    return _database().in_atomic_block


def lock() -> str:
    # NO KEY: rows that only refer to the journal are still written by others meanwhile. SQLite is locked by its BEGIN.
    return " FOR NO KEY UPDATE" if is_postgresql() else ""


def identity(journal_id: uuid.UUID) -> uuid.UUID | str:
    return journal_id if is_postgresql() else journal_id.hex


@cache  # asked several times by every act
def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _turn() -> AbstractContextManager[object]:
    # Who waits for SQLite itself looks again after up to a tenth of a second: of fifty who act at once, the last would
    # wait for seconds while the database is idle. PostgreSQL wakes who is next.
    return nullcontext() if is_postgresql() else _SQLITE_TURN


def _database() -> BaseDatabaseWrapper:
    database: BaseDatabaseWrapper = connections[DEFAULT_DB_ALIAS]  # `django.db.connection` does this for each attribute
    if database.connection is None:
        database.ensure_connection()
    return database


def _head_and_first(
    database: BaseDatabaseWrapper, journal_id: uuid.UUID, key: str, *, begin: bool
) -> tuple[Rows, Rows]:
    # Two statements, not one joined: on PostgreSQL a joined look-up would see the rows as they were before it waited
    # for the lock, and miss the result of the very request that it waited for.
    driver, row = database.connection, identity(journal_id)
    with database.wrap_database_errors:
        if begin and is_postgresql():
            return _in_one_trip(driver, (HEAD + lock(), (row,)), (FIRST, (row, key, row, key)))
        if begin:
            _sent(driver, "BEGIN IMMEDIATE")
        head: Rows = _sent(driver, HEAD + lock(), (row,)).fetchall()
        first: Rows = _sent(driver, FIRST, (row, key, row, key)).fetchall() if key else []
        return head, first


def _in_one_trip(driver: Any, head: tuple[str, Any], first: tuple[str, Any]) -> tuple[Rows, Rows]:
    """Begin and read both at once: to and fro takes PostgreSQL longer than the statements do."""
    with driver.pipeline():
        _cursor(driver, "begin").execute("BEGIN", prepare=True)
        heads = _cursor(driver, "head").execute(*head, prepare=True)
        firsts = _cursor(driver, "first").execute(*first, prepare=True)
    return heads.fetchall(), firsts.fetchall()


def _end(database: BaseDatabaseWrapper, *, commit: bool) -> None:
    if database.in_atomic_block:
        database.atomic_blocks.pop()
    database.in_atomic_block = False
    lost = database.connection is None or database.closed_in_transaction
    whole = commit and not lost and not database.needs_rollback
    try:
        if lost:
            database.connection = None  # the database takes back what was done
        elif whole:
            with database.wrap_database_errors:
                database.connection.commit()
        else:
            database.rollback()
    except BaseException:
        database.close()  # likewise
        raise
    finally:
        database.autocommit = True
    if commit and not whole:
        # Django lets this pass; but then an act would be acknowledged that is not in the record.
        raise DatabaseError("the transaction was broken inside, and everything done in it is undone")
    if database.run_on_commit:
        database.run_and_clear_commit_hooks()


def _sent(driver: Any, sql: str, params: tuple[Any, ...] = ()) -> Any:
    """Run a statement; on PostgreSQL its rows are to be fetched before the next one."""
    if not is_postgresql():
        return driver.execute(_question_marks(sql), params)
    # Prepared only where the settings let it be (`prepare_threshold`): some connection poolers cannot keep them.
    return _cursor(driver).execute(sql, params, prepare=True)


def _cursor(driver: Any, name: str = "") -> Any:
    """Return a connection's own cursor of this name, made once: making one takes as long as the statement."""
    try:
        return driver.kenesh_cursors[name]
    except AttributeError:
        driver.kenesh_cursors = {}
    except KeyError:
        pass
    import psycopg  # noqa: PLC0415 -- only a site on PostgreSQL needs it

    cursor = driver.kenesh_cursors[name] = psycopg.Cursor(driver)
    return cursor


@cache
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?")
