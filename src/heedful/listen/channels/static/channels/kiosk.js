// A device that stands somewhere: one after the other answers, with or without a network. What is answered is
// kept in the browser until the server has said that it has it; its key makes sure that it counts once.

import { enhanceOrders } from "./ordering.js";
import { walk } from "./flow.js";

const page = document.getElementById("page");
const form = document.getElementById("questions");
const survey = JSON.parse(document.getElementById("survey").textContent);
const { idleSeconds, endSeconds, sendUrl, permit, store } = JSON.parse(document.getElementById("kiosk").textContent);
const sections = new Map([...form.querySelectorAll("[data-question]")].map((each) => [each.dataset.question, each]));
const endings = new Map([...page.querySelectorAll("[data-ending]")].map((each) => [each.dataset.ending, each]));
const waiting = document.getElementById("waiting");
const texts = new Map([...page.querySelectorAll("[data-gaps]")].map((each) => [each, each.textContent]));
let at = "";
let began = 0;
let idle = 0;

// --- the queue ---------------------------------------------------------------------------------------------
const queue = () => JSON.parse(localStorage.getItem(store) ?? "[]");
const keep = (entries) => { localStorage.setItem(store, JSON.stringify(entries)); tellWaiting(entries.length); };
const newKey = () => `ses_${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
let sending = false;

function tellWaiting(count) {
  waiting.textContent = count ? waiting.dataset[count === 1 ? "one" : "many"].replace("%count%", count) : "";
}

async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    for (let entries = queue(); entries.length; entries = queue()) {
      const response = await fetch(sendUrl, { method: "POST", body: new URLSearchParams(entries[0].body), signal: AbortSignal.timeout(20000) });
      if (response.status >= 500 || response.status === 429) break;
      // Taken, or refused for good: what can never be taken must not hold up the others.
      keep(queue().filter((each) => each.key !== entries[0].key));
    }
  } catch { /* no network: the next try comes by itself */ } finally { sending = false; }
}

function put(isCompleted) {
  const body = new URLSearchParams(new FormData(form));
  const key = newKey();
  body.set("key", key);
  body.set("permit", permit);
  body.set("completed", isCompleted ? "1" : "");
  body.set("answered_at", new Date().toISOString());
  body.set("seconds", String(Math.round((Date.now() - began) / 1000)));
  keep([...queue(), { key, body: body.toString() }]);
  sendAll();
}

// --- the survey --------------------------------------------------------------------------------------------
function answers() {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (!name.startsWith("q.") || typeof value !== "string" || !value) continue;
    const key = name.slice(2);
    const input = sections.get(key)?.dataset.input;
    if (input === "checkboxes") found[key] = [...(found[key] ?? []), value];
    else found[key] = value;
  }
  for (const [key, section] of sections) {
    if (section.dataset.input !== "order") continue;
    const places = [...section.querySelectorAll("select")].filter((each) => each.value).sort((one, other) => one.value - other.value);
    for (const each of places) delete found[each.name.slice(2)];
    if (places.length) found[key] = places.map((each) => each.name.slice(key.length + 3));
  }
  return found;
}

function isMissing(section) {
  if (!section.hasAttribute("data-required")) return false;
  const groups = new Set([...section.querySelectorAll("input, select, textarea")].map((each) => each.name));
  const said = new FormData(form);
  const isGiven = (name) => Boolean(said.get(name));
  return section.dataset.input === "details" ? ![...groups].some(isGiven) : ![...groups].every(isGiven);
}

function show(key) {
  at = key;
  const now = walk(survey, answers());
  for (const [each, text] of texts) each.textContent = now.fill(text);
  for (const [each, section] of sections) section.hidden = each !== key;
  for (const each of endings.values()) each.hidden = true;
  form.hidden = false;
  form.querySelector("[value=back]").hidden = now.asked.indexOf(key) <= 0;
  form.querySelector("[data-missing]").hidden = true;
  scrollTo(0, 0);
  sections.get(key)?.querySelector(".asked")?.focus({ preventScroll: true });
}

function end() {
  const now = walk(survey, answers());
  form.elements.shown.value = now.asked.join(" ");
  put(true);
  const last = endings.get(now.ending) ?? [...endings.values()].at(-1);
  for (const [each, text] of texts) each.textContent = now.fill(text);
  form.hidden = true;
  last.hidden = false;
  last.querySelector("h1").focus({ preventScroll: true });
  began = 0;
  clearTimeout(idle);
  idle = setTimeout(begin, endSeconds * 1000);
}

function begin() {
  clearTimeout(idle);
  form.reset();
  began = 0;
  const first = walk(survey, {}).asked[0];
  if (first) show(first);
}

function touched() {
  if (form.hidden) return;
  began ||= Date.now();
  clearTimeout(idle);
  idle = setTimeout(() => {
    if (Object.keys(answers()).length) {
      form.elements.shown.value = walk(survey, answers()).asked.join(" ");
      put(false);
    }
    begin();
  }, idleSeconds * 1000);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = walk(survey, answers()).asked;
  const place = asked.indexOf(at);
  if (event.submitter?.value === "back") { if (place > 0) show(asked[place - 1]); return; }
  if (isMissing(sections.get(at))) { form.querySelector("[data-missing]").hidden = false; return; }
  if (place + 1 < asked.length) show(asked[place + 1]);
  else end();
});
page.addEventListener("click", (event) => { if (event.target.closest("[data-again]")) begin(); });
for (const name of ["pointerdown", "keydown", "input"]) document.addEventListener(name, touched, { passive: true });
addEventListener("online", sendAll);
setInterval(sendAll, 15000);

// The page was loaded before its worker was there, so the worker is told to keep it.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(page.dataset.worker).then(() => navigator.serviceWorker.ready)
    .then((ready) => ready.active.postMessage({ keep: location.href })).catch(() => {});
}
enhanceOrders(page);
tellWaiting(queue().length);
sendAll();
begin();
