import psycopg
import pytest

from kenesh.sites.cli.throwaway import postgres_programs, throwaway_postgres

pytestmark = pytest.mark.unit


def test_a_throwaway_postgres_answers_while_it_is_held_and_is_gone_afterwards() -> None:
    with throwaway_postgres() as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user, current_setting('fsync')").fetchone() == ("kenesh", "off")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_durable_one_writes_its_commits_to_the_disk() -> None:
    with throwaway_postgres(durable=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_setting('fsync')").fetchone() == ("on",)


def test_debians_programs_are_found_although_they_are_not_on_the_path() -> None:
    assert (postgres_programs() / "pg_ctl").exists()
