import assert from "node:assert/strict";
import { test } from "node:test";
import { fits, isLike, type Address } from "../src/targeting";
import type { Placement } from "../src/types";

function at(href: string): Address {
  return new URL(href);
}

const CASES: [string, string, boolean][] = [
  ["/pricing", "https://shop.example/pricing", true],
  ["/pricing", "https://shop.example/pricing/", true],
  ["/pricing/", "https://shop.example/pricing", true],
  ["/pricing", "https://shop.example/pricing?plan=pro#top", true],
  ["/pricing", "https://shop.example/pricing/details", false],
  ["/pricing*", "https://shop.example/pricing/details", true],
  ["/*/edit", "https://shop.example/posts/7/edit", true],
  ["/", "https://shop.example/", true],
  ["/", "https://shop.example/pricing", false],
  ["/search?q=*", "https://shop.example/search?q=shoes", true],
  ["/search?q=*", "https://shop.example/search", false],
  ["/app#/settings*", "https://shop.example/app#/settings/keys", true],
  ["/app#/settings*", "https://shop.example/app", false],
  ["https://shop.example/*", "https://shop.example/pricing", true],
  ["https://shop.example/*", "https://other.example/pricing", false],
  ["*checkout*", "https://shop.example/de/checkout/2", true],
  ["/a.b", "https://shop.example/axb", false],
  ["/(x)+[y]", "https://shop.example/(x)+[y]", true],
  ["/a**b", "https://shop.example/a-b", true],
];

for (const [pattern, href, expected] of CASES) {
  test(`${pattern} ${expected ? "fits" : "does not fit"} ${href}`, () => {
    assert.equal(isLike(pattern, at(href)), expected);
  });
}

const placement = (pages: string[], hidden_pages: string[] = []): Placement => ({ pages, hidden_pages }) as unknown as Placement;

test("without patterns every page fits", () => {
  assert.ok(fits(placement([]), at("https://shop.example/x")));
});

test("hidden pages win", () => {
  assert.ok(!fits(placement(["/*"], ["/checkout*"]), at("https://shop.example/checkout/1")));
  assert.ok(fits(placement(["/*"], ["/checkout*"]), at("https://shop.example/cart")));
});

test("a pattern of many stars is quick", () => {
  const started = Date.now();
  isLike("/" + "*a".repeat(12) + "b", at("https://shop.example/" + "a".repeat(60)));
  assert.ok(Date.now() - started < 1000);
});
