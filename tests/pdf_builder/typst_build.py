"""Running sphinx-build and looking at what came of it.

Not a package: its name would hide the wheel of the same name.
"""

from __future__ import annotations

import io
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader
from sphinx.cmd.build import main as sphinx_build
from sphinx.locale import translators

SAMPLE = Path(__file__).parent / "sample"

CONF = """
import sys

sys.path.append({here!r})
project = "Small"
author = "A. Writer"
extensions = ["sphinx_typst_book"]
typst_date = "2026-04-04"
{more}
"""


@dataclass(frozen=True)
class Build:
    """What became of one run of sphinx-build."""

    status: int
    stderr: str
    outdir: Path

    @property
    def pdf(self) -> Path:
        """The only PDF of the build."""
        (found,) = self.outdir.glob("*.pdf")
        return found

    @property
    def markup(self) -> str:
        """The Typst source."""
        return (self.outdir / "_typst" / self.pdf.stem / "book.typ").read_text("utf-8")

    def text(self) -> str:
        """All text of the PDF."""
        return "\n".join(page.extract_text() for page in PdfReader(self.pdf).pages)


def run(srcdir: Path, outdir: Path, *options: str, builder: str = "typstbook") -> Build:
    """Run sphinx-build with warnings as errors."""
    errors = io.StringIO()
    doctrees = outdir.with_name(f"{outdir.name}-doctrees")
    arguments = ["-b", builder, "-d", doctrees, "-q", "-W", "--no-color", *options, srcdir, outdir]
    with (
        redirect_stdout(io.StringIO()),
        redirect_stderr(errors),
        warnings.catch_warnings(),
    ):
        # What other extensions still call is not ours to mend.
        warnings.filterwarnings("ignore", module=r"myst_parser|sphinx_design|sphinxcontrib")
        status = sphinx_build([str(argument) for argument in arguments])
    # Sphinx keeps the language of a build for the next one in the same process.
    translators.clear()
    return Build(status, errors.getvalue(), outdir)
