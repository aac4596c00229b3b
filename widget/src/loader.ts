// The one script a page names. It is small and looked up anew every few minutes; what it brings is kept for ever.
declare const MAIN: string;

(function (): void {
  try {
    const page = window as unknown as Record<string, any>;
    const before = page.heedful;
    const me = (document.currentScript || document.querySelector('script[src*="/w/heedful.js"]')) as HTMLScriptElement;
    if (before && before.o) return; // twice on one page
    const heedful: any = function (): void {
      if (heedful.go) heedful.go(arguments);
      else heedful.q[heedful.q.length] = arguments;
    };
    heedful.q = (before && before.q) || [];
    const source = new URL(me.src);
    heedful.o = { site: me.getAttribute("data-site") || source.searchParams.get("site") || "", base: source.href.split("w/heedful.js")[0] };
    const names = "identify track show reset on".split(" ");
    for (let place = 0; place < 5; place++) {
      heedful[names[place] as string] = (one: unknown, other: unknown): void => heedful(names[place], one, other);
    }
    page.heedful = heedful;
    const script = document.createElement("script");
    script.async = true;
    const url = heedful.o.base + "w/" + MAIN;
    const types = page.trustedTypes; // where a page wants to be told of every script
    script.src = types ? types.createPolicy("heedful", { createScriptURL: (same: string) => same }).createScriptURL(url) : url;
    if (me.nonce) script.nonce = me.nonce;
    (me.parentNode || document.documentElement).appendChild(script);
  } catch {
    // a page without the widget is better than a page without itself
  }
})();
