from pathlib import Path
from typing import Any

import pytest

from kenesh.core import files
from kenesh.core.downloads import attachment

pytestmark = pytest.mark.unit


def test_a_file_goes_out_to_be_kept_and_never_as_a_page(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    digest = files.keep(content=b"<script>alert(1)</script>")
    response = attachment(digest=digest, name='Şərq "1".txt', media_type="text/plain")
    assert response.content == b"<script>alert(1)</script>"
    assert dict(response.headers) == {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": "attachment; filename*=utf-8''%C5%9E%C9%99rq%20%221%22.txt",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def test_what_is_no_text_has_no_encoding(settings: Any, tmp_path: Path) -> None:
    settings.FILES = tmp_path
    digest = files.keep(content=b"%PDF-")
    assert attachment(digest=digest, name="a.pdf", media_type="application/pdf")["Content-Type"] == "application/pdf"
