// Pages of one-page applications: told by the browser where it can, else by looking over history's shoulder.

type Moved = () => void;

export function onMove(moved: Moved): void {
  let last = location.href;
  const look = (): void => {
    if (location.href === last) return;
    last = location.href;
    moved();
  };
  const navigation = (window as { navigation?: EventTarget }).navigation;
  if (navigation && typeof navigation.addEventListener === "function") {
    navigation.addEventListener("currententrychange", look);
  } else {
    follow("pushState", look);
    follow("replaceState", look);
  }
  addEventListener("popstate", look);
  addEventListener("hashchange", look);
}

/** What the page calls goes on to what it had there, with all it gave, before we look. */
function follow(name: "pushState" | "replaceState", look: Moved): void {
  const before = history[name];
  if (typeof before !== "function") return;
  history[name] = function (this: History, ...given: Parameters<typeof before>): void {
    before.apply(this, given);
    try {
      look();
    } catch {
      // the page's navigation must not fail with ours
    }
  };
}
