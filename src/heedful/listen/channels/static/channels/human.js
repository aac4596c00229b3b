// Scanners of mail open links and even draw the page; they do not touch it. A score from a link counts when a
// pointer, a finger, a key or a wheel has been used by the browser's own account while the page was visible.

const EVENTS = { pointermove: "pointer", pointerdown: "pointer", touchstart: "touch", keydown: "key", wheel: "wheel" };
const openedAt = performance.now();
let told = false;
let moves = 0;

function facts(kind) {
  return {
    kind,
    visible: document.visibilityState === "visible",
    webdriver: Boolean(navigator.webdriver),
    seconds: Math.round((performance.now() - openedAt) / 1000),
    width: innerWidth,
    height: innerHeight,
  };
}

function post(url, kind, vote) {
  const body = JSON.stringify({ ...facts(kind), vote });
  return fetch(url, { method: "POST", body, keepalive: true, headers: { "Content-Type": "application/json" } });
}

// Called for every page that is drawn; only the first one of a load has something to wait for.
export function watchForHuman(page) {
  const url = page.dataset.human;
  if (!url || told || page.dataset.watched) return;
  page.dataset.watched = "1";
  const vote = page.dataset.vote ?? "";
  const stop = new AbortController();
  if (vote) setTimeout(() => { if (!told) post(url, "none", "").catch(() => {}); }, 2000);
  for (const [name, kind] of Object.entries(EVENTS)) {
    addEventListener(name, (event) => {
      if (!event.isTrusted || document.visibilityState !== "visible") return;
      // One move may be the pointer that happened to lie there; two of them are somebody's.
      if (name === "pointermove" && (moves += 1) < 2) return;
      if (told) return;
      told = true;
      stop.abort();
      post(url, kind, vote).catch(() => { told = false; });
    }, { passive: true, signal: stop.signal });
  }
}
