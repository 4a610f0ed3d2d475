"""The statements that every act runs, in plain SQL that SQLite and PostgreSQL read alike.

Building each of them through the ORM takes longer than the commit they wait for. They are this few; everything else in
the house goes through the models.
"""

import uuid
from functools import cache
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections

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


def run(sql: str, params: tuple[Any, ...]) -> tuple[Rows, int]:
    """Run one statement on the driver itself, and give its rows, and how many it changed.

    Django's cursors cost more than these statements do; and on PostgreSQL they bind in the client, so that the server
    would plan each statement anew. Errors are still Django's.
    """
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: `django.db.connection` does it for each attribute
    if database.connection is None:
        database.ensure_connection()
    with database.wrap_database_errors:
        if is_postgresql():
            cursor = _prepared(database.connection, sql, params)
        else:
            cursor = database.connection.execute(_question_marks(sql), params)
        return (cursor.fetchall() if cursor.description else []), cursor.rowcount


def move_and_add(*, move: tuple[Any, ...], rows: list[tuple[Any, ...]]) -> bool:
    """Move the head and add the lines; `False`, with nothing added, where the head was not the one expected."""
    if is_postgresql():
        _, moved = run(MOVE_AND_ADD, move + rows[0][1:])
        rest = rows[1:]
    else:
        _, moved = run(MOVE, move)
        rest = rows
    if moved != 1:
        return False
    for row in rest:
        run(ADD, row)
    return True


def lock() -> str:
    # NO KEY: rows that only refer to the journal are still written by others meanwhile. SQLite is locked by its BEGIN.
    return " FOR NO KEY UPDATE" if is_postgresql() else ""


def identity(journal_id: uuid.UUID) -> uuid.UUID | str:
    return journal_id if is_postgresql() else journal_id.hex


@cache  # asked several times by every act
def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _prepared(driver: Any, sql: str, params: tuple[Any, ...]) -> Any:
    import psycopg  # noqa: PLC0415 -- only a site on PostgreSQL needs it

    # Prepared only where the settings let it be (`prepare_threshold`): some connection poolers cannot keep them.
    return psycopg.Cursor(driver).execute(sql, params, prepare=True)


@cache
def _question_marks(sql: str) -> str:
    return sql.replace("%s", "?")
