"""One style sheet for every page: the theme's, cut to what pages use, and the project's own.

A page asks for one file where it asked for three, and for two thirds of the bytes. Nothing of it
stands between the lines of a page, so that a strict Content-Security-Policy can be kept.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import sphinx_design
from sphinx.config import Config

SHEET = "site.css"
DESIGN = "sphinx-design.min.css"
# Of Furo's sheet: parts of pages that this site never has. A test holds it against the pages.
DROPPED = re.compile(
    r"\.(?:sig\b|sig-|versionadded|versionchanged|versionremoved|deprecated|versionmodified"
    r"|announcement|announcement-content|sidebar-toggle|overlay|sidebar-overlay|toc-overlay\b(?!-)"
    r"|linenos|lineno|linenodiv|highlighttable|math|math-wrapper|eqno|option-list|field-list"
    r"|guilabel|menuselection|search\b(?!-)|highlighted|sidebar-logo|topic|topic-title|sidebar-title"
    r"|contents|domainindex-|citation|epigraph|pull-quote|highlights|attribution|viewcode-|problematic"
    r"|code-block-caption|literal-block-wrapper|visually-hidden|only-light|only-dark|edit-this-page"
    r"|view-this-page|icons|text-align|loweralpha|upperalpha|lowerroman|upperroman|admonition-todo"
    r"|theme-icon-|furo-related-icon|classifier|property|centered|toc-backref|figure\b|sidebar\b(?!-)"
    r"|this-will-duplicate-|sphinx-bs|shadow\b|copybtn|ethical-|admonition|line-block|literal-block"
    r"|hll|rubric|scrolled|bottom-of-page|page-info|related-pages)"
    r"|#(?:__navigation|__toc|searchbox|furo-)|\bkbd\b|-moz-focus|\bfieldset\b|\blegend\b|\bprogress\b"
    r"|\bdl\[class\]|\bsvg\b|span\.property|hr\.docutils|\bh[56]\b|:target[>~ ]*h\d|dl\.footnote"
    r"|table\.docutils|overlay-icon \.icon|header-\w+ label|\.external:after|:not\(\.caption\)"
    r"|-moz-placeholder|-spin-button|file-upload|\b(?:optgroup|select|textarea|template|samp)\b"
    r"|type=(?:reset|radio)"
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARATION = re.compile(
    r"""((?:[^;"'(]|"[^"]*"|'[^']*'|\((?:[^()"']|"[^"]*"|'[^']*'|\([^()]*\))*\))+);?"""
)
_ASKED = re.compile(r"var\((--[\w-]+)")
_WHOLE = re.compile(r"var\(\s*(--[\w-]+)\s*\)")
# What the lexers of the languages of pages make of code; the others have no colour here.
_TOKENS = frozenset(
    "c c1 cm kc kd k kn kr kt l ld m mf mh mi na nb nc nd ne nf nl nn nt nv o ow "
    "p s s1 s2 sa sb sd se sh si gp go gr gt bp fm".split()
)

