/* A field above a long list: it keeps the items that hold every word, and says how many. */
(() => {
  for (const list of document.querySelectorAll("ul.evidence, ul.sources")) {
    const items = [...list.children];
    if (items.length < 8) continue;
    const label = document.createElement("label");
    const field = document.createElement("input");
    const count = document.createElement("output");
    label.className = "filter";
    field.type = "search";
    label.append("Filter this list ", field);
    const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    let texts;
    const apply = () => {
      texts ??= items.map((item) => fold(item.textContent));
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      let kept = 0;
      items.forEach((item, at) => {
        item.hidden = !words.every((word) => texts[at].includes(word));
        kept += !item.hidden;
      });
      count.textContent = words.length ? `${kept} of ${items.length}` : "";
    };
    field.addEventListener("input", apply);
    label.append(" ", count);
    list.before(label);
  }
})();
