"""A log that can be shown to anyone and is read: no links that sign in, no traces of what was refused in order."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus

SECRET_PATHS = re.compile(r"(/(?:invitations|demo/seat|password/reset/key)/)[^\s\"'?]+(\?[^\s\"']*)?")


class WithoutSecrets(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        shown = SECRET_PATHS.sub(r"\1…", message)
        if shown != message:
            record.msg, record.args = shown, ()
        return True


class WithoutTraces(logging.Filter):
    """A request refused is not a fault of the program: where in it that happened helps nobody."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
