"""The database refuses to change a line too.

Only changing, not deleting: emptying the tables of a test deletes rows on SQLite, and a line that is gone breaks the chain
for everyone to see. A later migration that rebuilds the table on SQLite drops the trigger, and has to call this again.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

STAND = {
    "sqlite": [
        """CREATE TRIGGER core_line_stands BEFORE UPDATE ON core_line
        BEGIN SELECT RAISE(ABORT, 'a line of a record is never changed'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION core_line_stands() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'a line of a record is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        "CREATE TRIGGER core_line_stands BEFORE UPDATE ON core_line FOR EACH ROW EXECUTE FUNCTION core_line_stands()",
    ],
}
FALL = {
    "sqlite": ["DROP TRIGGER core_line_stands"],
    "postgresql": ["DROP TRIGGER core_line_stands ON core_line", "DROP FUNCTION core_line_stands()"],
}


def stand(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- the signature of RunPython
    for statement in STAND[editor.connection.vendor]:
        editor.execute(statement)


def fall(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- the signature of RunPython
    for statement in FALL[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = (("core", "0001_initial"),)
    operations = (migrations.RunPython(stand, fall),)
