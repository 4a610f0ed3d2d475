"""What people read and copy stands at the top of the sources; a wheel carries it too, for `kenesh demo`."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("data", "scenarios")


class Shipped(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """An editable install has no need of copies: it finds the originals."""
        if version == "editable":
            return
        for name in SHIPPED:
            build_data["force_include"][str(Path(self.root) / name)] = f"kenesh/shipped/{name}"
