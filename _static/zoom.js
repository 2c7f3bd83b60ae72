/* A diagram on the whole screen: dragged and pinched, with the wheel, or by keyboard. The dialog is
   the browser's: it keeps the focus, closes by Esc, and gives the focus back. page.js loads this. */
(() => {
  const make = (tag, text, name) => {
    const item = document.createElement(tag);
    item.textContent = text;
    if (name) item.setAttribute("aria-label", name);
    return item;
  };
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = document.currentScript.src.replace(/\.js/, ".css");
  const styled = new Promise((done) => {
    style.onload = style.onerror = done;
  });
  document.head.append(style);
  window.zoom = async (drawn) => {
    await styled;
    const dialog = make("dialog", "", "The diagram, enlarged");
    const stage = make("div", "");
    const tools = make("p", "");
    const svg = drawn.cloneNode(true);
    dialog.className = "diagram-zoom";
    stage.className = "diagram-stage";
    svg.querySelector("title")?.remove();
    for (const item of [svg, ...svg.querySelectorAll("[id]")]) item.removeAttribute("id");
    svg.removeAttribute("aria-labelledby");
    svg.removeAttribute("aria-describedby");
    svg.setAttribute("aria-label", drawn.getAttribute("aria-label") ?? drawn.querySelector("title")?.textContent ?? "");
    const [width, height] = ["width", "height"].map((side) => +drawn.getAttribute(side));
    const view = { x: 0, y: 0, scale: 1 };
    const apply = () => {
      svg.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    };
    const zoom = (factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) => {
      const scale = Math.min(8, Math.max(0.1, view.scale * factor));
      view.x = x - ((x - view.x) * scale) / view.scale;
      view.y = y - ((y - view.y) * scale) / view.scale;
      view.scale = scale;
      apply();
    };
    const fit = () => {
      const room = [stage.clientWidth, stage.clientHeight];
      view.scale = Math.min(room[0] / width, room[1] / height, 2);
      // On a phone the whole would be too small to read: begin with its letters at their size.
      if (view.scale < 0.6) view.scale = Math.min(0.9, room[1] / height);
      view.x = Math.max(0, (room[0] - width * view.scale) / 2);
      view.y = Math.max(0, (room[1] - height * view.scale) / 2);
      apply();
    };
    const move = (x, y) => {
      view.x += x;
      view.y += y;
      apply();
    };
    const keys = {
      "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: fit,
      ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
    };
    for (const [text, name, act] of [["+", "Larger", () => zoom(1.25)], ["\u2212", "Smaller", () => zoom(0.8)], ["Fit", "Fit to the screen", fit], ["Close", "Close", () => dialog.close()]]) {
      const button = make("button", text, name);
      button.type = "button";
      button.className = "diagram-tools";
      button.addEventListener("click", act);
      tools.append(button);
    }
    dialog.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      const { left, top } = stage.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
    }, { passive: false });
    const fingers = new Map();
    stage.addEventListener("pointerdown", (event) => {
      stage.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
    });
    stage.addEventListener("pointermove", (event) => {
      const last = fingers.get(event.pointerId);
      if (!last) return;
      const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
      if (other) {
        const far = (finger) => Math.hypot(finger.clientX - other.clientX, finger.clientY - other.clientY);
        const { left, top } = stage.getBoundingClientRect();
        zoom(far(event) / Math.max(1, far(last)), (event.clientX + other.clientX) / 2 - left, (event.clientY + other.clientY) / 2 - top);
      } else move(event.clientX - last.clientX, event.clientY - last.clientY);
      fingers.set(event.pointerId, event);
    });
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
    dialog.addEventListener("close", () => dialog.remove());
    stage.append(svg);
    dialog.append(tools, stage);
    document.body.append(dialog);
    dialog.showModal();
    fit();
  };
})();
