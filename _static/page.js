/* Read in the head of every page, before anything is drawn: the reader's choice of light or dark
   is there with the body. Then the two drawers: they are popovers, which the browser opens, closes
   by Esc and gives the focus back from; what is added here is said to screen readers. Last, what
   follows the scrolling: the section in the contents of the page, and the way back to its top. */
(() => {
  const root = document.documentElement;
  root.classList.remove("no-js");
  const chosen = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // a browser that keeps nothing
    }
  };
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    document.body.dataset.theme = chosen();
    observer.disconnect();
  }).observe(root, { childList: true });

  const drawer = (button) => {
    const box = button.popoverTargetElement;
    const buttons = document.querySelectorAll(`[popovertarget="${box.id}"]`);
    const told = (open) => buttons.forEach((item) => item.setAttribute("aria-expanded", open));
    told(false);
    box.addEventListener("beforetoggle", (event) => told(event.newState === "open"));
    box.addEventListener("toggle", (event) => {
      if (event.newState !== "open") return;
      reveal(box);
      const links = [...box.querySelectorAll("a")].filter((link) => link.checkVisibility());
      const here = links.find((link) => link.parentNode.matches(".current-page, .scroll-current"));
      (here ?? links[0])?.focus({ preventScroll: true });
    });
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && box.matches(":popover-open") && !box.contains(relatedTarget)) box.hidePopover();
    });
    box.addEventListener("click", (event) => {
      if (event.target.closest("a") && box.matches(":popover-open")) box.hidePopover();
    });
  };
  const reveal = (box) => {
    const list = box.querySelector(".sidebar-scroll");
    const here = list?.querySelector(".current-page > a");
    if (!here) return;
    const [outer, inner] = [list.getBoundingClientRect(), here.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom)
      list.scrollTo({ top: list.scrollTop + inner.top - outer.top - outer.height / 3, behavior: "instant" });
  };
  /* A diagram that is drawn smaller than it is, or that scrolls, offers the whole screen; one that
     scrolls shows first what stands at its top. */
  const enlarge = (box) => {
    const svg = box.querySelector("svg");
    const scrolls = box.scrollWidth > box.clientWidth;
    if (!scrolls) box.removeAttribute("tabindex");
    if (!svg || (!scrolls && svg.getBoundingClientRect().width > svg.getAttribute("width") - 8)) return;
    const middle = (item) => item.getBoundingClientRect().x + item.getBoundingClientRect().width / 2;
    const [top] = [...svg.querySelectorAll(".diagram-node")].sort(
      (one, other) => one.getBoundingClientRect().y - other.getBoundingClientRect().y,
    );
    if (top) box.scrollLeft = middle(top) - middle(box);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "diagram-tools";
    button.textContent = "Enlarge the diagram";
    button.addEventListener("click", () => {
      if (window.zoom) return window.zoom(svg);
      const script = document.createElement("script");
      script.src = `${root.dataset.content_root}_static/zoom.js`;
      script.onload = () => window.zoom(svg);
      document.head.append(script);
    });
    box.after(button);
  };
  const change = () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const order = dark ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    const next = order[(order.indexOf(chosen()) + 1) % 3];
    document.body.dataset.theme = next;
    try {
      localStorage.setItem("theme", next);
    } catch {
      /* it holds for this page */
    }
  };
  const follow = () => {
    const list = document.querySelector(".toc-scroll");
    const links = [...document.querySelectorAll('.toc-tree a[href^="#"]:not([href="#"])')];
    const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let before = 0;
    let waiting = false;
    const look = () => {
      waiting = false;
      root.classList.toggle("show-back-to-top", scrollY > 64 && scrollY < before);
      before = scrollY;
      const end = scrollY > 0 && scrollY + innerHeight > root.scrollHeight - 2;
      const line = end ? innerHeight : 100;
      const at = places.findLastIndex((place) => place?.getBoundingClientRect().top < line);
      links.forEach((link, n) => link.parentNode.classList.toggle("scroll-current", n === at));
      if (list && (end || scrollY === 0)) list.scrollTop = end ? list.scrollHeight : 0;
    };
    const ask = () => {
      if (!waiting) requestAnimationFrame(look);
      waiting = true;
    };
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    ask();
  };
  document.addEventListener("DOMContentLoaded", () => {
    reveal(document);
    document.querySelectorAll(".theme-toggle").forEach((item) => item.addEventListener("click", change));
    follow();
    document.querySelectorAll(".diagram").forEach(enlarge);
    if (!("popover" in HTMLElement.prototype)) return;
    document.querySelectorAll("[popovertarget]").forEach(drawer);
  });
})();
