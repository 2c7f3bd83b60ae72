/* Shows the title of a fact or a term to pointer, keyboard and touch alike. Without it the
   browser shows the title on hover, and the link leads to the evidence or the definition. */
(() => {
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let owner = null;
  let leaving = 0;

  const hide = () => {
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };
  const show = (link) => {
    clearTimeout(leaving);
    if (owner === link) return;
    hide();
    owner = link;
    tip.textContent = link.dataset.tip;
    tip.hidden = false;
    link.setAttribute("aria-describedby", "tip");
    const at = link.getClientRects()[0];
    const left = Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = at.top > tip.offsetHeight + 12;
    tip.style.left = `${Math.max(8, left) + scrollX}px`;
    tip.style.top = `${(above ? at.top - tip.offsetHeight - 6 : at.bottom + 6) + scrollY}px`;
  };
  const later = () => {
    leaving = setTimeout(hide, 200);
  };

  document.body.append(tip);
  for (const link of document.querySelectorAll("a.fact[title], a.term[title]")) {
    link.dataset.tip = link.title;
    link.removeAttribute("title");
    let touched = false;
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later());
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", later);
    link.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch" && owner !== link;
    });
    link.addEventListener("click", (event) => {
      // The first touch explains, the second follows the link.
      if (touched) {
        event.preventDefault();
        show(link);
      }
    });
  }
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", later);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
})();