# What the directives that pages may use are made of: grids, cards, tabs, folds.
_AT = r"(?:-(?:xs|sm|md|lg|xl))?"  # from which width on
_KEPT = re.compile(
    rf"sd-(?:container-fluid|row|row-cols{_AT}-[1-4]|col{_AT}(?:-\d+)?|g{_AT}-[0-5]|mb-\d|w-100"
    r"|card(?:-(?:body|title|text|hover))?|sphinx-override|font-weight-bold|hide-link-text"
    r"|shadow-sm|d-flex-row|stretched-link|tab-\w+|summary-\w+|dropdown)"
)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Head and body of each rule, comments left out; the body of an ``@media`` holds rules.

    >>> list(rules("a{b:c}@media print{d{e:f}}"))
    [('a', 'b:c'), ('@media print', 'd{e:f}')]
    """
    css = _COMMENT.sub("", css)
    at = 0
    while (opened := css.find("{", at)) >= 0:
        depth, end = 1, opened
        while depth:
            end += 1
            depth += {"{": 1, "}": -1}.get(css[end], 0)
        yield css[at:opened].strip(), css[opened + 1 : end].strip()
        at = end + 1


def cut_theme(css: str, others: Iterable[str]) -> str:
    """Furo's sheet without `DROPPED`, and without properties that no rule asks for.

    ``others`` are the sheets that ask for properties of Furo's too, or give them.
    """
    kept = _without(css)
    asked = set(_ASKED.findall(" ".join([re.sub(r"--[\w-]+:[^;}]*", "", kept), *others])))
    given: dict[str, set[str]] = {}
    for declaration in _DECLARATION.findall(kept):
        for name, value in re.findall(r"(--[\w-]+)\s*:([^;}]*)", declaration):
            given.setdefault(name, set()).update(_ASKED.findall(value))
    waiting = list(asked)
    while waiting:
        for name in given.get(waiting.pop(), ()):
            if name not in asked:
                asked.add(name)
                waiting.append(name)
    return _written_out(_asked_for(kept, asked), others)


def _written_out(css: str, others: Iterable[str]) -> str:
    """The sheet with the value itself where a property is asked for that is given but once.

    >>> _written_out("body{--a:1px;--b:2px}p{top:var(--a);left:var(--b)}", ["b{--b:3px}"])
    'body{--b:2px}p{top:1px;left:var(--b)}'
    """
    elsewhere = " ".join(others)
    given = [part.strip().partition(":") for part in _declarations(css) if part.startswith("--")]
    names = [name for name, _, _ in given]
    once = {
        name: value.strip()
        for name, _, value in given
        if names.count(name) == 1 and name not in elsewhere
    }

    def value_of(match: re.Match[str]) -> str:
        return _WHOLE.sub(value_of, once[match[1]]) if match[1] in once else match[0]

    left = set(names) - set(once)
    return _WHOLE.sub(value_of, _asked_for(css, left))


def _declarations(css: str) -> Iterator[str]:
    for head, body in rules(css):
        if head.startswith("@"):
            yield from _declarations(body)
        else:
            yield from (part.strip() for part in _DECLARATION.findall(body))


def _without(css: str) -> str:
    found = []
    for head, body in rules(css):
        if head.startswith("@"):
            inner = _without(body)
            if inner:
                found.append(f"{head}{{{inner}}}")
            continue
        selectors = [one for one in _selectors(head) if not DROPPED.search(one)]
        if selectors and body:
            found.append(f"{','.join(selectors)}{{{body}}}")
    return "".join(found)


def _selectors(head: str) -> list[str]:
    """The selectors of a rule, parted at commas outside of parentheses."""
    return [one.strip() for one in re.split(r",(?![^()]*\))", head)]


def _asked_for(css: str, asked: set[str]) -> str:
    found = []
    for head, body in rules(css):
        if head.startswith("@"):
            found.append(f"{head}{{{_asked_for(body, asked)}}}")
            continue
        kept = [
            one
            for one in (part.strip() for part in _DECLARATION.findall(body))
            if not one.startswith("--") or one.partition(":")[0].strip() in asked
        ]
        if kept:
            found.append(f"{head}{{{';'.join(kept)}}}")
    return "".join(found)


def packed(css: str) -> str:
    """A sheet without comments and without the spaces that are for its authors.

    >>> packed("a {\\n  b: c; /* why */\\n  d: e;\\n}\\n")
    'a{b:c;d:e}'
    """
    found = []
    for head, body in rules(css):
        head = re.sub(r"\s+", " ", head)
        if head.startswith("@") and "{" in body:
            found.append(f"{head}{{{packed(body)}}}")
            continue
        parts = (re.sub(r"\s+", " ", part.strip()) for part in _DECLARATION.findall(body))
        lines = (re.sub(r"^([\w-]+):\s+", r"\1:", part) for part in parts if part)
        found.append(f"{re.sub(r', ', ',', head)}{{{';'.join(lines)}}}")
    return "".join(found)


def colours_of_code() -> str:
    """Furo's colours of code, light and dark, a rule for each colour and not for each token."""
    from furo import _KNOWN_STYLES_IN_USE, get_pygments_style_colors, get_pygments_stylesheet

    plain = {"light": ("black", "white"), "dark": ("white", "black")}
    named = {}
    for theme, (front, ground) in plain.items():
        style = _KNOWN_STYLES_IN_USE[theme]
        assert style is not None
        found = get_pygments_style_colors(
            style, fallbacks={"foreground": front, "background": ground}
        )
        named[theme] = (
            f"--color-code-background:{found['background']};"
            f"--color-code-foreground:{found['foreground']}"
        )
    dark = named["dark"]
    return (
        f"body{{{named['light']}}}@media not print{{body[data-theme=dark]{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{body:not([data-theme=light]){{{dark}}}}}}}"
        + _by_colour(get_pygments_stylesheet())
    )


