/* Waits until a reader points at something that can be explained, and then loads popover.js, its
   style and the contents of this page's popovers. What is printed by keyboard gets them as notes.
   Without script the links lead to the same. */
(() => {
  if (!("popover" in HTMLElement.prototype)) return;
  const { contents, code, style, notes, charts } = document.currentScript.dataset;
  const LINKS = "a.fact, a.term, .bibtex-citation a, a.footnote-reference";
  const EVENTS = ["pointerover", "pointerdown", "focusin", "click"];
  let pointer = "";
  let touched = null;
  let loading = null;

  const add = (tag, name, address) =>
    new Promise((done, failed) => {
      const item = document.createElement(tag);
      item.onload = done;
      item.onerror = failed;
      if (tag === "link") item.rel = "stylesheet";
      item[name] = address;
      document.head.append(item);
    });
  const load = () =>
    Promise.all([add("script", "src", contents), add("script", "src", code), add("link", "href", style)]);
  const start = () => {
    for (const name of EVENTS) document.removeEventListener(name, wait, true);
    const now = touched ?? document.querySelector(`:is(${LINKS}):is(:hover, :focus-visible)`);
    if (now && !window.explain(now) && touched) location.assign(touched.href);
  };
  const stop = () => {
    for (const name of EVENTS) document.removeEventListener(name, wait, true);
    if (touched) location.assign(touched.href);
  };
  const wait = (event) => {
    if (event.type === "pointerdown") pointer = event.pointerType;
    const item = event.target.closest?.(LINKS);
    if (!item) return;
    if (event.type === "click" && pointer === "touch") {
      event.preventDefault();
      touched = item;
    }
    loading ??= load().then(start, stop);
  };
  for (const name of EVENTS) document.addEventListener(name, wait, true);
  /* Charts: the first look at one loads what shows its values. */
  let looking = null;
  const look = (event) => {
    const item = event.target.closest?.(".chart[data-chart]");
    if (!item) return;
    looking ??= Promise.all([add("script", "src", contents), add("link", "href", style)])
      .then(() => add("script", "src", charts))
      .then(() => {
        for (const name of ["pointerover", "focusin"]) document.removeEventListener(name, look);
        item.dispatchEvent(new CustomEvent("look", { bubbles: true, detail: event }));
      }, () => {});
  };
  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, look);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    const ready = window.notes ?? Promise.all([add("script", "src", contents), add("script", "src", notes)]);
    Promise.resolve(ready).catch(() => {}).then(() => window.print());
  });
})();
