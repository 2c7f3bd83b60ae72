/* The values of a chart: under the pointer or the finger, and by keyboard with the slider below it.
   popovers.js loads this at the first look, with the page's contents, in which the rows stand. */
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const GAP = 10;
  const box = document.createElement("div");
  box.id = "chart-popover";
  box.popover = "manual";
  box.setAttribute("aria-hidden", "true"); // the slider says the same
  let shown = null;

  const drawing = (chart) => [...chart.querySelectorAll("svg")].find((svg) => svg.checkVisibility());
  const line = (data, row) =>
    data.heads.flatMap((head, at) => (at && row[at] ? [`${head}: ${row[at]}`] : []));
  const hide = () => {
    shown?.querySelectorAll(".chart-guide").forEach((guide) => guide.remove());
    if (shown) box.hidePopover();
    box.remove();
    shown = null;
  };
  const mark = (svg, axis, place, step) => {
    const { width, height } = svg.viewBox.baseVal;
    const guide = svg.querySelector(".chart-guide") ?? svg.appendChild(document.createElementNS(SVG, "rect"));
    guide.setAttribute("class", "chart-guide");
    const size = axis === "x" ? [place - step / 2, 0, step, height] : [0, place - step / 2, width, step];
    ["x", "y", "width", "height"].forEach((name, at) => guide.setAttribute(name, size[at]));
  };
  const show = (chart, at, near) => {
    const data = window.popovers.charts[chart.dataset.chart];
    const svg = drawing(chart);
    if (!svg) return;
    if (shown !== chart) hide();
    const places = data[svg.classList.contains("narrow") ? "narrow" : "wide"];
    const bands = data.axis === "y" ? Math.abs(places[1] - places[0]) : 2;
    mark(svg, data.axis, places[at], bands);
    const told = line(data, data.rows[at]);
    const head = document.createElement("p");
    head.className = "popover-value";
    head.textContent = data.rows[at][0];
    box.replaceChildren(head, ...told.map((words) => {
      const item = document.createElement("p");
      item.textContent = words;
      return item;
    }));
    const steps = chart.querySelector(".chart-steps");
    steps.value = at;
    steps.setAttribute("aria-valuetext", [data.rows[at][0], ...told].join(", "));
    if (shown !== chart) {
      chart.append(box);
      box.showPopover();
      shown = chart;
    }
    const frame = svg.getBoundingClientRect();
    const place = places[at] * (frame.width / svg.viewBox.baseVal.width);
    const wide = document.documentElement.clientWidth;
    let [left, top] = [near?.x ?? frame.left + frame.width / 2, frame.top + GAP];
    if (data.axis === "x") {
      left = frame.left + place + GAP;
      if (left + box.offsetWidth > wide - GAP) left = frame.left + place - GAP - box.offsetWidth;
    } else {
      const half = (bands / 2) * (frame.height / svg.viewBox.baseVal.height) + 4;
      top = frame.top + place + half;
      if (top + box.offsetHeight > innerHeight) top = frame.top + place - half - box.offsetHeight;
    }
    box.style.left = `${Math.max(GAP, Math.min(left, wide - box.offsetWidth - GAP)) + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  };
  const nearest = (chart, { clientX, clientY }) => {
    const data = window.popovers.charts[chart.dataset.chart];
    const svg = drawing(chart);
    const frame = svg.getBoundingClientRect();
    const scale = svg.viewBox.baseVal.width / frame.width;
    const at = data.axis === "x" ? (clientX - frame.left) * scale : (clientY - frame.top) * scale;
    const places = data[svg.classList.contains("narrow") ? "narrow" : "wide"];
    let best = 0;
    places.forEach((place, n) => {
      if (Math.abs(place - at) < Math.abs(places[best] - at)) best = n;
    });
    return best;
  };
  const chartAt = (event) => event.target.closest?.(".chart[data-chart]");
  const under = (event) => {
    const chart = chartAt(event);
    if (chart && event.target.closest("svg")) show(chart, nearest(chart, event), { x: event.clientX + GAP });
    else if (shown && !chart && !shown.contains(document.activeElement)) hide();
  };
  const stepped = (event) => {
    const chart = chartAt(event);
    if (chart && event.target.matches(".chart-steps")) show(chart, +event.target.value);
  };

  document.addEventListener("pointermove", (event) => event.pointerType !== "touch" && under(event));
  document.addEventListener("pointerdown", under);
  document.addEventListener("input", stepped);
  document.addEventListener("focusin", stepped);
  document.addEventListener("focusout", (event) => event.target.matches(".chart-steps") && hide());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  document.addEventListener("look", (event) => {
    const steps = event.target.querySelector(".chart-steps:focus");
    if (steps) show(event.target, +steps.value);
    else if (event.detail.type === "pointerover") under(event.detail);
  });
  addEventListener("resize", hide);
})();
