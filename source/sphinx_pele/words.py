"""The relations of a diagram in words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .labels import TAG


class Relation(NamedTuple):
    """One arrow: from the words of one box, by the words on the arrow, to another box."""

    source: str
    label: str
    target: str


class Remark(NamedTuple):
    """What a diagram says besides its arrows: a note, the head of a loop, a part of a box."""

    text: str


def plain(label: str, *, markdown: bool = False) -> str:
    """A label without markup: tags, Mermaid's ``#quot;`` entities and Markdown marks are gone."""
    # Pele, like Mermaid, keeps "#quot;" as "ﬂ°quot¶ß" and "#35;" as "ﬂ°°35¶ß" until it draws.
    label = label.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";")
    label = TAG.sub(" ", label)
    label = html.unescape(label)
    if markdown:
        label = re.sub(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", label)
    return " ".join(label.split())


def relations(facts: dict[str, Any], silent: str = "") -> tuple[Relation | Remark, ...]:
    """The relations that ``engine.ask`` found, in the order of the diagram's text.

    An arrow without words "leads to" its end, a line without a head "is linked
    with" it, unless ``silent`` gives the words for both, and a group "includes" its
    members.  What is drawn besides stands as a remark where it is said.
    """
    names = {group["id"]: _words(group) for group in facts["groups"]}
    names |= {node["id"]: _name(node) for node in facts["nodes"] if node["id"] not in names}
    found: list[Relation | Remark] = []
    if facts["heading"]:
        found.append(Remark(f"Above the diagram: {plain(facts['heading'])}"))
    for group in facts["groups"]:
        if not group["members"]:
            found.append(Remark(f"Empty group: {names[group['id']]}"))
    for group in facts["groups"]:
        found += [Relation(names[group["id"]], "includes", names[m]) for m in group["members"]]
    for node in facts["nodes"]:
        if node.get("parent"):
            found.append(Relation(names[node["parent"]], "includes", names[node["id"]]))
    for edge in facts["edges"]:
        if edge["hidden"]:
            continue
        if "remark" in edge:
            found.append(_remark(edge, names))
            continue
        start, end = names[edge["start"]], names[edge["end"]]
        usual = "is linked with" if edge["head"] == "arrow_open" else "leads to"
        label = _words(edge) or silent or usual
        found.append(Relation(start, label, end))
        if edge["head"].startswith("double_"):
            found.append(Relation(end, label, start))
    return (*found, *_alone(facts, names, found))


def _remark(edge: dict[str, Any], names: dict[str, str]) -> Remark:
    about = ", ".join(names.get(id, id) for id in edge["about"])
    head = f"{edge['remark']} {about}".strip()
    return Remark(f"{head}: {plain(edge['text'])}" if edge["text"].strip() else head)


def _alone(
    facts: dict[str, Any], names: dict[str, str], found: list[Relation | Remark]
) -> Iterator[Remark]:
    """The boxes that neither an arrow nor a remark names."""
    said = {name for item in found if isinstance(item, Relation) for name in (item[0], item[2])}
    told = " ".join(item.text for item in found if isinstance(item, Remark))
    for node in facts["nodes"]:
        if names[node["id"]] not in said and names[node["id"]] not in told:
            yield Remark(f"By itself: {names[node['id']]}")


def _words(part: dict[str, Any]) -> str:
    return plain(part["text"], markdown=part.get("markdown", False))


def _name(node: dict[str, Any]) -> str:
    shapes = {"stateStart": "start", "stateEnd": "end"}
    return shapes.get(node["shape"]) or _words(node) or str(node["id"])


def grouped(found: Iterable[Relation]) -> dict[str, dict[str, list[str]]]:
    """Source -> label -> targets, each in order of first appearance."""
    tree: dict[str, dict[str, list[str]]] = {}
    for source, label, target in found:
        tree.setdefault(source, {}).setdefault(label, []).append(target)
    return tree


def as_text(found: Iterable[Relation | Remark], kind: str) -> str:
    """The relations as sentences; empty if there are none."""
    if kind in ("sequence", "state"):  # what is on the arrow is an event, not a verb
        return " ".join(stop(_event(item)) for item in found)
    relations, remarks = _apart(found)
    sentences = [
        f"{source}: " + "; ".join(f"{label} {', '.join(ends)}" for label, ends in out.items()) + "."
        for source, out in grouped(relations).items()
    ]
    return " ".join([*sentences, *(stop(remark.text) for remark in remarks)])


def as_html(found: Iterable[Relation | Remark], kind: str) -> str:
    """The relations as a nested HTML list; a sequence is one numbered list."""
    say = html.escape
    if kind == "sequence":
        return f"<ol>{''.join(f'<li>{say(_event(item))}</li>' for item in found)}</ol>"
    relations, remarks = _apart(found)
    items = []
    for source, out in grouped(relations).items():
        inner = "".join(f"<li>{say(k)}: {say(', '.join(ends))}</li>" for k, ends in out.items())
        items.append(f"<li>{say(source)}<ul>{inner}</ul></li>")
    items += [f"<li>{say(remark.text)}</li>" for remark in remarks]
    return f"<ul>{''.join(items)}</ul>"


def _event(item: Relation | Remark) -> str:
    if isinstance(item, Remark):
        return item.text
    return f"{item.source} to {item.target}: {item.label}"


def _apart(found: Iterable[Relation | Remark]) -> tuple[list[Relation], list[Remark]]:
    items = list(found)
    relations = [item for item in items if isinstance(item, Relation)]
    return relations, [item for item in items if isinstance(item, Remark)]


def stop(text: str) -> str:
    """``text`` with a full stop, unless it ends a sentence already."""
    return text if text.endswith((".", "!", "?")) else text + "."
