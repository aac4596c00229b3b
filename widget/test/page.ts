// As much of a browser as the parts below the screen need.

export class Store {
  kept: Record<string, string> = {};
  isForbidden = false;
  getItem(key: string): string | null {
    if (this.isForbidden) throw new Error("forbidden");
    return this.kept[key] ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.isForbidden) throw new Error("forbidden");
    this.kept[key] = value;
  }
  removeItem(key: string): void {
    delete this.kept[key];
  }
}

export interface Sent {
  url: string;
  body: Record<string, unknown>;
}

export interface Page {
  local: Store;
  session: Store;
  sent: Sent[];
  /** Statuses to answer with, the next one first; 0 is no network. After them all is well. */
  answers: number[];
  fire: (name: string) => void;
}

export function page(): Page {
  const listeners: Record<string, (() => void)[]> = {};
  const made: Page = {
    local: new Store(), session: new Store(), sent: [], answers: [],
    fire: (name) => (listeners[name] || []).forEach((heard) => heard()),
  };
  const global = globalThis as unknown as Record<string, unknown>;
  global.window = globalThis;
  global.localStorage = made.local;
  global.sessionStorage = made.session;
  global.addEventListener = (name: string, heard: () => void) => { (listeners[name] ||= []).push(heard); };
  global.fetch = async (url: string, how: { body?: string }) => {
    const status = made.answers.length ? (made.answers.shift() as number) : 200;
    if (!status) throw new TypeError("no network");
    made.sent.push({ url, body: JSON.parse(how.body || "{}") });
    return { ok: status < 300, status, text: async () => "{}" };
  };
  // What the widget takes for the browser's own must look like it.
  (global.fetch as { toString: () => string }).toString = () => "[native code]";
  const before = Function.prototype.toString;
  Function.prototype.toString = function (this: unknown): string {
    return this === global.fetch ? "[native code]" : before.call(this);
  };
  return made;
}

export const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 5));
