// What the browser keeps for us: little, and nothing where its user does not want it.
import { each, keys, kept, read, write } from "./pristine";
import type { Answers, Asked } from "./types";

export interface Letter {
  path: string;
  body: Record<string, unknown>;
  key: string; // of letters with one key only the newest counts
}

interface Lasting {
  device?: string | undefined;
  until: Record<string, number>; // by survey: not before
  letters: Letter[];
}

export interface Open {
  survey: string;
  asked: Asked;
  answers: Answers;
  at: number;
}

const MAX_LETTERS = 20;
const OPEN_FOR = 30 * 60_000;

let name = "";
let isAnonymous = false;
let device: string | undefined;

/** Say for which site, and whether a trace may stay on this device. */
export function remember(site: string, isUntracked: boolean): void {
  name = "heedful." + site;
  isAnonymous = isUntracked;
  device = undefined;
}

/** What is stored; another tab may have written since the last time. */
function lasting(): Lasting {
  const found = (read(attempt(() => localStorage.getItem(name))) || {}) as Partial<Lasting>;
  const until: Record<string, number> = {};
  each(keys(found.until || {}), (survey) => {
    const time = (found.until as Record<string, number>)[survey] as number;
    if (time > Date.now()) until[survey] = time;
  });
  return { device: isAnonymous ? device : found.device, until, letters: found.letters || unsaved };
}

let unsaved: Letter[] = []; // where nothing can be stored

function change(how: (kept: Lasting) => void): void {
  const held = lasting();
  how(held);
  device = held.device;
  unsaved = held.letters;
  attempt(() => {
    localStorage.setItem(name, write(isAnonymous ? { ...held, device: undefined } : held));
    unsaved = [];
  });
}

/** A random id of this browser; without the right to keep one, of this page only. */
export function deviceId(): string {
  device = lasting().device || device;
  if (!device) change((kept) => { kept.device = random(); });
  return device as unknown as string;
}

export const notBefore = (survey: string): number => lasting().until[survey] || 0;

export function rest(survey: string, until: number): void {
  change((kept) => { kept.until[survey] = until; });
}

export function forget(): void {
  change((kept) => {
    kept.device = undefined;
    kept.until = {};
  });
  keepOpen(null);
}

export const letters = (): Letter[] => lasting().letters;

export function addLetter(letter: Letter): void {
  change((held) => {
    const others = kept(held.letters, (one) => one.key !== letter.key);
    others[others.length] = letter;
    let left = others.length;
    held.letters = kept(others, () => left-- <= MAX_LETTERS);
  });
}

export function removeLetter(letter: Letter): void {
  change((held) => {
    held.letters = kept(held.letters, (one) => write(one) !== write(letter));
  });
}

/** The survey that stood open on the page before. */
export function opened(): Open | null {
  const found = read(attempt(() => sessionStorage.getItem(name))) as Open | null;
  return found && found.asked && Date.now() - found.at < OPEN_FOR ? found : null;
}

export function keepOpen(open: Open | null): void {
  attempt(() => {
    if (!open) sessionStorage.removeItem(name);
    else if (!isAnonymous) sessionStorage.setItem(name, write(open));
  });
}

/** Storage may be forbidden or full: then there is none. */
function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}

export function random(): string {
  let text = "";
  each(crypto.getRandomValues(new Uint8Array(12)), (byte) => { text += (byte + 256).toString(16).slice(1); });
  return text;
}
