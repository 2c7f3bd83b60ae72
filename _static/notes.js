/* On paper a popover cannot be opened: what those of this page say stands at its end. popovers.js
   loads this when a page is printed by keyboard. */
(() => {
  const make = (tag, ...children) => {
    const item = document.createElement(tag);
    item.append(...children.filter(Boolean));
    return item;
  };
  const list = (title, entries) =>
    entries.length ? [make("h2", title), make("ul", ...entries.map((parts) => make("li", ...parts)))] : [];
  const write = () => {
    const { sources = {}, facts = {}, tables = {} } = window.popovers ?? {};
    document.querySelector(".print-notes")?.remove();
    const cited = new Map();
    for (const link of document.querySelectorAll("article .bibtex-citation a")) {
      const source = sources[decodeURIComponent(link.hash).replace("#cite-", "")];
      if (source) cited.set(link.textContent, source);
    }
    const names = [...cited.keys()].sort((a, b) => a.localeCompare(b, "en"));
    const works = names.map((name) => {
      const [author, title, kind, address, extent] = cited.get(name);
      const told = [kind, extent].filter(Boolean).join("; ");
      return [make("b", name), ` ${author}, `, make("cite", title), `. ${told}.`, address && ` ${address}`];
    });
    const numbers = [...document.querySelectorAll("article a.fact")].flatMap((link) => {
      const fact = facts[link.id];
      if (!fact) return [];
      const more = fact.n ? ` and ${fact.n - fact.r.length} more rows` : "";
      const rows = fact.r.map(([words]) => words).join("; ") + more + (fact.c ? `: ${fact.c}` : "");
      const from = fact.s.map((key) => sources[key]?.[0] ?? key).join("; ");
      return [[make("b", link.textContent), ` ${rows}. ${tables[fact.t]?.[0] ?? ""}; ${from}.`]];
    });
    const section = make("section", ...list("Sources cited", works), ...list("What the numbers rest on", numbers));
    section.className = "print-notes";
    document.querySelector("article").append(section);
  };
  window.notes = write;
  addEventListener("beforeprint", write);
})();
