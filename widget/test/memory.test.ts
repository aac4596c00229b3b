import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import * as memory from "../src/memory";
import type { Asked } from "../src/types";
import { page } from "./page";

let at = page();
const letter = (key: string, n = 0): memory.Letter => ({ path: "/answers", body: { n }, key });

beforeEach(() => {
  at = page();
  memory.remember("hw_x", false);
});

test("a device keeps its id over pages", () => {
  const first = memory.deviceId();
  memory.remember("hw_x", false);
  assert.equal(memory.deviceId(), first);
  assert.match(first, /^[0-9a-f]{24}$/);
});

test("who wants no trace leaves none but the day of the next question", () => {
  memory.remember("hw_x", true);
  const id = memory.deviceId();
  assert.equal(memory.deviceId(), id, "the same on one page");
  memory.rest("svy_1", Date.now() + 1000);
  memory.keepOpen({ survey: "svy_1", asked: {} as Asked, answers: {}, at: Date.now() });
  assert.ok(!JSON.stringify(at.local.kept).includes(id));
  assert.deepEqual(at.session.kept, {});
  assert.ok(memory.notBefore("svy_1") > Date.now());
  memory.remember("hw_x", true);
  assert.notEqual(memory.deviceId(), id, "another one on the next page");
});

test("a survey rests until its time and then no longer", () => {
  memory.rest("svy_1", Date.now() - 1);
  assert.equal(memory.notBefore("svy_1"), 0);
});

test("of letters with one key only the newest is kept", () => {
  memory.addLetter(letter("a", 1));
  memory.addLetter(letter("b"));
  memory.addLetter(letter("a", 2));
  assert.deepEqual(memory.letters().map((one) => [one.key, one.body.n]), [["b", 0], ["a", 2]]);
});

test("there is a limit, and the oldest go first", () => {
  for (let n = 0; n < 30; n++) memory.addLetter(letter("k" + n));
  assert.equal(memory.letters().length, 20);
  assert.equal(memory.letters()[0]?.key, "k10");
});

test("a letter that was replaced meanwhile is not removed", () => {
  const sent = letter("a", 1);
  memory.addLetter(sent);
  memory.addLetter(letter("a", 2));
  memory.removeLetter(sent);
  assert.equal(memory.letters().length, 1);
});

test("without storage letters wait on the page", () => {
  at.local.isForbidden = true;
  memory.addLetter(letter("a"));
  assert.equal(memory.letters().length, 1);
  memory.removeLetter(letter("a"));
  assert.equal(memory.letters().length, 0);
});

test("what another tab wrote is not overwritten", () => {
  memory.deviceId();
  const other = JSON.parse(at.local.kept["heedful.hw_x"] as string);
  at.local.kept["heedful.hw_x"] = JSON.stringify({ ...other, until: { svy_2: Date.now() + 9999 } });
  memory.addLetter(letter("a"));
  assert.ok(memory.notBefore("svy_2"));
});

test("an open survey is taken up for half an hour", () => {
  const open = { survey: "svy_1", asked: {} as Asked, answers: { nps: 9 }, at: Date.now() };
  memory.keepOpen(open);
  assert.deepEqual(memory.opened()?.answers, { nps: 9 });
  memory.keepOpen({ ...open, at: Date.now() - 31 * 60_000 });
  assert.equal(memory.opened(), null);
});

test("forgetting forgets the device, but not what was not sent yet", () => {
  const id = memory.deviceId();
  memory.rest("svy_1", Date.now() + 1000);
  memory.addLetter(letter("a"));
  memory.forget();
  assert.equal(memory.notBefore("svy_1"), 0);
  assert.equal(memory.letters().length, 1);
  assert.notEqual(memory.deviceId(), id);
});

test("a store that holds nonsense is as good as none", () => {
  at.local.kept["heedful.hw_x"] = "nonsense";
  assert.equal(memory.notBefore("svy_1"), 0);
  assert.deepEqual(memory.letters(), []);
});
