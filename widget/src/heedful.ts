// The widget: asks the server what this site shows, waits for its moment, asks whether this visitor is asked,
// shows the survey, and tells what came of it. Nothing here may throw into the page.
import { debug, gate, isDebugging, say, verdicts } from "./debug";
import { element, on } from "./dom";
import { ask as askIn } from "./form";
import { box, ground, type Box, type Ground } from "./frame";
import { deviceId, forget, keepOpen, notBefore, opened, random, remember, rest } from "./memory";
import { onMove } from "./navigation";
import { call, connect, get, send } from "./post";
import { any, each, keys, kept, read, write } from "./pristine";
import { fits, scrolled } from "./targeting";
import type { Answers, Asked, Config, Placement } from "./types";

type Person = Record<string, unknown>;
type Api = {
  q: ArrayLike<unknown>[];
  go: (given: ArrayLike<unknown>) => void;
  o: { site: string; base: string };
};

const NOT_TRACKED = "the browser asks not to be tracked";
const isTest = flag("test");
const isUntracked = navigator.doNotTrack === "1" || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
let config: Config | undefined;
let token: unknown;
let person: Person = {};
let happened: Record<string, true> = {};
const listeners: [name: string, call: (detail: Person) => void][] = [];
const sides: Record<string, Ground> = {};
let round = 0; // another page, another round: what waits for the one before is void
let current: Box | undefined;
let isAsking = false;

async function start(api: Api): Promise<void> {
  const { ok, content } = await get("/config");
  if (!ok) return say("no such key here");
  config = content as Config;
  if (isUntracked && config.untracked === "nothing") {
    config = undefined;
    return say(NOT_TRACKED);
  }
  // What the page said before this waited in its queue.
  api.go = (given) => guarded(() => (does[given[0] as string] as (one: unknown, other: unknown) => void)(given[1], given[2]))();
  each(api.q, api.go);
  tell("ready");
  onMove(() => plan(true));
  const open = opened();
  const placement = open && find(open.survey);
  if (placement && placement.shape !== "inline") display(placement, open.asked, open.answers, 1);
  if (!config.surveys.length) say("no survey is switched on for this site");
  plan(true);
}

const find = (survey: string): Placement | undefined => kept((config as Config).surveys, (one) => one.survey === survey)[0];

const does: Record<string, (one: unknown, other: unknown) => void> = {
  /** A signed token, or facts that the site vouches for without a signature. */
  identify(who, more) {
    if (isUntracked) return say(NOT_TRACKED);
    person = { ...((typeof who === "object" ? who : more) as Person | undefined) };
    token = typeof who === "string" ? who : person.token;
    delete person.token;
    plan(false);
  },
  track(name, properties) {
    happened["" + name] = true;
    const visitor = who();
    if (visitor.identity || visitor.person) send("/events", { ...visitor, name, properties, occurred_at: new Date(), key: random() });
    plan(false);
  },
  show(survey) {
    const found = survey ? find("" + survey) : config?.surveys[0];
    if (found) ask(found, true);
    else say("this site does not show " + survey);
  },
  reset() {
    token = undefined;
    person = {};
    happened = {};
    if (current) current.close();
    forget();
  },
  on(name, call) {
    listeners[listeners.length] = ["" + name, call as (detail: Person) => void];
  },
};

function who(): Person {
  const { attributes, language } = person;
  const isNamed = any(keys(person), (key) => key !== "attributes" && key !== "language");
  return { device: deviceId(), attributes, language, identity: token, person: !token && isNamed ? person : undefined };
}

/** Go through what this site shows, and wait for the moment of each that fits this page. */
function plan(isNew: boolean): void {
  if (!config) return;
  if (isNew) {
    round++;
    happened = {};
  }
  each(config.surveys, (placement) => {
    const { survey, event } = placement;
    const time = isTest ? 0 : notBefore(survey);
    if (
      gate(survey, "page", fits(placement, location), location.pathname) &&
      gate(survey, "event", !event || happened[event] || false, event) &&
      gate(survey, "asked before", time < Date.now(), time ? "not again before " + new Date(time) : "no") &&
      (isNew || event)
    ) wait(placement, round);
  });
}

function wait(placement: Placement, mine: number): void {
  const { survey, scroll, delay, shape } = placement;
  const look = guarded(() => {
    if (mine !== round) return stop();
    if (document.hidden || !gate(survey, "scroll", scrolled() >= scroll, scroll + " %")) return;
    stop();
    if (shape === "side") offer(placement);
    else ask(placement, false);
  });
  const stop = (): void => {
    removeEventListener("scroll", look);
    document.removeEventListener("visibilitychange", look);
  };
  setTimeout(() => {
    addEventListener("scroll", look, { passive: true });
    document.addEventListener("visibilitychange", look);
    look();
  }, delay * 1000);
}

