/* One popover for facts, citations, terms and footnotes: to the pointer, at keyboard focus and at
   the first touch; the second touch follows the link. Escape closes it. popovers.js loads this
   and the page's own contents at the first need; without them the links lead to the same. */
(() => {
  const LINKS = "a.fact, a.term, .bibtex-citation a, a.footnote-reference";
  const GAP = 8;
  let owner = null;
  let timer = 0;
  let pointer = "";

  const make = (tag, look, ...children) => {
    const item = document.createElement(tag);
    if (look) item.className = look;
    item.append(...children.filter(Boolean));
    return item;
  };
  const link = (words, address) => {
    if (!address) return words;
    const item = make("a", "", words);
    item.href = address;
    return item;
  };
  const spaced = (parts, between) =>
    parts.flatMap((part, at) => (at ? [at === parts.length - 1 ? between : ", ", part] : [part]));
  const source = (data, key) => {
    const [name, title, , address] = data.sources[key] ?? [key, "", "", ""];
    return make("span", "", link([name, title].filter(Boolean).join(", "), address));
  };
  const fact = (data, { v, t, r, n, c, l, s, m, x, q }, href) => {
    const [title, edition, read] = data.tables[t];
    const rows = spaced(r.map(([words, address]) => link(words, address)), n ? ", " : " and ");
    if (n) rows.push(` and ${n - r.length} more rows`);
    const sources = spaced(s.map((key) => source(data, key)), " and ");
    const confirmed = x && spaced(x.map((key) => source(data, key)), " and ");
    return [
      make("p", "popover-value", v),
      make("p", "", ...rows, c && `: ${c}`),
      make("p", "", "Source: ", ...sources, l && ` (${l})`),
      confirmed && make("p", "", "Confirmed by ", ...confirmed),
      make("p", "popover-more", `${title}. Edition: ${edition}. Read ${read}.`),
      make("p", "popover-more", link(m ? `All of the evidence: ${m} more of its sources` : "All of the evidence", href)),
      make("details", "popover-more", make("summary", "", "The question asked"), make("code", "", q)),
    ];
  };
  const citation = (data, item, key, href) => {
    const [name, title, kind, address, extent, note] = data.sources[key];
    const passages = data.passages?.[item.closest(".bibtex-citation").id]?.[key] ?? [];
    const said = [kind, extent, note].filter(Boolean).join(". ");
    return [
      make("p", "", make("b", "", name), " ", make("cite", "", title)),
      ...passages.map(([place, parts]) =>
        make("blockquote", "", ...parts.map((part, at) => (at % 2 ? make("mark", "", part) : part)),
          place && make("footer", "", place))),
      said && make("p", "popover-more", said.replace(/[^.\u2026]$/, "$&.")),
      make("p", "popover-more", address && link("Open the source", address),
        address && " \u00b7 ", link("In the bibliography", href)),
    ];
  };
  const footnote = (anchor) => {
    const note = document.getElementById(anchor)?.cloneNode(true);
    if (!note) return null;
    for (const part of note.querySelectorAll("[id]")) part.removeAttribute("id");
    for (const part of note.querySelectorAll(".label, .backrefs")) part.remove();
    return [...note.childNodes];
  };
  const contents = (data, item) => {
    const anchor = decodeURIComponent(item.hash.slice(1));
    if (item.matches(".fact")) return data.facts?.[item.id] && fact(data, data.facts[item.id], item.href);
    if (item.matches(".term")) {
      const sentence = data.terms?.[anchor];
      return sentence && [make("p", "", sentence), make("p", "popover-more", link("In the glossary", item.href))];
    }
    if (item.matches(".footnote-reference")) return footnote(anchor);
    const key = anchor.replace(/^cite-/, "");
    return data.sources?.[key] && citation(data, item, key, item.href);
  };

  const box = make("div", "popover");
  box.id = "popover";
  box.popover = "manual";
  box.setAttribute("role", "note");
  const place = () => {
    const whole = owner.getBoundingClientRect();
    const first = owner.getClientRects()[0];
    const width = document.documentElement.clientWidth;
    const header = document.querySelector(".mobile-header")?.offsetHeight ?? 0;
    const above = whole.top - header - 2 * GAP;
    const below = innerHeight - whole.bottom - 2 * GAP;
    box.style.maxHeight = "none";
    const under = below >= box.offsetHeight || below >= above;
    box.style.maxHeight = `${Math.max(under ? below : above, 96)}px`;
    const left = Math.min(first.left, width - box.offsetWidth - GAP);
    box.style.left = `${Math.max(GAP, left) + scrollX}px`;
    box.style.top = `${(under ? whole.bottom + GAP : whole.top - box.offsetHeight - GAP) + scrollY}px`;
  };
  const hide = () => {
    clearTimeout(timer);
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    owner = null;
    box.hidePopover();
    box.remove();
  };
  const show = (item) => {
    clearTimeout(timer);
    if (owner === item) return true;
    hide();
    const shown = contents(window.popovers, item);
    if (!shown) return false;
    owner = item;
    box.replaceChildren(...shown.filter(Boolean));
    box.setAttribute("aria-label", `About \u201c${item.textContent}\u201d`);
    item.after(box);  // the next stop of the keyboard
    box.showPopover();
    place();
    item.setAttribute("aria-describedby", box.id);
    return true;
  };
  const soon = (item, after) => {
    clearTimeout(timer);
    timer = setTimeout(() => (item ? show(item) : hide()), after);
  };
  const linkAt = (event) => event.target.closest?.(LINKS);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const item = linkAt(event);
    if (item) soon(item, owner ? 150 : 100);
    else if (box.contains(event.target)) clearTimeout(timer);
    else if (owner || timer) soon(null, 250);
  });
  document.addEventListener("focusin", (event) => {
    const item = linkAt(event);
    if (item?.matches(":focus-visible") && !box.contains(item)) show(item);
    else if (owner && event.target !== owner && !box.contains(event.target)) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (owner && !linkAt(event) && !box.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const item = linkAt(event);
    if (item && pointer === "touch" && owner !== item && show(item)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    const item = owner;
    const inside = box.contains(document.activeElement);
    hide();
    if (inside) {
      item.focus();
      hide();
    }
  });
  box.addEventListener("toggle", () => owner && place(), true);
  addEventListener("resize", hide);
  window.explain = show;
})();
