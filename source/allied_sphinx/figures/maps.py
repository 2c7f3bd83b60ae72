"""Maps, from the rows and from outlines of states.

`shapes.json` holds outlines by ISO 3166-1 number, to a tenth of a degree, made from Natural
Earth's map at 1:110 million (public domain). They are pictures and no statement about borders:
states that a map does not speak of are one grey area without lines between them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import allied
from allied.store.rows import State
from allied.store.words import spell

from .drawing import AFTER, BEFORE, INK, NARROW, RULE, SHADES, Chart, altair, data, draw

_SHAPES = Path(__file__).with_name("shapes.json")
_TODAY = "2026-06-30"
Polygon = list[list[list[float]]]


@cache
def _outlines() -> dict[str, list[Polygon]]:
    found: dict[str, list[Polygon]] = json.loads(_SHAPES.read_text(encoding="utf-8"))
    return found


def _coarse(polygons: list[Polygon]) -> list[Polygon]:
    """Outlines for a map of the world: no point nearer to the last than a degree and a half."""
    found = []
    for polygon in polygons:
        ring = polygon[0]
        points = ring[:1]
        for x, y in ring[1:-1]:
            if abs(x - points[-1][0]) + abs(y - points[-1][1]) >= 1.5:
                points.append([x, y])
        if len(points) > 3:
            found.append([[*points, ring[0]]])
    return found or polygons[:1]


def _features(groups: Mapping[str, Sequence[State]], coarse: bool) -> list[dict[str, Any]]:
    """GeoJSON of all states, each with the name of its group."""
    of = {state.numeric: name for name, states in groups.items() for state in states}
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": _coarse(polygons) if coarse else polygons,
            },
            "group": of.get(number, ""),
        }
        for number, polygons in _outlines().items()
    ]


def _map(
    groups: Mapping[str, Sequence[State]],
    colours: Sequence[str],
    projection: dict[str, Any],
    width: int,
    height: int,
    coarse: bool = False,
) -> list[Any]:
    """The grey land, and the states of each group in its colour."""
    alt = altair()
    names = list(groups)
    features = _features(groups, coarse)
    layers = []
    for name, colour in zip(("", *names), (RULE, *colours), strict=True):
        chosen = [feature for feature in features if feature["group"] == name]
        shapes = alt.Chart(data(chosen))
        line = {"stroke": INK if name else RULE, "strokeWidth": 0.3 if coarse else 0.6}
        layers.append(shapes.mark_geoshape(fill=colour, **line))
    legend = alt.Legend(
        title=None,
        orient="top",
        direction="vertical",
        columns=2 if width > NARROW else 1,
        columnPadding=40,
        symbolSize=200,
        symbolOpacity=1,
        symbolStrokeWidth=0,
        labelLimit=width - 30,
    )
    key = alt.Chart(data([{"group": name} for name in names]))
    scale = alt.Scale(domain=names, range=list(colours))
    layers.append(
        key.mark_point(filled=True, shape="square", size=0).encode(
            fill=alt.Fill("group:N", scale=scale, legend=legend)
        )
    )
    return [layer.project(**projection).properties(width=width, height=height) for layer in layers]


def nato_by_accession(width: int) -> Chart:
    """The members of NATO in Europe, by the time at which they joined."""
    spans = ((1949, 1949), (1952, 1990), (1999, 2009), (2017, 2024))
    groups: dict[str, list[State]] = {}
    for first, last in spans:
        states = [
            state
            for year in range(first, last + 1)
            for state in allied.nato.joined(year)
            if state in allied.nato.members()
        ]
        years = str(first) if first == last else f"{first} to {last}"
        groups[f"{years} ({len(states)})"] = states
    colours = [AFTER, *SHADES]
    height = int(width * 0.86)
    projection = {
        "type": "azimuthalEqualArea",
        "rotate": [-12, -53, 0],
        "scale": width * 1.02,
        "translate": [width / 2, height / 2],
        "clipExtent": [[0, 0], [width, height]],
    }
    alt = altair()
    figure = alt.layer(*_map(groups, colours, projection, width, height))
    words = (
        "A map of Europe, the members of NATO in four strengths of one colour by the time at "
        "which they joined, the founders darkest. "
        + " ".join(f"{name}: {spell(tuple(states))}." for name, states in groups.items())
        + " Canada and the United States lie beyond its edge."
    )
    rows = tuple(
        (state.name, str(allied.nato.accession(state)))
        for states in groups.values()
        for state in states
    )
    return replace(draw(figure, width, words, ("Member", "Joined"), rows, ""), heavy=True)


def battlegroups_map(width: int) -> Chart:
    """Where the battlegroups are, and who leads each."""
    alt = altair()
    held = allied.battlegroups.listed(_TODAY)
    hosts = [allied.state(row.host) for row in held]
    members = [state for state in allied.nato.members() if state not in hosts]
    groups = {"Hosts of a battlegroup": hosts, "Other members of NATO": members}
    colours = [AFTER, SHADES[-1]]
    height = int(width * (1.0 if width > NARROW else 1.25))
    projection = {
        "type": "azimuthalEqualArea",
        "rotate": [-23, -55.5, 0],
        "scale": width * (1.55 if width > NARROW else 1.75),
        "translate": [width / 2, height / 2],
        "clipExtent": [[0, 0], [width, height]],
    }
    marks = []
    for row in held:
        host, leader = allied.state(row.host), allied.state(row.framework_nation)
        where = _middle(host)
        name = host.name if width > NARROW else host.code
        told = f"{name}: {leader.name if width > NARROW else leader.code}"
        marks.append({"longitude": where[0], "latitude": where[1], "told": told})
    size = 13 if width > NARROW else 12  # on a phone Slovakia's stands close above Hungary's
    names = (
        alt.Chart(data(marks))
        .mark_text(
            fontSize=size, fontWeight="bold", stroke="#ffffff", strokeWidth=3, strokeOpacity=0.85
        )
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="told:N")
    )
    names_above = (
        alt.Chart(data(marks))
        .mark_text(fontSize=size, fontWeight="bold", color="#1f2937")
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="told:N")
    )
    above = [
        layer.project(**projection).properties(width=width, height=height)
        for layer in (names, names_above)
    ]
    figure = alt.layer(*_map(groups, colours, projection, width, height), *above)
    pairs = [(allied.state(row.host).name, allied.state(row.framework_nation).name) for row in held]
    words = (
        f"A map of eastern Europe with the {spell(len(held))} states in which a multinational "
        "battlegroup of NATO is formed, each with the state that leads it: "
        + ", ".join(f"{host} (led by {leader})" for host, leader in pairs)
        + "."
    )
    rows = tuple((host, leader) for host, leader in sorted(pairs))
    return replace(draw(figure, width, words, ("Host", "Framework nation"), rows, ""), heavy=True)


def _middle(state: State) -> tuple[float, float]:
    """The middle of a state's largest piece of land."""

    def area(ring: list[list[float]]) -> float:
        turns = pairwise(ring)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in turns)) / 2

    ring = max((polygon[0] for polygon in _outlines()[state.numeric or ""]), key=area)
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def treaty_partners(width: int) -> Chart:
    """The states that have a pact of defence with the United States or with Russia."""
    alt = altair()
    nato = [state for state in allied.nato.members() if state.code != "USA"]
    american = [
        state for state in allied.pacts.partners("United States", _TODAY) if state not in nato
    ]
    russian = list(allied.pacts.partners("Russia", _TODAY))
    groups = {
        "United States and Russia": [allied.state("USA"), allied.state("RUS")],
        f"Allies of the United States in NATO ({len(nato)})": nato,
        f"Its other treaty partners ({len(american)})": american,
        f"Treaty partners of Russia ({len(russian)})": russian,
    }
    colours = [INK, AFTER, SHADES[1], BEFORE]
    height = int(width * 0.5)
    projection = {
        "type": "equalEarth",
        "rotate": [-11, 0, 0],
        "scale": width * 0.183,
        "translate": [width / 2, height * 0.56],
        "clipExtent": [[0, 0], [width, height]],
    }
    figure = alt.layer(*_map(groups, colours, projection, width, height, coarse=True))
    words = (
        "A map of the world with the states that had a pact of defence in force with the United "
        "States or with Russia in the middle of 2026, by the pacts of these data. "
        + " ".join(f"{name}: {spell(tuple(states))}." for name, states in list(groups.items())[1:])
    )
    rows = tuple(
        (state.name, name.partition(" (")[0])
        for name, states in list(groups.items())[1:]
        for state in sorted(states, key=lambda state: state.name)
    )
    return replace(draw(figure, width, words, ("State", "Group"), rows, ""), heavy=True)
