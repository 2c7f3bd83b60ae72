"""Pele, a Mermaid renderer in JavaScript, run inside Python by QuickJS.

Pele and the fonts it measures with come from the installed wheel
``mermaid-render``.  That package's own ``render`` is not used: it fixes the
colours, so its SVG cannot follow the page's theme, and importing it costs 0.1 s.
"""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FONT_FAMILY = "Noto Sans"  # the font whose widths decide the layout
MEMORY, SECONDS = 256 * 1024 * 1024, 10  # the last resort; `check` bounds what is drawn at all
COLUMN = 720  # px; what is wider is packed more tightly

# Width of words in a box, space between boxes and between ranks, in px.  Mermaid's
# own (the first) make a chart of fourteen boxes 1250 px wide: 9 px letters in the
# column.  The first that fits the column is taken, else the narrowest.  A diagram
# that sets its own in its front matter gets those.
LAYOUTS = ((200, 50, 50), (140, 32, 40), (100, 24, 36))

_FACES = ("Regular", "Bold", "Italic", "BoldItalic")  # Pele's style bits: 1 bold, 2 italic
_BEFORE = """
// A picture must not depend on chance or on the day it was drawn.
Math.random = () => 0.5;
Date.now = () => 0;
Date = new Proxy(Date, {construct: (D, args) => args.length ? new D(...args) : new D(0)});
"""
_AFTER = r"""
const measurer = {width(text, size, style) {
  const advance = advances[(style & 1) + (style & 2)];
  let width = 0;
  for (const ch of text)
    width += advance[ch] ?? (/\p{Mark}/u.test(ch) ? 0 : ch.codePointAt(0) >= 0x2e80 ? 1 : .6);
  return width * size;
}};
const frames = {10: 'Loop', 11: 'End of loop', 12: 'Alt', 13: 'Else', 14: 'End of alt', 15: 'Opt',
  16: 'End of opt', 19: 'Par', 20: 'And', 21: 'End of par', 27: 'Critical', 28: 'Option',
  29: 'End of critical', 30: 'Break', 31: 'End of break', 32: 'Par over'};
const remark = (word, about, text) => ({remark: word, about, text, hidden: false});
const member = c => ((c.visibility ?? '') + c.id + (c.memberType === 'method'
  ? '(' + c.parameters + ')' + (c.returnType ? ' : ' + c.returnType : '') : ''))
  .replace(/~([^~]*)~/g, '<$1>');
function facts(m) {
  const all = x => x === undefined ? [] : [...(x.values ? x.values() : Object.values(x))];
  const out = {kind: m.type, title: m.accTitle ?? '', description: m.accDescr ?? '',
               heading: m.title ?? '', nodes: [], edges: [], groups: []};
  if (m.type === 'flowchart') {
    out.nodes = all(m.nodes).map(n => ({id: n.id, text: n.text ?? n.id, shape: n.type ?? '',
                                        markdown: n.labelType === 'markdown'}));
    out.edges = m.edges.map(e => ({start: e.start, end: e.end, text: e.text, head: e.type,
                                   markdown: e.labelType === 'markdown',
                                   hidden: e.stroke === 'invisible'}));
    out.groups = m.subgraphs.map(g => ({id: g.id, text: g.title, members: g.nodes,
                                        markdown: g.labelType === 'markdown'}));
  } else if (m.type === 'state') {
    // A note is a box with a hidden frame of its own and a dashed line to its state.
    out.nodes = m.graph.nodes.filter(n => n.shape !== 'noteGroup' && !n.noteFor)
      .map(n => ({id: n.id, text: [n.label ?? n.id, ...(n.description ?? [])].join(' '),
                  shape: n.shape ?? '', group: n.isGroup, parent: n.parentId ?? ''}));
    const notes = new Map(m.graph.nodes.filter(n => n.noteFor).map(n => [n.id, n]));
    out.edges = m.graph.edges.map(e => {
      const note = notes.get(e.start) ?? notes.get(e.end);
      return note ? remark('Note on', [note.noteFor], note.label ?? '')
        : {start: e.start, end: e.end, head: 'arrow_point', text: e.label ?? '', hidden: false};
    });
  } else if (m.type === 'sequence') {
    out.nodes = all(m.actors).map(a => ({id: a.name, text: a.description, shape: a.type}));
    // A note also has "from" and "to", but it is placed rather than sent.
    out.edges = m.messages.map(e => e.placement !== undefined
      ? remark('Note over', [...new Set([e.from, e.to])].filter(Boolean), e.message)
      : e.from && e.to
      ? {start: e.from, end: e.to, text: e.message, head: 'arrow_point', hidden: false}
      : remark(frames[e.type] ?? '', [], e.message)).filter(e => e.remark !== '');
    for (const b of [...m.boxes].reverse()) if (b.name)
      out.edges.unshift(remark('Together as', b.actorKeys, b.name));
  } else if (m.type === 'class') {
    out.nodes = all(m.classes).map(c => ({id: c.id, shape: '',
      text: c.label + (c.type ? '<' + c.type + '>' : '')}));
    const part = c => [...c.annotations.map(a => '«' + a + '»'), ...c.members.map(member),
                       ...c.methods.map(member)];
    out.edges = [
      ...m.relations.map(r => ({start: r.id1, end: r.id2, head: 'arrow_open', hidden: false,
        text: [r.title ?? '', ...[r.relationTitle1, r.relationTitle2].filter(t => t !== 'none')
               .map(t => '(' + t + ')')].join(' ').trim()})),
      ...all(m.classes).flatMap(c => part(c).map(text => remark('Part of', [c.id], text))),
      ...all(m.notes).map(n => remark('Note', n.class ? [n.class] : [], n.text)),
      ...all(m.namespaces).map(n => remark('Namespace with', [...n.classes.keys()], n.label))];
  } else if (m.type === 'er') {
    const name = new Map(all(m.entities).map(e => [e.id, e.alias || e.label]));
    out.nodes = all(m.entities).map(e => ({id: e.id, text: name.get(e.id), shape: ''}));
    out.edges = [
      ...m.relationships.map(r => ({start: r.entityA, end: r.entityB, text: r.roleA,
                                    head: 'arrow_open', hidden: false})),
      ...all(m.entities).flatMap(e => e.attributes.map(a => remark('Part of', [e.id],
        [a.type, a.name, a.keys.join(','), a.comment].filter(Boolean).join(' '))))];
  }
  return out;
}
function answer(source, wanted) {
  try {
    const out = facts(pele.parse(source));
    for (const [wrappingWidth, nodeSpacing, rankSpacing] of wanted.svg ? wanted.layouts : []) {
      const look = {wrappingWidth, nodeSpacing, rankSpacing};
      const drawn = pele.render(pele.parse(source, {config: {flowchart: look, state: look}}), {
        responsive: false, autoDirection: false, links: false, images: false,
        maxWidth: wanted.column, fontFamily: wanted.font, measurer});
      if (!out.svg || drawn.width < out.width) Object.assign(out, drawn);
      if (out.width <= wanted.column) break;
    }
    return JSON.stringify(out);
  } catch (e) {
    return JSON.stringify({error: String(e.message), code: e.code ?? 'internal',
                           line: e.line ?? 0, column: e.column ?? 0});
  }
}
"""
_local = threading.local()  # a QuickJS context may be used by one thread only


