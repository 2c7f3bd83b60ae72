/* Heads that sort the rows of a table of some length, and above a long one a field that keeps the
   rows that hold every word. Without this script the tables are whole and in their own order. */
(() => {
  const MONTHS = "January February March April May June July August September October November December";
  const months = MONTHS.split(" ");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const value = (text) => {
    const date = /^(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})$/.exec(text);
    if (date && (!date[2] || months.includes(date[2]))) {
      return +date[3] * 372 + Math.max(months.indexOf(date[2]), 0) * 31 + +(date[1] ?? 0);
    }
    const number = text.replace(/[,\s]/g, "").replace("\u2212", "-");
    return /^-?[\d.]+%?$/.test(number) ? parseFloat(number) : fold(text);
  };
  const compare = (a, b) =>
    typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;

  const filter = (rows) => {
    const label = document.createElement("label");
    const field = document.createElement("input");
    const count = document.createElement("output");
    label.className = "filter";
    field.type = "search";
    label.append("Filter this table ", field);
    let texts;
    field.addEventListener("input", () => {
      texts ??= rows.map((row) => fold(row.textContent));
      const words = fold(field.value).split(/\s+/).filter(Boolean);
      let kept = 0;
      rows.forEach((row, at) => {
        row.hidden = !words.every((word) => texts[at].includes(word));
        kept += !row.hidden;
      });
      count.textContent = words.length ? `${kept} of ${rows.length}` : "";
    });
    label.append(" ", count);
    return label;
  };
  const boxes = document.querySelectorAll("article .table-wrapper");
  for (const box of boxes) {
    const table = box.querySelector("table");
    const heads = table?.tHead?.rows;
    const rows = [...(table?.tBodies[0]?.rows ?? [])];
    const plain = rows.every((row) => [...row.cells].every((cell) => cell.rowSpan === 1));
    if (heads?.length !== 1 || rows.length < 12 || !plain) continue;

    if (box.classList.contains("long")) box.before(filter(rows));
    [...heads[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => value(row.cells[column]?.textContent.trim() ?? "");
        const keyed = rows.map((row, at) => [key(row), at, row]);
        keyed.sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]) || a[1] - b[1]);
        table.tBodies[0].append(...keyed.map((entry) => entry[2]));
      });
    });
  }
  /* Last, so that the page is laid out once. */
  const wide = [...boxes].filter((box) => box.scrollWidth > box.clientWidth);
  for (const box of wide) {
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Table");
  }
})();
