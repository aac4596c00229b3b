// Everything that goes to the server. What must arrive is kept until it has: offline, on a slow line, on a
// page that is left in the middle. Sending it twice does no harm: the server knows each by its key.
import { addLetter, letters, random, removeLetter } from "./memory";
import { each, natives, read, write } from "./pristine";

const PATIENCE = 4; // times; then the next page or the way back online

type Body = Record<string, unknown>;
type Reply = { ok: boolean; status: number; content: unknown };

let base = "";
let say: (text: string) => void;
let isBusy = false;
let tries = 0;

export function connect(to: string, told: (text: string) => void): void {
  base = to;
  say = told;
  addEventListener("online", deliver);
  addEventListener("pagehide", hurry);
  deliver();
}

export async function get(path: string, how: RequestInit = {}): Promise<Reply> {
  const response = await natives().fetch(base + path, { credentials: "omit", ...how });
  return { ok: response.ok, status: response.status, content: read(await response.text()) };
}

/** A plain text is a request that browsers send without asking first whether they may. */
export function call(path: string, body: Body): Promise<Reply> {
  return get(path, { method: "POST", body: write(body), headers: { "Content-Type": "text/plain" }, keepalive: true });
}

export function send(path: string, body: Body, key = random()): void {
  addLetter({ path, body, key });
  deliver();
}

async function deliver(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  try {
    let letter;
    while ((letter = letters()[0])) {
      const { ok, status, content } = await call(letter.path, letter.body);
      // What the server refuses is refused the next time as well; all else may pass.
      if (!ok && (status < 400 || status === 429 || status > 499)) throw status;
      if (!ok) say(letter.path + " was refused: " + write(content));
      removeLetter(letter);
      tries = 0;
    }
  } catch (error) {
    say("kept until it can be sent: " + error);
    if (tries++ < PATIENCE) setTimeout(deliver, 500 * 4 ** tries);
  }
  isBusy = false;
}

/** The page goes: a beacon survives it. What is on its way already is known by its key. */
function hurry(): void {
  each(letters(), ({ path, body }) => {
    try {
      navigator.sendBeacon(base + path, write(body));
    } catch {
      // it stays in the memory for the next page
    }
  });
}
