"""The date and the commit of an edition, without a clock: same commit, same bytes.

``SOURCE_DATE_EPOCH`` (seconds since 1970, the convention of reproducible-builds.org) gives the
date and ``ALLIED_COMMIT`` the commit; where they are not set, an archive says it itself (git
writes it into edition.txt), and in a checkout git is asked for the last commit.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from allied.store.dates import PartialDate

ARCHIVED = Path(__file__).with_name("edition.txt")
_ARCHIVED = re.compile(r"([0-9a-f]{40,64}) ([0-9]+)\n?")


def _archived() -> tuple[str, str]:
    """The commit and its second that an archive carries; blank in a checkout.

    It is asked before git, which would tell of whatever checkout the archive lies in.
    """
    match = _ARCHIVED.fullmatch(ARCHIVED.read_text(encoding="utf-8")) if ARCHIVED.exists() else None
    return (match[1], match[2]) if match else ("", "")


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(
            "Nothing was written: the date of the edition is not known, for this is no git "
            "checkout with a commit, nor an archive of one; set SOURCE_DATE_EPOCH (seconds since "
            "1970) and ALLIED_COMMIT"
        ) from error
    return done.stdout.strip()


def last_changes(folder: Path, below: str) -> dict[str, str]:
    """The day (ISO) of the last commit that changed each file, by path; empty without history.

    A shallow clone has no history: every file would seem to be of its one commit.
    """
    try:
        asked = ["git", "-C", str(folder), "rev-parse", "--is-shallow-repository"]
        if subprocess.run(asked, capture_output=True, text=True, check=True).stdout != "false\n":
            return {}
        asked = ["git", "-C", str(folder), "-c", "core.quotePath=false", "log", "--no-renames"]
        asked += ["--relative", "--format=%x00%cd", "--date=format-local:%F", "--name-only"]
        environment = os.environ | {"TZ": "UTC0"}
        done = subprocess.run(
            [*asked, "--", below], capture_output=True, text=True, check=True, env=environment
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    days: dict[str, str] = {}
    for part in done.stdout.split("\0")[1:]:
        day, *paths = filter(None, part.split("\n"))
        for path in paths:
            days.setdefault(path, day)
    return days


def edition_stamp(folder: Path) -> int:
    """When the edition was made, in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH") or _archived()[1]
    return int(given or _git(folder, "log", "-1", "--format=%ct"))


def edition_commit(folder: Path) -> str:
    """The first twelve digits of its commit, or what the environment says."""
    given = os.environ.get("ALLIED_COMMIT") or _archived()[0][:12]
    return given or _git(folder, "rev-parse", "--short=12", "HEAD")


def settle_edition(app: Sphinx, config: Config) -> None:
    """Fill the config values that name the edition."""
    folder = Path(app.confdir)
    stamp = edition_stamp(folder)
    commit = edition_commit(folder)
    moment = datetime.datetime.fromtimestamp(stamp, tz=datetime.UTC)
    config.edition_date = moment.date().isoformat()
    config.edition_commit = commit
    config.typst_date = config.edition_date
    config.typst_timestamp = stamp
    config.typst_commit = commit
    config.html_context = {
        **config.html_context,
        "edition_date": str(PartialDate(moment.year, moment.month, moment.day)),
        "edition_commit": commit,
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_config_value("edition_date", "", "")
    app.add_config_value("edition_commit", "", "")
    app.connect("config-inited", settle_edition)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
