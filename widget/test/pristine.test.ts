import assert from "node:assert/strict";
import { test } from "node:test";
import { any, each, joined, keys, kept, mapped, read, write } from "../src/pristine";
import { page } from "./page";

page();

test("writes the JSON that everybody reads", () => {
  const value = { a: [1, "two", null, true, { b: [] }], c: 'quo"te\u2028\n', d: -0.5, "e f": {} };
  assert.deepEqual(JSON.parse(write(value)), value);
});

test("leaves out what is no value, and writes null for what is no number", () => {
  assert.equal(write({ a: undefined, b: () => 1, c: NaN, d: Infinity }), '{"c":null,"d":null}');
  assert.equal(write([undefined, 1]), "[null,1]");
});

test("writes times as ISO 8601", () => {
  assert.equal(write({ at: new Date(0) }), '{"at":"1970-01-01T00:00:00.000Z"}');
});

test("asks nobody's toJSON, and sees nothing that stands on a prototype", () => {
  const list = Array.prototype as unknown as Record<string, unknown>;
  const object = Object.prototype as unknown as Record<string, unknown>;
  list.toJSON = object.toJSON = () => "spoiled";
  list.each = () => "spoiled";
  object.extend = "spoiled";
  try {
    assert.equal(write({ a: [1, { b: "c" }] }), '{"a":[1,{"b":"c"}]}');
    assert.deepEqual(keys({ a: 1 }).length, 1);
  } finally {
    delete list.toJSON;
    delete object.toJSON;
    delete list.each;
    delete object.extend;
  }
});

test("reads what is no JSON as nothing", () => {
  assert.equal(read("<html>"), null);
  assert.equal(read(null), null);
  assert.deepEqual(read("[1]"), [1]);
});

test("loops need no method of a list", () => {
  const seen: number[] = [];
  each([3, 4], (one) => { seen[seen.length] = one; });
  assert.deepEqual(seen, [3, 4]);
  assert.deepEqual(mapped([1, 2], (one) => one * 2), [2, 4]);
  assert.deepEqual(kept([1, 2, 3], (one) => one > 1), [2, 3]);
  assert.ok(any([1], (one) => one === 1));
  assert.equal(joined(["a", "b"], "-"), "a-b");
});
