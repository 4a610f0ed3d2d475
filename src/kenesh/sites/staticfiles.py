"""Static files under hashed, compressed names once collected, and under their own names before."""

from __future__ import annotations

from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # ServeStatic ships no types
    def stored_name(self, name: str) -> str:
        # A page must not fail because a picture was not collected; the finders still know it by its own name.
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))
