// The editor: saves what is written as it is written, moves questions, adds rows. All that is kept is kept by the server.
const PAUSE = 600;
let waiting;
let dragged;

// Our policy forbids styles in attributes, so htmx must not carry over those of fields somebody has pulled larger.
htmx.config.attributesToSettle = ["class"];

// One request at a time, and nothing goes anywhere before what was written is kept: else a question that is opened
// would take the words with it that were written a moment ago, and two saves would meet as if two people had made them.
let unsaved;
let newest;
let busy = 0;
const waiters = [];

function save(form, delay = PAUSE) {
  clearTimeout(waiting);
  unsaved = form;
  waiting = setTimeout(flush, delay);
}

function flush() {
  clearTimeout(waiting);
  const form = unsaved;
  unsaved = undefined;
  newest = form ?? newest;
  if (form?.isConnected) htmx.trigger(form, "autosave");
}

function idle() {
  return busy === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve));
}

async function kept() {
  await idle();
  if (unsaved) { flush(); await idle(); }
}

document.addEventListener("htmx:beforeRequest", () => { busy += 1; });
document.addEventListener("htmx:afterRequest", () => {
  busy -= 1;
  if (busy === 0) for (const go of waiters.splice(0)) go();
});
document.addEventListener("htmx:confirm", (event) => {
  const isAutosave = event.detail.triggeringEvent?.type === "autosave";
  if (busy === 0 && (isAutosave || !unsaved)) return;
  event.preventDefault();
  (isAutosave ? idle() : kept()).then(() => (event.detail.elt.isConnected ? event.detail.issueRequest(true) : again(event.detail)));
});

// Saving draws lists and findings anew, so what was clicked may be gone: its request is made without it.
function again({ elt, verb, path }) {
  const form = elt.closest("form");
  const values = { ...(form && Object.fromEntries(new FormData(form))), revision: document.getElementById("revision").value };
  return htmx.ajax(verb, path, { target: "#panel", swap: "innerHTML", values: form ? values : {} });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]:not([hx-get], [target], [download], [data-reloads])");
  if (!link || (!unsaved && busy === 0) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  kept().then(() => { location.href = link.href; });
});
addEventListener("pagehide", () => {
  if (!unsaved) return;
  const fields = new FormData(unsaved);
  fields.set("revision", document.getElementById("revision").value);
  navigator.sendBeacon(unsaved.getAttribute("hx-post"), fields);
});

function put(form, name, value) {
  const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
  form.append(field);
  return field;
}

// Drawing the panel anew is asked for by one more field, and answered into the panel.
async function saveAndRedraw(form) {
  clearTimeout(waiting);
  unsaved = undefined;
  newest = form;
  await idle();
  const field = put(form, "redraw", "1");
  const focused = document.activeElement?.name;
  const sent = htmx.ajax("POST", form.getAttribute("hx-post"), { source: form, target: "#panel", swap: "innerHTML" });
  field.remove();
  await sent;
  if (focused) document.querySelector(`#panel [name="${CSS.escape(focused)}"]`)?.focus();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-autosave]");
  if (event.target.matches("[data-colour]")) {
    const text = event.target.parentElement.querySelector("[name='accent']");
    text.value = event.target.value;
  } else if (event.target.matches("[name='accent']") && /^#[0-9a-f]{6}$/i.test(event.target.value)) {
    event.target.parentElement.querySelector("[data-colour]").value = event.target.value;
  }
  if (form && !event.target.matches("[data-redraws]")) save(form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-autosave]");
  if (!form) return;
  if (event.target.matches("[data-redraws]")) saveAndRedraw(form);
  else if (event.target.matches("[type='checkbox'], [type='radio'], select")) save(form, 0);
});

// Rows: options and conditions.
let added = 0;
function addRow(button) {
  const template = button.nextElementSibling;
  const box = document.createElement("div");
  box.innerHTML = template.innerHTML.replaceAll("ROW", `n${Date.now()}${added++}`);
  const row = box.firstElementChild;
  button.previousElementSibling.append(row);
  row.querySelector("input:not([type='hidden']), select").focus();
}

function moveRow(row, up) {
  const other = up ? row.previousElementSibling : row.nextElementSibling;
  if (other) other[up ? "before" : "after"](row);
}

