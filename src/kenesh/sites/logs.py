"""A log that can be shown to anyone: links that sign in are cut before they are written."""

from __future__ import annotations

import logging
import re

SECRET_PATHS = re.compile(r"(/(?:invitations|demo/seat|password/reset/key)/)[^\s\"'?]+(\?[^\s\"']*)?")


class WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        shown = SECRET_PATHS.sub(r"\1…", message)
        if shown != message:
            record.msg, record.args = shown, ()
        return True
