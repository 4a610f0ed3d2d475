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
    SELECT j."subject", j."sealed", l."seq", l."hash", l."at" FROM "core_journal" j
    LEFT JOIN (SELECT * FROM "core_line" WHERE "journal_id" = %s ORDER BY "seq" DESC LIMIT 1) l
        ON l."journal_id" = j."id"
    WHERE j."id" = %s"""  # not by MAX, for which PostgreSQL may well read every line
SEAL: Final = """
    UPDATE "core_journal" SET "sealed" = TRUE WHERE "id" = %s"""
FIRST: Final = """
    SELECT "seq", "last_seq", "fingerprint", '', '', '' FROM "core_line" WHERE "journal_id" = %s AND "key" = %s
    UNION ALL
    SELECT 0, 0, "fingerprint", "rule", "reason", "params" FROM "core_refusal" WHERE "journal_id" = %s AND "key" = %s"""
ADD: Final = """
    INSERT INTO "core_line" ("journal_id", "seq", "kind", "version", "payload", "at", "by", "prev_hash", "hash",
        "key", "fingerprint", "last_seq")
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT ("journal_id", "seq") DO NOTHING"""
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

# NO KEY: rows that only refer to the journal are still written by others meanwhile. SQLite is locked by its BEGIN.
LOCK: Final = """
    SELECT 1 FROM "core_journal" WHERE "id" = %s FOR NO KEY UPDATE"""

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


def add(*, rows: list[tuple[Any, ...]]) -> bool:
    """Add the lines; `False`, with nothing added, where another line stands already where the first was to stand."""
    database = _database()
    with database.wrap_database_errors:
        for row in rows:
            if _sent(database.connection, ADD, row).rowcount != 1:
                return False
    return True


def in_transaction() -> bool:
    return _database().in_atomic_block


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
    # On PostgreSQL what waits for the lock sees the rows as they were before: each look comes in a statement after it.
    driver, row = database.connection, identity(journal_id)
    with database.wrap_database_errors:
        if begin and is_postgresql():
            return _in_one_trip(driver, row, key)
        if begin:
            driver.execute("BEGIN IMMEDIATE")
        elif is_postgresql():
            _sent(driver, LOCK, (row,))
        head: Rows = _sent(driver, HEAD, (row, row)).fetchall()
        return head, _sent(driver, FIRST, (row, key, row, key)).fetchall() if key else []


def _in_one_trip(driver: Any, row: Any, key: str) -> tuple[Rows, Rows]:
    """Begin, lock and read at once: to and fro takes PostgreSQL longer than the statements do."""
    with driver.pipeline():
        _cursor(driver, "begin").execute("BEGIN", prepare=True)
        _cursor(driver, "lock").execute(LOCK, (row,), prepare=True)
        heads = _cursor(driver, "head").execute(HEAD, (row, row), prepare=True)
        firsts = _cursor(driver, "first").execute(FIRST, (row, key, row, key), prepare=True)
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


def _sent(driver: Any, sql: str, params: tuple[Any, ...]) -> Any:
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
