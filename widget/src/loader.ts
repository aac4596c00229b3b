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
    const offer = (name: string): void => {
      heedful[name] = function (one: unknown, other: unknown): void { heedful(name, one, other); };
    };
    offer("identify");
    offer("track");
    offer("show");
    offer("reset");
    offer("on");
    page.heedful = heedful;
    const script = document.createElement("script");
    script.async = true;
    script.src = heedful.o.base + "w/" + MAIN;
    if (me.nonce) script.nonce = me.nonce;
    (me.parentNode || document.documentElement).appendChild(script);
  } catch {
    // a page without the widget is better than a page without itself
  }
})();
