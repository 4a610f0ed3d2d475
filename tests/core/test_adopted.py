import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kenesh.core import adopted, chain, journal, signing
from tests.meetings.records import KEY, Writer, convened

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def _adopted(key: Ed25519PrivateKey = KEY) -> tuple[journal.Held, list[chain.Line]]:
    writer = Writer(key=key)
    writer.add(convened(), by="SEC")
    writer.sign(final=True)
    pem = signing.public_pem(public=key.public_key())
    return adopted.adopt(subject="TC/1", lines=writer.lines, public_key=pem), writer.lines


def test_its_lines_are_the_very_same() -> None:
    kept, lines = _adopted()
    assert list(journal.lines(journal_id=kept.pk)) == lines
    assert list(journal.export(journal_id=kept.pk)) == [chain.encode(line) + b"\n" for line in lines]
    assert journal.head(journal_id=kept.pk) == (2, lines[-1].hash)


def test_nothing_can_be_added_to_it() -> None:
    kept, _ = _adopted()
    with journal.locked(journal_id=kept.pk) as locked, pytest.raises(journal.Sealed):
        journal.append(journal=locked, entries=[("Said", 1, {})], at=journal.instant(journal=locked), by="AZ")


def test_the_key_that_signed_it_stays_with_it() -> None:
    kept, _ = _adopted()
    pem = signing.public_pem(public=KEY.public_key())
    assert adopted.public_pem(journal_id=kept.pk) == pem
    assert adopted.known_pem(key=signing.key_id(public=KEY.public_key())) == pem
    assert adopted.known_pem(key="0" * 16) is None


def test_a_record_of_this_site_has_the_key_of_this_site() -> None:
    own = journal.create(subject="TC/2")
    pem = journal.public_pem()
    assert adopted.public_pem(journal_id=own.pk) == pem
    assert adopted.known_pem(key=signing.key_id(public=signing.load_public(pem=pem))) == pem
