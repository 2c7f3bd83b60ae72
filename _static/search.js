/* Loads the search once it is wanted: a search field is entered (Ctrl+K leads to it), this is the
   search page, or a hit was followed and is to be marked. */
(() => {
  const root = document.documentElement.dataset.content_root;
  let wanted = false;
  const load = () => {
    if (wanted) return;
    wanted = true;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = `${root}_static/finder.css`;
    const script = document.createElement("script");
    script.src = `${root}_static/finder.js`;
    document.head.append(style, script);
  };

  document.addEventListener("focusin", (event) => event.target.matches("input[name=q]") && load());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    const seen = (field) => {
      const box = field.getBoundingClientRect();
      return box.width > 0 && box.right > 0 && box.left < innerWidth;
    };
    const field = [...document.querySelectorAll("main input[name=q], input[name=q]")].find(seen);
    if (field) field.select();
    else location.href = `${root}search.html`;
  });
  if (document.getElementById("search-page")) load();
  if (new URLSearchParams(location.search).has("highlight")) load();
  if (document.activeElement?.matches("input[name=q]")) load();
})();
