import assert from "node:assert/strict";
import { test } from "node:test";
import * as memory from "../src/memory";
import { connect, send } from "../src/post";
import { page, settled } from "./page";

const at = page();
const beacons: string[] = [];
const pauses: number[] = [];
const clock = globalThis.setTimeout;
// Pauses between attempts are noted, not waited for.
globalThis.setTimeout = ((what: () => void, pause: number) => (pause < 1000 ? clock(what, pause) : pauses.push(pause))) as unknown as typeof setTimeout;
Object.defineProperty(globalThis, "navigator", {
  configurable: true, value: { sendBeacon: (url: string) => beacons.push(url) > 0 },
});
memory.remember("hw_x", false);
const said: string[] = [];
connect("https://feedback.example/w/hw_x", (text) => said.push(text));

test("what is sent arrives once and is forgotten", async () => {
  send("/exposures", { ask: "ask_1" });
  await settled();
  assert.deepEqual(at.sent.map((one) => one.url), ["https://feedback.example/w/hw_x/exposures"]);
  assert.deepEqual(memory.letters(), []);
});

test("offline it waits, in order, and goes out once when the line is back", async () => {
  at.sent.length = 0;
  at.answers = [0];
  send("/answers", { n: 1 }, "answers:1");
  await settled();
  at.answers = [0];
  send("/answers", { n: 2 }, "answers:1");
  await settled();
  assert.equal(at.sent.length, 0);
  assert.equal(memory.letters().length, 1);
  at.fire("online");
  at.fire("online");
  await settled();
  assert.deepEqual(at.sent.map((one) => one.body), [{ n: 2 }]);
});

test("what the server refuses is not sent for ever", async () => {
  at.answers = [422];
  send("/answers", { n: 3 });
  await settled();
  assert.deepEqual(memory.letters(), []);
  assert.match(said.at(-1) as string, /refused/);
});

test("what the server cannot take now is kept", async () => {
  for (const status of [429, 500, 503]) {
    at.answers = [status];
    send("/declines", { status }, "k");
    await settled();
    assert.equal(memory.letters().length, 1, String(status));
  }
});

test("pauses between attempts grow", () => {
  assert.ok(pauses.length > 2);
  assert.ok((pauses.at(-1) as number) > (pauses[0] as number));
});

test("when the page goes, what waits goes by beacon", () => {
  at.fire("pagehide");
  assert.deepEqual(beacons, ["https://feedback.example/w/hw_x/declines"]);
});
