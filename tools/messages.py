"""Collects the messages of the sources into the catalogs: sorted, without line numbers, without what is gone."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import polib

SOURCES = Path(__file__).resolve().parent.parent / "src" / "kenesh"
LANGUAGES = ("az", "hu", "kk", "ky", "ru", "tr", "uz")  # English is what the sources are written in
PLURALS = {
    "az": "nplurals=2; plural=(n != 1);",
    "hu": "nplurals=2; plural=(n != 1);",
    "kk": "nplurals=2; plural=(n != 1);",
    "ky": "nplurals=2; plural=(n != 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "tr": "nplurals=2; plural=(n > 1);",
    "uz": "nplurals=2; plural=(n > 1);",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, default=SOURCES, help="the folder of the package")
    sources: Path = parser.parse_args().sources
    collect(sources=sources)
    for language in LANGUAGES:
        settle(catalog=sources / "locale" / language / "LC_MESSAGES" / "django.po", language=language)


def collect(*, sources: Path) -> None:
    (sources / "locale").mkdir(exist_ok=True)
    languages = [part for language in LANGUAGES for part in ("-l", language)]
    form = ["--add-location=never", "--no-obsolete", "--no-wrap", "--ignore=static/*", "--ignore=locale/*"]
    # Without settings Django collects the folder it stands in.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", *languages, *form]
    subprocess.run(command, cwd=sources, env=environment, check=True)


def settle(*, catalog: Path, language: str) -> None:
    """One order and one header, so that a change shows the messages that changed and nothing else."""
    read = polib.pofile(str(catalog), wrapwidth=0)
    kept = polib.POFile(wrapwidth=0)
    kept.metadata = {
        "Project-Id-Version": "Kenesh",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for entry in sorted(read, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        kept.append(entry)
    kept.save(str(catalog))


if __name__ == "__main__":
    main()