def wheel() -> Path:
    """Folder of the installed ``mermaid_render``; RuntimeError if it is not there."""
    spec = find_spec("mermaid_render")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("diagrams need the package mermaid-render: pip install mermaid-render")
    return Path(spec.submodule_search_locations[0])


@lru_cache(maxsize=1)
def _advances() -> str:
    """JSON list of four tables, character -> width in em, in the order of ``_FACES``."""
    from fontTools.ttLib import TTFont

    tables = []
    for face in _FACES:
        with TTFont(wheel() / "fonts" / f"NotoSans-{face}.ttf", lazy=True) as font:
            font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
            em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
            cmap = font.getBestCmap()
            tables.append({chr(code): widths[name][0] / em for code, name in cmap.items()})
    return json.dumps(tables)


def _context() -> Any:
    if getattr(_local, "context", None) is None:
        import quickjs

        context = quickjs.Context()
        context.set_memory_limit(MEMORY)
        context.set_time_limit(SECONDS)
        context.eval(_BEFORE)
        context.eval((wheel() / "pele" / "pele.global.js").read_text(encoding="utf-8"))
        context.eval(f"const advances = {_advances()};")
        context.eval(_AFTER)
        _local.context = context
    return _local.context


def ask(source: str, *, svg: bool = False) -> dict[str, Any]:
    """What Pele reads in ``source``.

    Keys: ``kind``, ``title``, ``description``, ``heading`` (drawn above the diagram);
    ``nodes`` (id, text, shape), ``edges`` (start, end, text, head, hidden; or remark,
    about, text for what is no arrow), ``groups`` (id, text, members);
    with ``svg`` also ``svg``, ``width`` and ``height`` in px.  Or, when Pele
    refuses the text: ``error``, ``code``, ``line`` and ``column`` (1-based, 0
    when unknown; the line is Pele's, see ``check``).
    """
    wanted = {"layouts": LAYOUTS, "svg": svg, "column": COLUMN, "font": FONT_FAMILY}
    try:
        reply = _context().eval(f"answer({json.dumps(source)}, {json.dumps(wanted)})")
    except Exception as error:
        _local.context = None  # out of time or memory: what is left of it cannot be trusted
        reason = str(error).partition("\n")[0]
        wrong = f"the renderer ran out of time or memory ({reason})"
        return {"error": wrong, "code": "limit", "line": 0, "column": 0}
    answer: dict[str, Any] = json.loads(reply)
    return answer
