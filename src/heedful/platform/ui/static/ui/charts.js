// Draws every <figure data-chart>: two charts as JSON (wide, narrow), colours as tokens; the table beneath is the
// accessible form. Loads the chart library only on pages that have a figure.
const NARROW = 520;
const address = document.querySelector('meta[name="heedful-vega"]').content;
const drawn = new WeakMap();
let library;

function load() {
  library ??= import(address).then(() => window.vegaEmbed);
  return library;
}

// A token is a CSS expression; the browser resolves it best: give it to an element and ask back.
const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);
const known = new Map();

function colour(token) {
  if (!known.has(token)) {
    probe.style.color = token;
    known.set(token, getComputedStyle(probe).color);
  }
  return known.get(token);
}

function paint(node) {
  if (typeof node === "string") return node.startsWith("var(--") ? colour(node) : node;
  if (Array.isArray(node)) return node.map(paint);
  if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, paint(value)]));
  return node;
}

const note = Object.assign(document.createElement("div"), { className: "chart-note", hidden: true });
document.body.append(note);

function explain(_handler, event, _item, value) {
  note.hidden = value === null || value === undefined || value === "";
  if (note.hidden) return;
  const [first, ...rest] = String(value).split("\n");
  note.replaceChildren(Object.assign(document.createElement("b"), { textContent: first }), ...rest.flatMap((line) => [line, document.createElement("br")]));
  const x = Math.min(event.clientX + 14, innerWidth - note.offsetWidth - 8);
  const y = event.clientY + 18 + note.offsetHeight > innerHeight ? event.clientY - note.offsetHeight - 10 : event.clientY + 18;
  note.style.left = `${Math.max(8, x)}px`;
  note.style.top = `${y}px`;
}

function follow(event, item) {
  const href = item?.datum?.href;
  if (!href) return;
  if (event.ctrlKey || event.metaKey) open(href, "_blank");
  else location.assign(href);
}

async function draw(figure) {
  const canvas = figure.querySelector(".canvas");
  const width = Math.floor(canvas.clientWidth);
  if (width === 0) return;
  const embed = await load();
  const [wide, narrow] = figure.querySelectorAll('script[type="application/json"]');
  const spec = paint(JSON.parse((width < NARROW ? narrow : wide).textContent));
  spec.width = width;
  spec.autosize = { type: "fit-x", contains: "padding" };
  drawn.get(figure)?.finalize();
  const result = await embed(canvas, spec, {
    ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: explain, ...spec.usermeta?.embedOptions,
  });
  result.view.addEventListener("click", follow);
  drawn.set(figure, result);
  figure.dataset.width = width;
  figure.dataset.ready = "";
}

const paper = matchMedia("print"); // a drawing for paper would come too late: the one that is there is scaled
const sizes = new ResizeObserver((entries) => {
  if (paper.matches) return;
  for (const { target } of entries) {
    const figure = target.closest("[data-chart]");
    if (figure && Math.floor(target.clientWidth) !== Number(figure.dataset.width)) draw(figure);
  }
});

function drawAll() {
  for (const figure of document.querySelectorAll("[data-chart]:not([data-watched])")) {
    figure.dataset.watched = "";
    sizes.observe(figure.querySelector(".canvas")); // its first report draws
  }
}

function redrawAll() {
  known.clear();
  for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
}

// A drawing holds colours, not tokens: what was drawn for a dark page goes onto white paper in those of the light one.
const onPaper = [];

function recolour() {
  const light = new Map();
  for (const [token, dark] of known) {
    probe.style.cssText = `color-scheme: light; color: ${token}`;
    light.set(dark, getComputedStyle(probe).color);
  }
  probe.style.cssText = "";
  for (const node of document.querySelectorAll("[data-chart] svg *")) {
    for (const name of ["fill", "stroke"]) {
      const value = node.getAttribute(name);
      if (!light.has(value)) continue;
      onPaper.push([node, name, value]);
      node.setAttribute(name, light.get(value));
    }
  }
}

addEventListener("beforeprint", recolour);
addEventListener("afterprint", () => {
  for (const [node, name, value] of onPaper.splice(0)) node.setAttribute(name, value);
});

document.addEventListener("htmx:afterSettle", drawAll);
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  note.hidden = true;
  if (event.target.matches?.("[data-chart]")) { sizes.unobserve(event.target.querySelector(".canvas")); drawn.get(event.target)?.finalize(); }
});
document.addEventListener("heedful:theme", redrawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);
drawAll();
