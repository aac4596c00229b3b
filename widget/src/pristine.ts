// What the page may have changed is taken from where it cannot have been: old frameworks put functions
// on Array.prototype, replace JSON, and wrap fetch. Loops here are written out for the same reason.

interface Natives {
  fetch: typeof fetch;
  parse: (text: string) => unknown;
  quote: (text: string) => string;
}

const isNative = (it: unknown): boolean =>
  typeof it === "function" && /\[native code\]/.test(Function.prototype.toString.call(it));

let found: Natives | undefined;

export function natives(): Natives {
  return (found ||= take(isClean(window) ? window : clean()));
}

function isClean(from: Window & typeof globalThis): boolean {
  return isNative(from.fetch) && isNative(from.JSON?.parse) && isNative(from.JSON?.stringify);
}

function take(from: Window & typeof globalThis): Natives {
  const { fetch, JSON } = from;
  // A text has no toJSON to be asked for, whatever prototypes carry.
  return { fetch: (to, how) => fetch(to, how), parse: (text) => JSON.parse(text), quote: (text) => JSON.stringify(text) };
}

/** A frame of our own has a world of its own; it is made only on pages that replaced theirs. */
function clean(): Window & typeof globalThis {
  const frame = document.createElement("iframe");
  frame.style.setProperty("display", "none", "important");
  document.documentElement.appendChild(frame);
  return (frame.contentWindow || window) as Window & typeof globalThis;
}

export function each<T>(list: ArrayLike<T>, visit: (item: T, place: number) => void): void {
  for (let place = 0; place < list.length; place++) visit(list[place] as T, place);
}

export function mapped<T, R>(list: ArrayLike<T>, to: (item: T, place: number) => R): R[] {
  const found: R[] = [];
  each(list, (item, place) => { found[place] = to(item, place); });
  return found;
}

export function kept<T>(list: ArrayLike<T>, keep: (item: T) => unknown): T[] {
  const found: T[] = [];
  each(list, (item) => { if (keep(item)) found[found.length] = item; });
  return found;
}

export function any<T>(list: ArrayLike<T>, holds: (item: T) => unknown): boolean {
  return kept(list, holds).length > 0;
}

export function joined(list: ArrayLike<string>, between: string): string {
  let text = "";
  each(list, (item, place) => { text += (place ? between : "") + item; });
  return text;
}

const { hasOwnProperty, toString } = Object.prototype;

export function keys(of: object): string[] {
  const found: string[] = [];
  for (const key in of) if (hasOwnProperty.call(of, key)) found[found.length] = key;
  return found;
}

export const isList = (it: unknown): it is unknown[] => toString.call(it) === "[object Array]";

/** JSON that no toJSON of the page has a say in; what is no value is left out. */
export function write(value: unknown): string {
  const of = value as Record<string, unknown>;
  if (typeof value === "string") return natives().quote(value);
  if (value instanceof Date) return write(value.toISOString());
  if (isList(value)) return "[" + joined(mapped(value, write), ",") + "]";
  if (value && typeof value === "object") {
    const told = kept(keys(value), (key) => of[key] !== undefined && typeof of[key] !== "function");
    return "{" + joined(mapped(told, (key) => write(key) + ":" + write(of[key])), ",") + "}";
  }
  return value === true || value === false || (typeof value === "number" && isFinite(value)) ? "" + value : "null";
}

export function read(text: string | null): unknown {
  try {
    return text ? natives().parse(text) : null;
  } catch {
    return null;
  }
}
