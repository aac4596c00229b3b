// Small behaviours of every page. Everything works on parts that htmx brings later: listeners sit on the document.
const root = document.documentElement;

function remember(name, value) {
  root.dataset[name] = value;
  localStorage.setItem(`heedful.${name}`, value);
}

function toggleTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  remember("theme", dark ? "light" : "dark");
  document.dispatchEvent(new CustomEvent("heedful:theme"));
}

function toggleRail(button) {
  remember("rail", root.dataset.rail === "narrow" ? "wide" : "narrow");
  button.setAttribute("aria-pressed", String(root.dataset.rail === "narrow"));
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}

export function toast(text, { undo, url } = {}) {
  const box = document.createElement("div");
  box.className = "toast";
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo && url) {
    const button = Object.assign(document.createElement("button"), { textContent: undo, className: "undo", type: "button" });
    button.addEventListener("click", () => { htmx.ajax("POST", url, { swap: "none" }); box.remove(); });
    box.append(button);
  }
  document.getElementById("toasts").append(box);
  setTimeout(() => box.remove(), undo ? 10000 : 5000);
}

// Tables: a number sorts by data-value when the cell has one, else by its text.
function cellValue(row, column) {
  const cell = row.children[column];
  const value = cell?.dataset.value;
  return value === undefined ? (cell?.textContent.trim() ?? "") : value === "" ? -Infinity : Number(value);
}

function sortTable(button) {
  const header = button.closest("th");
  const table = header.closest("table");
  const column = [...header.parentElement.children].indexOf(header);
  const descending = header.getAttribute("aria-sort") !== "descending";
  for (const other of header.parentElement.children) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const body = table.tBodies[0];
  const compare = new Intl.Collator(root.lang, { numeric: true }).compare;
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [cellValue(a, column), cellValue(b, column)];
    return typeof x === "number" && typeof y === "number" ? x - y : compare(String(x), String(y));
  });
  body.append(...(descending ? rows.reverse() : rows));
}

async function copyTable(button) {
  const table = document.getElementById(button.dataset.copies);
  const lines = [...table.rows].map((row) => [...row.cells].map((cell) => cell.dataset.value || cell.textContent.trim().replace(/\s+/g, " ")).join("\t"));
  await navigator.clipboard.writeText(lines.join("\n"));
  const words = button.lastChild.textContent;
  button.lastChild.textContent = "✓";
  setTimeout(() => { button.lastChild.textContent = words; }, 1500);
}

document.addEventListener("click", (event) => {
  closeMenus(event.target);
  const button = event.target.closest("button, [data-opens]");
  if (!button) return;
  if (button.matches("[data-theme-toggle]")) toggleTheme();
  else if (button.matches("[data-rail-toggle]")) toggleRail(button);
  else if (button.matches("th button")) sortTable(button);
  else if (button.dataset.copies) copyTable(button);
  else if (button.dataset.opens) document.getElementById(button.dataset.opens).showModal();
  else if (button.matches("[data-closes]")) button.closest("dialog").close();
  else if (button.matches("[data-prints]")) print();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    const open = document.querySelector("details.menu[open]");
    closeMenus();
    open?.querySelector("summary").focus();
  } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.querySelector(".search input");
    if (search) { event.preventDefault(); search.focus(); }
  }
});

// A dangerous button stays shut until what goes is typed: <input data-unlocks="button-id" data-typed="Name">.
document.addEventListener("input", (event) => {
  const { unlocks, typed } = event.target.dataset ?? {};
  if (unlocks) document.getElementById(unlocks).disabled = event.target.value.trim() !== typed;
});

// A response may ask for a toast: HX-Trigger: {"toast": {"text": …, "undo": label, "url": …}}.
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail));
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});
for (const button of document.querySelectorAll("[data-rail-toggle]")) {
  button.setAttribute("aria-pressed", String(root.dataset.rail === "narrow"));
}

// A field for files covers its zone, so the browser takes what is dropped; the zone shows what it holds.
document.addEventListener("change", (event) => {
  const zone = event.target.closest?.(".drop-zone");
  if (zone) zone.querySelector("output").textContent = [...event.target.files].map((file) => file.name).join(", ");
});
for (const [kind, isOver] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(kind, (event) => event.target.closest?.(".drop-zone")?.classList.toggle("is-over", isOver));
}

// On a phone the pages of a step stand in one line that scrolls: the open one is brought into sight.
const here = document.querySelector(".siblings [aria-current]");
if (here) {
  const line = here.parentElement;
  line.scrollLeft = here.offsetLeft - line.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}
