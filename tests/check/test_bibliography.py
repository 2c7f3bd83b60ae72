"""The sources as pybtex reads them: names as a reader sees them, and no traceback for any file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database.input.bibtex import LowLevelParser, Parser

from allied.store.problems import DataError
from allied_check.bibliography import (
    Commands,
    Reference,
    check_addresses,
    check_bibliography,
    check_dates,
    plain,
    references,
    short_author,
)
from allied_sphinx import citations
from conftest import FUZZ, ROOT, copy_project, sphinx

SOURCES = ROOT / "docs/references.bib"
TWO = """\
@misc{one-2000,
  author = {{One}},
  title = {A title},
  year = {2000},
  url = {https://one.org/a},
  keywords = {press}
}

"""


def bib(folder: Path, text: str | bytes) -> Path:
    path = folder / "references.bib"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def only(folder: Path, fields: str) -> Reference:
    (found,) = references(bib(folder, f"@misc{{key, {fields}}}")).values()
    return found


def said(path: Path) -> list[tuple[int, str]]:
    found = list(check_bibliography(path))
    assert all(problem.remedy and problem.path == path for problem in found)
    return [(problem.line, problem.wrong) for problem in found]


def test_the_article_is_read_as_the_build_reads_it() -> None:
    """The same keys, fields and short names as pybtex gives to sphinxcontrib-bibtex."""
    built = Parser().parse_file(str(SOURCES)).entries
    ours = references(SOURCES)
    assert list(ours) == list(built)
    assert {key: one.entry for key, one in ours.items()} == dict(built.items())
    assert {key: short_author(one.entry) for key, one in ours.items()} == {
        key: citations.short_author(entry) for key, entry in built.items()
    }
    lines = SOURCES.read_text(encoding="utf-8").split("\n")
    assert all(lines[one.line - 1].endswith(f"{{{key},") for key, one in ours.items())
    assert said(SOURCES) == []


@pytest.mark.parametrize(
    ("fields", "short"),
    [
        ("author = {{A\\&O Shearman}}, year = {2025}", "A&O Shearman (2025)"),
        ('author = {Schr{\\"o}der, Gerhard}, year = 1999', "Schröder (1999)"),
        ("author = {S\\~ao Paulo, X}, year = {1999}", "São Paulo (1999)"),
        ("title = {A \\$500M deal}, year = {1999}", "A $500M deal (1999)"),
        (
            "title = {An \\emph{old} deal --- {NATO}'s}, author = {}",
            "An old deal \u2014 NATO's",
        ),
        ("author = {Leeds, Brett Ashley and Johnson, Jesse}", "Leeds and Johnson"),
        (
            "author = {Leeds, A and\n    Johnson, B and\n    Ito, C}, year={2000}",
            "Leeds and others (2000)",
        ),
        ("author = {Jesse C. Johnson and Ludwig van Beethoven}", "Johnson and van Beethoven"),
        ("author = {{Trade and Industry, Department of}}", "Trade and Industry, Department of"),
        ("editor = {Kaplan, Lawrence}, institution = {NATO}", "Kaplan"),
        ("institution = {NATO}, title = {T}", "NATO"),
        ('title = "Quoted", year = "2001"', "Quoted (2001)"),
        ("title = {A long\n     title}", "A long title"),
        ("title = {May}, year = {2000}, month = may # { 9}", "May (2000)"),
        ("", ""),
    ],
)
def test_a_short_name_is_what_a_reader_would_write(tmp_path: Path, fields: str, short: str) -> None:
    assert only(tmp_path, fields).short == short


def test_forms_of_an_entry(tmp_path: Path) -> None:
    text = (
        '\ufeff% a remark\n@string{one = "One"}\r\n@comment{ title = {x} }\n@preamble{"x"}\n'
        "@misc{a,title={A},year={2001}}\n@misc(b,\n title = one # { and } # two,\n)\n"
    ).replace("# two", '# "Two"')
    found = references(bib(tmp_path, text + "@ARTICLE { c , Title = {C} , journal={J} , }\n"))
    assert [(one.key, one.line, one.title, one.year) for one in found.values()] == [
        ("a", 5, "A", "2001"),
        ("b", 6, "One and Two", ""),
        ("c", 9, "C", ""),
    ]
    assert said(tmp_path / "references.bib") == []


BROKEN = {
    "brace not closed": (
        TWO + "@misc{two,\n title = {A {B},\n year = {2000}\n}\n",
        9,
        "'two' cannot",
    ),
    "entry not closed": (
        TWO + "@misc{two,\n title = {A}\n\n@misc{three,\n title = {B}}\n",
        9,
        "'two'",
    ),
    "comma missing": (
        TWO.replace("{A title},", "{A title}"),
        1,
        "'one-2000' cannot be read (line 4",
    ),
    "no key": ("@misc{,\n title = {A}}", 1, "this entry cannot be read"),
    "no equals": (TWO.replace("title =", "title"), 1, "'one-2000' cannot be read"),
    "name not defined": (TWO.replace("{2000}", "twothousand"), 4, "'twothousand' is not defined"),
    "quote not closed": ('@misc{a,\n title = "A\n}', 1, "'a' cannot be read"),
    "mail address": (TWO + "someone@example.org", 9, "this entry cannot be read"),
    "conflict": (TWO + "<<<<<<< HEAD\n" + TWO + "=======\n>>>>>>> x\n", 9, "a conflict of two"),
    "Latin-1": ((TWO + "@misc{é,}").encode("latin-1"), 9, "the file is not in UTF-8"),
    "UTF-16": (TWO.encode("utf-16"), 1, "the file is in UTF-16"),
    "nested": ("@misc{a, title = " + "{" * 200 + "}" * 200 + "}", 1, "too many nested braces"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_problem_at_its_line(tmp_path: Path, name: str) -> None:
    text, line, words = BROKEN[name]
    path = bib(tmp_path, text)
    ((at, wrong),) = said(path)
    assert at == line
    assert words in wrong
    with pytest.raises(DataError) as caught:
        references(path)
    assert [problem.line for problem in caught.value.problems] == [line]


def test_what_a_brace_too_many_cuts_off_is_named(tmp_path: Path) -> None:
    """pybtex takes it for a remark and reads on, without the year and the address."""
    path = bib(tmp_path, TWO.replace("{A title}", "{A title}}") + TWO.replace("one-", "two-"))
    assert said(path) == [(3, "',' stands outside of every entry")]
    assert [one.year for one in references(path).values()] == ["", "2000"]


def test_what_stands_below_the_last_entry_is_named(tmp_path: Path) -> None:
    assert said(bib(tmp_path, TWO + "% a remark\nurldate = {2026-11-22}\n")) == [
        (10, "'urldate = {2026-11-22}' stands outside of every entry")
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert said(tmp_path / "none.bib") == [(1, "there is no such file")]


def test_a_key_that_stands_twice_names_both_lines(tmp_path: Path) -> None:
    path = bib(tmp_path, TWO + TWO.replace("One", "Other").replace("one-2000", "ONE-2000"))
    assert said(path) == [(9, "the key 'ONE-2000' stands twice (the first is on line 1)")]
    assert references(path)["one-2000"].author == "One"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("title = {A}, title = {B}", "entry with key key has a duplicate title field"),
        ("author = {a, b, c, d, e}", "Too many commas in 'a, b, c, d, e'"),
        ("title = {A \\unheard{of} word}", "holds LaTeX that is not known here: \\unheard"),
        ("author = {\\foo}", "the author of 'key' holds LaTeX that is not known here: \\foo"),
        ("note = {ends in \\}", "the note of 'key' holds LaTeX"),
        ("title = {The 同盟}", "no font of the book has the letters '同盟' in the title of 'key'"),
        ("title = {x \\\\ y}", "the title of 'key' holds LaTeX"),
        ("title = {A `Paper Tiger'}", "the title of 'key' would show the sign `"),
    ],
)
def test_what_would_reach_a_reader_raw_or_be_dropped_is_named(
    tmp_path: Path, fields: str, words: str
) -> None:
    (found,) = said(bib(tmp_path, f"@misc{{key, {fields}}}"))
    assert found[0] == 1
    assert words in found[1]


@pytest.mark.parametrize(
    ("field", "good"),
    [
        ("url = {https://www.nato.int/a?b=c#d}", True),
        ("url = {HTTP://example.org}", True),
        ("url = {javascript:alert(1)}", False),
        ("url = { javascript:alert(1)}", False),
        ("url = {data:text/html,x}", False),
        ("url = {https://a.org/ javascript:x}", False),
        ('url = {https://a.org/"onclick="x}', False),
        ("url = {//a.org/x}", False),
        ("url = {www.nato.int}", False),
        ("url = {https://}", False),
        ("url = {file:///etc/passwd}", False),
        ("doi = {10.1017/S0020818300027442}", True),
        ("doi = {https://doi.org/10.1017/S0020818300027442}", False),
        ("doi = {javascript:alert(1)}", False),
        ("howpublished = {NATO: a press release}", True),
        ("howpublished = {United States Studies Centre}", True),
        ("howpublished = {\\url{https://a.org}}", True),
        ("howpublished = {javascript:alert(1)}", False),
        ("howpublished = {\\url{data:text/html,x}}", False),
    ],
)
def test_an_address_leads_to_the_web_or_nowhere(tmp_path: Path, field: str, good: bool) -> None:
    path = bib(tmp_path, f"\n@misc{{key, {field}}}")
    found = list(check_addresses(references(path), path))
    assert [problem.line for problem in found] == ([] if good else [2])


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ("misc{a, pages = {120--114}}", "the pages of 'a' run from 120 back to 114"),
        ("misc{a, pages = {114--120}}", ""),
        ("misc{a, pages = {114-20}}", ""),
        ("article{a, title = {A}}", "the article 'a' names no journal"),
        ("article{a, note = {The copy shows no journal}}", ""),
        ("Article{a, journal = {Survival}}", ""),
        ("misc{a, author = {Leeds, Brett and Kapl4n, Lawrence}}", "the author of 'a' has a digit"),
        ("misc{a, editor = {Kaplan, 1949}}", "the editor of 'a' has a digit"),
        ("misc{a, author = {{G7} and {Group of {77}}}}", ""),
        ("misc{a, url = {https://web.https://a.org/x}}", "the url of 'a' begins twice"),
        ("misc{a, url = {https://a.orghttps://a.org/x}}", "the url of 'a' begins twice"),
        ("misc{a, url = {https://web.archive.org/2016/http://a.org:80/x}}", ""),
        ("misc{a, url = {https://a.org:8080/x}}", ""),
        ("misc{a, url = {https://doi.org/10.1017/S1}, doi = {10.1017/S2}}", "names the DOI"),
        ("misc{a, url = {https://a.org/doi/abs/10.1017/S1}, doi = {10.1017/S2}}", "names the DOI"),
        ("misc{a, url = {https://a.org/doi/10.1017/s2/abstract}, doi = {10.1017/S2}}", ""),
        ("misc{a, url = {https://a.org/x}, title = {A}}\n@misc{b, url = {https://a.org/x}, "
         "title = {{a}}}", "'b' is the source 'a' again"),
        ("misc{a, url = {https://a.org/x}, title = {A}}\n@misc{b, url = {https://a.org/x}, "
         "title = {B}}", ""),
        ("misc{a, title = {A}}\n@misc{b, title = {A}}", ""),
    ],
)  # fmt: skip
def test_slips_of_an_entry_are_named(tmp_path: Path, entry: str, wrong: str) -> None:
    found = [told for _, told in said(bib(tmp_path, f"@{entry}"))]
    assert [wrong in one for one in found] == ([True] if wrong else [])


@settings(deadline=None, max_examples=300 * FUZZ)
@given(st.one_of(st.text(), st.text('@misc{a,title="b"}=#\\%\n$&~\'')), st.booleans())
def test_no_file_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, text: str, within: bool
) -> None:
    text = text.encode("utf-8", "replace").decode()
    whole = f"@misc{{key,\n title = {{{text}}}\n}}" if within else TWO + text
    path = bib(tmp_path_factory.mktemp("b"), whole)
    found = said(path)
    last = whole.count("\n") + whole.count("\r") + 1
    assert all(1 <= line <= last for line, _ in found)
    if not found:
        for one in references(path).values():
            assert isinstance(one.short, str)


@settings(deadline=None)
@given(st.text())
def test_any_field_has_a_plain_text(latex: str) -> None:
    assert isinstance(plain(latex), str)


# -- what the build makes of them ------------------------------------------------------------


def test_the_plain_backend_of_pybtex_is_found_without_a_search() -> None:
    """sphinxcontrib-bibtex asks for it at each citation, and pybtex then searches every package
    that is installed, unless it is registered by force (see `citations.setup`)."""
    code = (
        "from types import SimpleNamespace as S; import pybtex.plugin as p\n"
        "from allied_sphinx import citations\n"
        "citations.setup(S(connect=lambda *a, **k: None, add_domain=lambda *a, **k: None))\n"
        "p.entry_points = None\n"
        "print(p.find_plugin('pybtex.backends', 'plaintext').__name__)\n"
        "print(p.find_plugin('pybtex.style.formatting', 'read-source').__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "source",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == ["Backend", "ReadSourceStyle"], done.stderr


def test_a_broken_bibliography_ends_the_build_with_its_line(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    path = project / "docs/references.bib"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n@misc{last,\n  title = {A {B}\n}\n", encoding="utf-8")
    done = sphinx(project, "html", "build/html", "-q")
    assert done.returncode == 1
    assert f"docs/references.bib:{text.count(chr(10)) + 2}: " in done.stderr
    assert "the entry 'last' cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Nothing was written: 1 problem(s), named above" in done.stderr


@pytest.mark.parametrize(
    ("key", "fields", "wrong"),
    [
        ("one-2000-a", "year = {2010}", "names another year than its 2010"),
        ("one-2000-a", "year = {2001}", ""),  # online in one year, printed in the next
        ("one-2000", "year = {2000}, date = {2000-05}, urldate = {2000-04-01}", "before its date"),
        ("one-2000", "year = {2000}, date = {2000-05}, urldate = {2000-05-01}", ""),
        ("one-2000", "year = {2000}, urldate = {1999-12-31}", "before its year, 2000"),
        ("one-2000", "year = {2000}, urldate = {2000-01-01}", ""),
        ("one-nd-2500", "year = {2000}", "another year"),
        ("one-nd-a", "year = {2000}", ""),
    ],
)
def test_years_and_days_of_a_source_agree(
    tmp_path: Path, key: str, fields: str, wrong: str
) -> None:
    path = bib(tmp_path, f"@misc{{{key}, title = {{A}}, {fields}}}")
    found = [problem.wrong for problem in check_dates(list(references(path).values()), path)]
    assert [wrong in one for one in found] == ([True] if wrong else [])


@pytest.mark.parametrize(
    "fields",
    [
        ", title = {A {B {C} D} E}, year = {2000}",
        ",title={A},year={2000},",
        " title = {A}, year = {2000}",
        ", title = {A {B {C {D}}}}, year = 2000",
        ', title = "A {B} C" # { D}, year = {2000}',
        ", title = {A} # {B}, year = {2000}",
        ", title = {A\nB}, year\n=\n{2000}\n,\n",
        ", title-x = {A}, year = {2000}, title = {B}",
        ", title = {A}, month = jan, year = {2000}",
        ", , title = {A}, year = {2000}",
        ", title = {A}} year = {2000}",
        ", title = {A, year = {2000}",
        ", title = nothing, year = {2000}",
    ],
)
def test_plain_fields_are_read_as_pybtex_reads_them(fields: str) -> None:
    class Slow(Commands):
        parse_entry_fields = LowLevelParser.parse_entry_fields

    def read(kind: type[Commands]) -> object:
        try:
            return list(kind(f"@misc{{key{fields}}}\n\n{TWO}", SOURCES).commands())
        except DataError as error:
            return error.problems

    assert read(Commands) == read(Slow)


@pytest.mark.parametrize(
    "title", ["", "{}", "{ }", "~", "{\\emph{}}", "A", "{A \\emph{B}}", "\\ss", "--", "$x$", "_"]
)
def test_a_title_that_is_blank_is_seen_without_reading_latex(tmp_path: Path, title: str) -> None:
    found = only(tmp_path, f"title = {{{title}}}")
    assert found.has_title == bool(found.title)


def test_a_field_is_what_the_entry_has() -> None:
    for reference in references(SOURCES).values():
        for name, text in reference.entry.fields.items():
            assert reference.field(name.lower()) == text
