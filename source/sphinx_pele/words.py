"""The relations of a diagram in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any, NamedTuple


class Relation(NamedTuple):
    """One arrow: from the words of one box, by the words on the arrow, to another box."""

    source: str
    label: str
    target: str


def plain(label: str) -> str:
    """A label without markup: tags, Mermaid's ``#quot;`` entities and Markdown stars are gone."""
    # Pele, like Mermaid, keeps "#quot;" as "ﬂ°quot¶ß" and "#35;" as "ﬂ°°35¶ß" until it draws.
    label = label.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";")
    label = re.sub(r"</?[a-zA-Z][^<>]*>", " ", label)
    label = re.sub(r"\*\*|`", "", html.unescape(label))
    return " ".join(label.split())


def relations(facts: dict[str, Any], silent: str = "") -> tuple[Relation, ...]:
    """The relations that ``engine.ask`` found, in the order of the diagram's text.

    An arrow without words "leads to" its end, a line without a head "is linked
    with" it, unless ``silent`` gives the words for both, and a group "includes" its
    members.  A sequence diagram gives its messages.  Other kinds of diagram give none.
    """
    names = {group["id"]: plain(group["text"]) for group in facts["groups"]}
    names |= {node["id"]: _name(node) for node in facts["nodes"] if node["id"] not in names}
    found = []
    for group in facts["groups"]:
        found += [Relation(names[group["id"]], "includes", names[m]) for m in group["members"]]
    for node in facts["nodes"]:
        if node.get("parent"):
            found.append(Relation(names[node["parent"]], "includes", names[node["id"]]))
    for edge in facts["edges"]:
        if edge["hidden"]:
            continue
        start, end = names[edge["start"]], names[edge["end"]]
        usual = "is linked with" if edge["head"] == "arrow_open" else "leads to"
        label = plain(edge["text"]) or silent or usual
        found.append(Relation(start, label, end))
        if edge["head"].startswith("double_"):
            found.append(Relation(end, label, start))
    return tuple(found)


def _name(node: dict[str, Any]) -> str:
    shapes = {"stateStart": "start", "stateEnd": "end"}
    return shapes.get(node["shape"]) or plain(node["text"]) or str(node["id"])


def grouped(found: Iterable[Relation]) -> dict[str, dict[str, list[str]]]:
    """Source -> label -> targets, each in order of first appearance."""
    tree: dict[str, dict[str, list[str]]] = {}
    for source, label, target in found:
        tree.setdefault(source, {}).setdefault(label, []).append(target)
    return tree


def as_text(found: Iterable[Relation], kind: str) -> str:
    """The relations as sentences; empty if there are none."""
    if kind in ("sequence", "state"):  # what is on the arrow is an event, not a verb
        return " ".join(f"{r.source} to {r.target}: {stop(r.label)}" for r in found)
    return " ".join(
        f"{source}: " + "; ".join(f"{label} {', '.join(ends)}" for label, ends in out.items()) + "."
        for source, out in grouped(found).items()
    )


def as_html(found: Iterable[Relation], kind: str) -> str:
    """The relations as a nested HTML list; a sequence is one numbered list."""
    say = html.escape
    if kind == "sequence":
        items = [f"<li>{say(r.source)} to {say(r.target)}: {say(r.label)}</li>" for r in found]
        return f"<ol>{''.join(items)}</ol>"
    items = []
    for source, out in grouped(found).items():
        inner = "".join(f"<li>{say(k)}: {say(', '.join(ends))}</li>" for k, ends in out.items())
        items.append(f"<li>{say(source)}<ul>{inner}</ul></li>")
    return f"<ul>{''.join(items)}</ul>"


def stop(text: str) -> str:
    """``text`` with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else text + "."