/** The button at the side stands there for whoever wants to say something. */
function offer(placement: Placement): void {
  const { survey, label } = placement;
  const before = sides[survey];
  if (before && before.host.isConnected) return;
  const side = (sides[survey] = ground("side", placement));
  const language = document.documentElement.lang.slice(0, 2);
  const button = element("button", { type: "button", class: "tab", dir: "auto" }, label[language] || label[keys(label)[0] || ""] || "Feedback");
  on(button, "click", () => ask(placement, true));
  side.root.appendChild(button);
}

/** Ask whether this visitor is asked; if so, show it. ``isWished``: the visitor, or the page, wants it. */
async function ask(placement: Placement, isWished: boolean): Promise<void> {
  const { survey, shape, selector, language } = placement;
  if (current || isAsking) return say(survey + " waits for another one");
  if (shape === "inline" && !seek(selector)) return say(survey + ": no element " + selector);
  isAsking = true;
  try {
    const visitor = who();
    const { ok, status, content } = await call("/ask", {
      ...visitor, survey, page: location.pathname, is_wished: isWished, is_test: isTest, debug: isDebugging(),
      language: language || visitor.language || document.documentElement.lang || navigator.language,
    });
    if (!ok) return say(survey + ": " + status + " " + write(content));
    const asked = content as Asked;
    verdicts(survey, asked.verdicts);
    if (asked.until && !isTest) rest(survey, Date.parse(asked.until));
    if (asked.show) display(placement, asked, {}, 0, isWished);
    else say(survey + " is not shown");
  } catch (error) {
    say(survey + ": " + error);
  } finally {
    isAsking = false;
  }
}

/** ``mode``: 0 anew, 1 as it stood on the page before, 2 to look at only. */
function display(placement: Placement, asked: Asked, answers: Answers, mode: 0 | 1 | 2, isWished?: boolean): void {
  const { shape, survey, selector } = placement;
  const { ask, survey: { direction, language, title, questions } } = asked;
  const post = (what: string, body: Person): void => {
    if (mode < 2) send("/" + what, { ask, ...body }, what + ask);
  };
  const keep = (isOpen: boolean): void => {
    if (mode < 2) keepOpen(isOpen ? { survey, asked, answers, at: Date.now() } : null);
  };
  const started = Date.now();
  let step = mode === 1 ? "closed" : "declined"; // what closing it means
  const place = (shape === "side" && sides[survey]) || ground(shape, placement, (shape === "inline" && seek(selector)) || undefined);
  current = box(place, shape, asked.words, () => {
    current = undefined;
    keep(false);
    if (step === "declined") post("declines", {});
    tell(step, survey);
  });
  current.node.setAttribute("dir", direction);
  current.node.setAttribute("lang", language);
  askIn(current, asked, answers, shape === "modal" || !!isWished, (given, isDone) => {
    step = "closed";
    keep(!isDone);
    const duration = (Date.now() - started) / 1000;
    const { attributes } = person;
    post("answers", { answers: given, status: isDone ? "completed" : "partial", duration, page: location.pathname, attributes });
    if (isDone) tell("answered", survey, given);
  });
  if (mode) return;
  keep(true);
  post("exposures", {});
  tell("shown", survey);
  current.say(title || (questions[0] as { text: string }).text);
}

function tell(name: string, survey?: string, answers?: Answers): void {
  each(kept(listeners, (one) => one[0] === name), ([, heard]) => {
    setTimeout(() => heard({ survey, answers })); // a fault of the page's is its own, and seen in its console
  });
}

function seek(selector: string): Element | null {
  try {
    return document.querySelector(selector);
  } catch {
    return null;
  }
}

function flag(name: string): boolean {
  return new RegExp("[?&]heedful_" + name + "=1(&|$)").test(location.search);
}

/** The page goes on without us, whatever happens here, now or later. */
function guarded(what: () => unknown): () => void {
  return async () => {
    try {
      await what();
    } catch (error) {
      say("" + error);
    }
  };
}

guarded(() => {
  const api = (window as unknown as { heedful: Api }).heedful;
  const { site, base } = api.o;
  const begin = guarded(() => {
    debug(flag("debug"));
    remember(site, !!isUntracked);
    const shown = read(document.body.getAttribute("data-heedful")) as [Placement, Asked] | null;
    if (shown) return display(shown[0], shown[1], {}, 2);
    connect(base + "w/" + site, say);
    return start(api);
  });
  if (document.body) begin();
  else addEventListener("DOMContentLoaded", begin);
})();
