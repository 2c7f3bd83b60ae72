"""Programs of the project run again and again, without reading their modules anew each time.

A process that has read the modules makes for each run a copy of itself, which goes to the folder,
runs the program as ``python -m`` would, and ends: no run knows anything of another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

_RUN = """
import importlib, json, os, runpy, sys, warnings

program, *given = sys.argv[1:]
for name in given:
    importlib.import_module(name)
for line in sys.stdin:
    asked = json.loads(line)
    if os.fork() == 0:
        break
    status = os.waitstatus_to_exitcode(os.wait()[1])
    if not given and os.path.exists(asked["read"]):
        with open(asked["read"], encoding="utf-8") as file:
            given = file.read().split()
        for name in given:
            importlib.import_module(name)
    print(status, flush=True)
else:
    os._exit(0)
for number, name in enumerate((os.devnull, asked["out"], asked["err"])):
    os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
os.chdir(asked["folder"])
os.environ.clear()
os.environ.update(asked["environment"])
sys.path[:1] = [asked["folder"], os.path.join(asked["folder"], "source")]
sys.argv[1:] = asked["arguments"]
warnings.simplefilter("ignore", RuntimeWarning)  # that the module to run was read before
try:
    runpy.run_module(program, run_name="__main__", alter_sys=True)
finally:
    if not given:
        theirs = [
            name
            for name, module in list(sys.modules.items())
            if not name.endswith("__main__")
            and (getattr(module, "__file__", None) or "").startswith((sys.prefix, sys.base_prefix))
        ]
        with open(asked["read"], "w", encoding="utf-8") as file:
            file.write(" ".join(theirs))
"""


class Program:
    """A program, with the modules that are read before it is run.

    Where none are named, they are those that its first run read and that are not the project's.
    """

    def __init__(self, name: str, folder: Path, *modules: str) -> None:
        """The modules are found from ``folder``."""
        self._said = TemporaryDirectory()
        self._process = subprocess.Popen(
            [sys.executable, "-c", _RUN, name, *modules],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": "source" if modules else ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, folder: Path, environment: dict[str, str], *arguments: str
    ) -> subprocess.CompletedProcess[str]:
        """Run it in a folder with these arguments."""
        files = {name: os.path.join(self._said.name, name) for name in ("out", "err", "read")}
        asked = {"folder": str(folder), "environment": environment, "arguments": arguments, **files}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(asked), file=self._process.stdin, flush=True)
        status = int(self._process.stdout.readline())
        said = [Path(files[name]).read_text(encoding="utf-8") for name in ("out", "err")]
        return subprocess.CompletedProcess(list(arguments), status, *said)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._said.cleanup()
