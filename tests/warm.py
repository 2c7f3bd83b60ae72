"""``python -m allied_check`` in one folder, again and again, without reading its modules anew.

A process in that folder reads the modules, and for each command makes a copy of itself that
runs it as Python would and ends. The pages and the data are read by the copy, and a command
knows nothing of the one before it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_READ = """
import json, os, runpy, sys, warnings
import allied_check.__main__, allied_check.diagrams

warnings.simplefilter("ignore", RuntimeWarning)  # that the module to run was read before
for line in sys.stdin:
    asked = json.loads(line)
    if os.fork() == 0:
        for number, name in enumerate((os.devnull, *asked["files"])):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
        sys.argv[1:] = asked["arguments"]
        break
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
else:
    os._exit(0)
runpy.run_module("allied_check", run_name="__main__", alter_sys=True)
"""


class Command:
    """The command of a folder."""

    def __init__(self, process: subprocess.Popen[str], said: Path) -> None:
        self._process, self._said = process, said

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run it with these arguments."""
        files = [self._said.with_suffix(suffix) for suffix in (".out", ".err")]
        asked = {"arguments": arguments, "files": [str(path) for path in files]}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        status = int(self._process.stdout.readline())
        out, err = (path.read_text(encoding="utf-8") for path in files)
        return subprocess.CompletedProcess(list(arguments), status, out, err)


@contextmanager
def command(folder: Path, said: Path) -> Iterator[Command]:
    """The command of ``folder``; what it says goes through files called ``said``."""
    kept = {name: text for name, text in os.environ.items() if name != "GITHUB_ACTIONS"}
    with subprocess.Popen(
        [sys.executable, "-c", _READ],
        cwd=folder,
        env={**kept, "PYTHONPATH": "source"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Command(process, said)
