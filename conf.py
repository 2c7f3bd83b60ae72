"""Settings of the Sphinx build; behaviour lives in source/allied_sphinx."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "source"))

# -- Project: https://www.sphinx-doc.org/en/master/usage/configuration.html#project-information
project = "Allied Cooperation"
author = "The contributors to Allied Cooperation"
copyright = "2026, the contributors to Allied Cooperation"
language = "en"

# -- General: https://www.sphinx-doc.org/en/master/usage/configuration.html#general-configuration
extensions = [
    "myst_parser",
    "sphinx.ext.doctest",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "sphinxcontrib.mermaid",
    "allied_sphinx",
]
source_suffix = {".md": "markdown"}
nitpicky = True
numfig = True
numfig_format = {"figure": "Figure %s", "table": "Table %s"}
templates_path = ["_static/templates"]
exclude_patterns = ["templates/**"]  # those of _static, which are not for readers

# -- Markdown: https://myst-parser.readthedocs.io/en/latest/configuration.html
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

# -- Sources: https://sphinxcontrib-bibtex.readthedocs.io/en/latest/usage.html
bibtex_bibfiles = ["docs/references.bib"]
bibtex_reference_style = "label"
bibtex_tooltips = False  # the popover tells more
bibtex_cite_id = "cite-{key}"
bibtex_default_style = "read-source"  # source/allied_sphinx/citations.py

# -- PDF: source/sphinx_typst_book/README.md
typst_subtitle = (
    "How sovereign states align their military, diplomatic, intelligence and economic policies"
)
typst_description = "A reference article that checks itself against cited data"
typst_licence = "Text under CC BY 4.0; each table under its own terms"
typst_caption_addresses = True  # once the site has an address
# The contents say the same.
typst_omit_sections = ["Begin with a question", "Related pages", "Ways into the article"]
typst_documents = [
    {
        "name": "allied-cooperation.pdf",
        "called": "book",
        "exclude": ["appendix/**", "contribute/**"],
        "without": ["source-note"],
        "only_cited": True,
    },
    {
        "name": "allied-cooperation-data.pdf",
        "called": "data annex",
        "title": "Allied Cooperation: Data Annex",
        "subtitle": "The tables behind the article, what their columns mean, and the evidence",
        "description": "Every number, date and membership that the article states, with its source",
        "start": "appendix/index",
        "append": ["bibliography"],
        "contents_depth": 2,
        "chapters": "run on",
        "only_cited": True,
    },
    {
        "name": "allied-cooperation-brief.pdf",
        "called": "brief",
        "title": "Allied Cooperation in Brief",
        "subtitle": "What each chapter of the article says, in short, and its main charts",
        "description": "",
        "exclude": ["contribute/**", "appendix/**", "timeline", "further-reading"],
        "select": ["admonition-in-brief", "chart-figure"],
        "layout": "leaflet",
    },
]
typst_colophon = [
    (
        "How it was checked",
        "Each number, date and list of names over a thin line is bound to rows of data that "
        "name their sources, and was compared with them when these pages were made. The data "
        "annex, a PDF of its own, prints the rows and lists every statement that rests on them.",
    ),
    (
        "How to cite it",
        "Allied Cooperation, with the date and the revision of the edition; the cover has both.",
    ),
]

# -- HTML: https://www.sphinx-doc.org/en/master/usage/configuration.html#options-for-html-output
html_theme = "furo"
html_title = "Allied Cooperation"
html_static_path = ["_static"]
html_css_files = ["allied.css", "frame.css", "print.css"]  # joined: allied_sphinx/sheets.py
html_js_files = ["page.js", ("filter.js", {"defer": "defer"}), ("tables.js", {"defer": "defer"})]
html_favicon = "_static/logo.svg"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"top_of_page_buttons": []}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/downloads.html",
        "sidebar/scroll-end.html",
    ]
}

moved_pages = {}  # {"old/page": "new/page"}: source/allied_sphinx/moved.py

# -- EPUB: https://www.sphinx-doc.org/en/master/usage/configuration.html#options-for-epub-output
epub_basename = "allied-cooperation"
epub_description = typst_description
epub_contributor = author
epub_uid = "edition"
epub_css_files = ["ebook.css"]
epub_show_urls = "no"
epub_tocdepth = 2
epub_tocdup = False
epub_tocscope = "includehidden"
epub_exclude_pages = typst_documents[0]["exclude"]
epub_pre_files = [("imprint.xhtml", "About this edition")]
