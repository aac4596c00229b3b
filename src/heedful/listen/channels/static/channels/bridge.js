// Tells a frame's parent or an app's web view what happens: shown, answered, completed, declined, closed, height.

const isFramed = window.parent !== window;
const listeners = [
  (message) => window.webkit?.messageHandlers?.heedful?.postMessage(message),
  (message) => window.HeedfulAndroid?.onMessage?.(JSON.stringify(message)),
  (message) => window.ReactNativeWebView?.postMessage?.(JSON.stringify(message)),
  (message) => { if (isFramed) window.parent.postMessage(message, "*"); }, // says no answers, so anybody may hear
];

export function tell(event, detail = {}) {
  const message = { source: "heedful", event, ...detail };
  for (const listen of listeners) {
    try { listen(message); } catch { /* a broken listener of the app must not break the page */ }
  }
}

let watching = false;
export function tellHeight() {
  if (!isFramed) return;
  const report = () => tell("height", { height: Math.ceil(document.getElementById("page").getBoundingClientRect().height) });
  report();
  if (watching) return;
  watching = true;
  new ResizeObserver(report).observe(document.body);
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-decline]")) tell("declined");
  if (event.target.closest?.("[data-close]")) tell("closed");
});
