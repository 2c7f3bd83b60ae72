"""A project with every construct that the typst builder knows."""

import mermaid_render

project = "A Sample Book"
author = "Ada Writer"
copyright = "2026, Ada Writer"
language = "en_GB"
extensions = [
    "myst_parser",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinx.ext.autodoc",
    "sphinx_typst_book",
]
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "fieldlist",
    "substitution",
    "tasklist",
]
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
numfig = True
numfig_format = {
    "figure": "Figure %s",
    "table": "Table %s",
    "code-block": "Listing %s",
    "section": "Section %s",
}
html_theme = "furo"

typst_date = "2026-04-04"
typst_timestamp = 1775300000
typst_commit = "0123abc"
typst_subtitle = "With every construct in it"
typst_description = "A small book that shows what the builder can set."
typst_licence = "Text under CC BY 4.0"
typst_keywords = ["sample", "typst"]
typst_font_paths = [mermaid_render.__path__[0] + "/fonts"]
typst_sans = "Noto Sans"