function insert(text) {
  const field = document.getElementById("f-text");
  const at = field.selectionStart ?? field.value.length;
  field.setRangeText(text, at, field.selectionEnd ?? at, "end");
  field.focus();
  save(field.form);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button, a");
  if (!button) return;
  const row = button.closest("[data-rows] > li");
  const form = button.closest("[data-autosave]");
  if (button.matches("[data-adds]")) addRow(button);
  else if (button.matches("[data-drops]")) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const isCondition = row.matches(".condition");
    row.remove();
    (next?.querySelector("input:not([type='hidden']), select") ?? form.querySelector("[data-adds]")).focus();
    if (isCondition) saveAndRedraw(form); else save(form, 0);
  } else if (button.matches("[data-ups], [data-downs]")) {
    moveRow(row, button.matches("[data-ups]"));
    button.focus();
    save(form, 0);
  } else if (button.dataset.inserts) insert(button.dataset.inserts);
  else if (button.dataset.width) showWidth(button);
  else if (button.matches("[data-overwrites]")) overwrite();
  else if (button.matches("[data-reloads]")) { event.preventDefault(); location.reload(); }
});

// Somebody else changed the same thing: ours is saved over it only when that is asked for.
async function overwrite() {
  await idle();
  const form = newest?.isConnected ? newest : document.querySelector("[data-autosave]");
  const field = put(form, "overwrite", "1");
  htmx.ajax("POST", form.getAttribute("hx-post"), { source: form, target: "#panel", swap: "none" }).then(() => field.remove());
}

// Enter in an option makes the next one.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-option]")) {
    event.preventDefault();
    addRow(event.target.closest("[data-rows]").nextElementSibling);
  }
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    const item = event.target.closest(".question-list li[data-key]");
    if (item) { event.preventDefault(); moveItem(item, event.key === "ArrowUp"); }
  }
  const typing = event.target.matches("input:not([type='checkbox'], [type='radio']), textarea, select");
  if (!typing && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    document.getElementById(event.shiftKey ? "redo" : "undo")?.click();
  }
});

// Questions: Alt and an arrow, or dragging; both end in the same post.
function moveItem(item, up) {
  const other = up ? item.previousElementSibling : item.nextElementSibling;
  if (!other?.dataset.key) return;
  other[up ? "before" : "after"](item);
  placed(item);
}

async function placed(item) {
  await kept();
  const list = item.parentElement;
  const { key } = item.dataset;
  const values = { before: item.nextElementSibling?.dataset.key ?? "", revision: document.getElementById("revision").value };
  await htmx.ajax("POST", `${list.dataset.move}${encodeURIComponent(key)}/move/`, { target: "#panel", swap: "innerHTML", values });
  document.querySelector(`.question-list li[data-key="${CSS.escape(key)}"] > a`)?.focus();
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".question-list li[draggable]");
  dragged?.classList.add("dragged");
});
document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.(".question-list li[draggable]");
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
});
document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  placed(dragged);
  dragged = undefined;
});

// The preview: as wide as a phone, or as a desktop made small.
function showWidth(button) {
  stage.dataset.shows = button.dataset.width;
  for (const each of document.querySelectorAll("[data-width]")) each.setAttribute("aria-pressed", String(each === button));
}

const stage = document.querySelector(".stage-of-preview");
if (stage) new ResizeObserver(() => stage.style.setProperty("--stage", stage.clientWidth)).observe(stage);

let drawing;
document.addEventListener("draft-saved", () => {
  clearTimeout(drawing);
  drawing = setTimeout(() => document.getElementById("preview")?.contentWindow.location.reload(), 300);
});

// What was refused is shown beside the state of saving; what is written stays.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.swapOverride = "none";
  }
});

// A panel that has just been opened is where the work goes on.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "panel") return;
  document.querySelector(".add-question")?.removeAttribute("open");
  const after = document.querySelector(".question-list li.on")?.dataset.key ?? "";
  for (const field of document.querySelectorAll("[data-after]")) field.value = after;
  if (matchMedia("(max-width: 1179px)").matches) event.detail.target.scrollIntoView({ block: "start" });
});
addEventListener("beforeunload", (event) => { if (document.querySelector(".save-state [data-overwrites]")) event.preventDefault(); });