def _by_colour(css: str) -> str:
    found: dict[tuple[str, str], list[str]] = {}
    parts = []
    plain = ""
    for head, body in rules(css):
        said = re.sub(r"\s*([:;])\s*", r"\1", body).rstrip(";")
        if head.startswith("@"):
            parts.append(f"{head}{{{_by_colour(body)}}}")
        elif match := re.fullmatch(r"(.*\.highlight) \.(\w+)", head):
            # In the dark the colour of plain text may take the place of one of the light sheet.
            if match[2] in _TOKENS and (said != plain or match[1] != ".highlight"):
                found.setdefault((match[1], said), []).append(f".{match[2]}")
        elif head.endswith(".highlight"):
            plain = said.rpartition(";")[2]
            parts.insert(0, f"{head}{{{said}}}")
    grouped = [
        f"{before} :is({','.join(tokens)}){{{said}}}" for (before, said), tokens in found.items()
    ]
    return "".join(
        [*(p for p in parts if p[0] != "@"), *grouped, *(p for p in parts if p[0] == "@")]
    )


def cut_design(css: str) -> str:
    """The rules of sphinx-design's sheet that pages can have a use for: a seventh of its bytes."""
    found = []
    for head, body in rules(css):
        if head.startswith("@media"):
            if inner := cut_design(body):
                found.append(f"{head}{{{inner}}}")
        elif fitting := [one for one in _selectors(head) if _is_kept(one)]:
            found.append(f"{','.join(fitting)}{{{body}}}")
    return "".join(found)


def _is_kept(selector: str) -> bool:
    return all(map(_KEPT.fullmatch, re.findall(r"\.(sd-[\w-]+)", selector)))


def own_sheets(config: Config) -> list[str]:
    """The project's own parts, in the order in which they are joined after the theme's."""
    return [name for name, _ in config.html_css_files]


def write_sheets(out: Path, config: Config) -> None:
    """Join the sheets in the folder of a site that has been given its static files."""
    static = out / "_static"
    theme, extensions = (static / "styles" / name for name in ("furo.css", "furo-extensions.css"))
    if not theme.exists():
        return  # another theme, whose sheets are its own
    parts = [static / name for name in own_sheets(config)]
    own = [packed(path.read_text(encoding="utf-8")) for path in parts]
    later = [(static / name).read_text(encoding="utf-8") for name in ("finder.css", "popover.css")]
    whole = Path(sphinx_design.__file__).with_name("static") / DESIGN
    design = cut_design(whole.read_text(encoding="utf-8"))
    # Furo's rules for the cards stand with those for parts that are not used here.
    cards = "".join(
        f"{head}{{{body}}}"
        for head, body in rules(extensions.read_text(encoding="utf-8"))
        if (head == "body" and "--sd-" in body) or (".sd-" in head and _is_kept(head))
    )
    (static / DESIGN).write_text(design + cards, encoding="utf-8")
    code = colours_of_code()
    furo = cut_theme(theme.read_text(encoding="utf-8"), [*own, *later, design, cards, code])
    (static / SHEET).write_text("".join([code, furo, *own]), encoding="utf-8")
    for path in (theme, extensions, *parts):
        path.unlink()
    for script in sorted(static.glob("*.js")):  # what opens a script is for its authors
        text = script.read_text(encoding="utf-8")
        script.write_text(re.sub(r"\A/\*.*?\*/\n", "", text, flags=re.DOTALL), encoding="utf-8")
    shutil.rmtree(static / "templates", ignore_errors=True)  # no pages, though they look like some
