// Respondent pages work without this. It saves as one goes along, moves on without reloading, and tells
// frames and apps what happens. The server stays the one that decides what is asked.

import { enhanceOrders } from "./ordering.js";
import { enhanceRecordings } from "./recording.js";
import { tell, tellHeight } from "./bridge.js";
import { watchForHuman } from "./human.js";

const RETRIES = [1000, 3000, 8000, 15000, 30000];
const trouble = document.getElementById("trouble");
let lastSave = Promise.resolve();

const page = () => document.getElementById("page");
const say = (what) => { trouble.textContent = what ? trouble.dataset[what] : ""; };

async function send(form, extra) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "page" } });
      if (response.status < 500 && response.status !== 429) { say(""); return response; }
      say("failed");
    } catch {
      say("offline");
    }
    if (attempt >= RETRIES.length) throw new Error("not sent");
    await new Promise((done) => setTimeout(done, RETRIES[attempt]));
  }
}

function replaceWith(html, { focus }) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const fresh = next.getElementById("page");
  if (!fresh) { location.reload(); return; }
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.documentElement.dir = next.documentElement.dir;
  page().replaceWith(document.adoptNode(fresh));
  start();
  if (focus) {
    scrollTo(0, 0);
    const places = [".summary", "[aria-invalid]", ".asked", "h1"].map((each) => page().querySelector(each));
    places.find(Boolean)?.focus({ preventScroll: true });
  }
}

async function show(url, options = { focus: true }) {
  const response = await fetch(url, { headers: { "X-Requested-With": "page" } });
  replaceWith(await response.text(), options);
}

async function submit(event) {
  const form = event.target.closest("#questions");
  if (!form) return;
  const button = event.submitter;
  if (button?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  button?.setAttribute("aria-disabled", "true");
  try {
    await lastSave;
    const response = await send(form, { go: button?.value || "next" });
    const text = await response.text();
    if (response.ok && response.redirected) history.pushState(null, "", response.url);
    replaceWith(text, { focus: true });
  } catch {
    delete form.dataset.sending;
    button?.removeAttribute("aria-disabled");
    say("failed");
  }
}

// Each answer is kept as it is given. With all questions on one page, others may appear or fall away.
function keep(event) {
  const form = event.target.closest("#questions");
  if (!form || event.target.type === "file" || form.dataset.sending) return;
  const isPreview = Boolean(form.elements.state);
  const before = form.elements.shown.value;
  if (isPreview && !before.includes(" ")) return;
  lastSave = lastSave.then(async () => {
    if (!form.isConnected || form.dataset.sending) return;
    const response = await send(form, { go: "save" });
    const text = await response.text();
    if (response.ok) { merge(text, form); tell("answered", { question: event.target.closest("[data-question]")?.dataset.question }); }
  }).catch(() => {});
}

function merge(html, form) {
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("questions");
  if (!next || !form.isConnected) return;
  if (next.elements.state) form.elements.state.value = next.elements.state.value;
  const wanted = [...next.querySelectorAll("[data-question]")];
  if (wanted.length < 2 && form.querySelectorAll("[data-question]").length < 2) return;
  const known = new Map([...form.querySelectorAll("[data-question]")].map((each) => [each.dataset.question, each]));
  let added = false;
  let before = form.querySelector(".moves");
  for (const fresh of wanted.reverse()) {
    const old = known.get(fresh.dataset.question);
    known.delete(fresh.dataset.question);
    const section = old ?? document.adoptNode(fresh);
    if (!old) added = true;
    if (section.nextElementSibling !== before) form.insertBefore(section, before);
    before = section;
  }
  for (const gone of known.values()) gone.remove();
  form.elements.shown.value = next.elements.shown.value;
  if (added) { say("added"); setTimeout(() => say(""), 4000); start(); }
}

function countLetters(event) {
  const field = event.target;
  if (!field.dataset?.left || field.maxLength <= 0) return;
  const left = field.maxLength - field.value.length;
  const said = field.parentElement.querySelector("[data-left-said]");
  said.textContent = left <= field.maxLength / 10 ? field.dataset.left.replace("%count%", left) : "";
  said.classList.toggle("sr-only", !said.textContent);
}

// "None of these" stands alone: choosing it unticks the others, and the other way round.
function standAlone(event) {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  for (const other of box.closest("fieldset").querySelectorAll('input[type="checkbox"]')) {
    if (other !== box && other.name === box.name && (box.hasAttribute("data-alone") || other.hasAttribute("data-alone"))) other.checked = false;
  }
}

function start() {
  enhanceOrders(page());
  enhanceRecordings(page());
  tellHeight();
  const state = page().dataset.state;
  if (state === "step") { tell("shown", { questions: (page().dataset.questions ?? "").split(" ") }); watchForHuman(page()); }
  if (state === "completed") tell("completed", {});
  if (state === "closed") tell("closed", {});
}

document.addEventListener("submit", submit);
document.addEventListener("change", (event) => { standAlone(event); keep(event); });
document.addEventListener("input", countLetters);
document.addEventListener("heedful:changed", keep);
addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
document.addEventListener("click", (event) => {
  const menu = document.querySelector(".languages[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector(".languages[open]")?.removeAttribute("open");
});
start();
