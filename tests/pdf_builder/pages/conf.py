"""One page a family of nodes; beside each page, the Typst source that it becomes."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

project = "Pages"
author = "A. Writer"
extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinx.ext.mathjax",
    "sphinx.ext.todo",
    "sphinx.ext.autosummary",
    "sphinx.ext.autodoc",
    "typst_strange",
    "sphinx_typst_book",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = ["attrs_inline", "colon_fence", "dollarmath", "tasklist"]
todo_include_todos = True
autosummary_generate = False
numfig = True
typst_date = "2026-04-04"
typst_omit_sections = ["Left out"]
