"""Records that another site wrote: kept line by line as they came, with the key that signed them."""

import uuid
from collections.abc import Sequence

from kenesh.core import chain, journal, signing, statements
from kenesh.core.models import Journal, Origin


def adopt(*, subject: str, lines: Sequence[chain.Line], public_key: bytes) -> journal.Held:
    """Keep a record that was verified and ends with its closing signature; nothing can be added to it here.

    Nobody is told: who calls it sends `journal.appended` once what listens to it can find the journal.
    """
    kept = Journal.objects.create(subject=subject, sealed=True)
    identity = statements.identity(kept.pk)
    rows = [(identity, *journal.columns(line, chain.canonical(line.payload)), None, None, None) for line in lines]
    if not statements.add(rows=rows):
        raise journal.Overtaken(f"{subject}: two lines have one number")
    if public_key != journal.public_pem():
        key = signing.key_id(public=signing.load_public(pem=public_key))
        Origin.objects.create(journal=kept, key=key, public_key=public_key.decode("ascii"))
    last = lines[-1]
    return journal.Held(
        pk=kept.pk, subject=subject, sealed=True, head_seq=last.seq, head_hash=last.hash, head_at=last.at
    )


def public_pem(*, journal_id: uuid.UUID) -> bytes:
    """Return the key that checks a journal: this site's, unless it came from another."""
    found = Origin.objects.filter(pk=journal_id).first()
    return found.public_key.encode("ascii") if found else journal.public_pem()


def known_pem(*, key: str) -> bytes | None:
    """Return a public key by its name: this site's, or one that came with a record of another."""
    own = journal.public_pem()
    if key == signing.key_id(public=signing.load_public(pem=own)):
        return own
    found = Origin.objects.filter(key=key).first()
    return found.public_key.encode("ascii") if found else None
