import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { asked, ending, piped } from "../src/flow";
import type { Answers, Survey } from "../src/types";

declare const VECTORS: string;

interface Group {
  name: string;
  presented: Survey;
  cases: { answers: Answers; asked: string[]; ending: string; piped?: [string, string][] }[];
}

// The same cases as the server's own: what is asked must not depend on where it is decided.
const groups = JSON.parse(readFileSync(VECTORS, "utf8")) as Group[];

for (const { name, presented, cases } of groups) {
  test(name, () => {
    for (const one of cases) {
      const told = JSON.stringify(one.answers);
      assert.deepEqual(asked(presented, one.answers).map((question) => question.key), one.asked, told);
      assert.equal(ending(presented, one.answers)?.key, one.ending, told);
    }
  });
}

test("there are cases enough", () => {
  assert.ok(groups.reduce((sum, group) => sum + group.cases.length, 0) > 50);
});

const SURVEY = groups[0]?.presented as Survey;

test("gaps are filled with what was answered, else with what stands after the bar", () => {
  assert.equal(piped("You gave {answer.nps|nothing}.", SURVEY, { nps: 3 }), "You gave 3.");
  assert.equal(piped("You gave {answer.nps|nothing}.", SURVEY, {}), "You gave nothing.");
  assert.equal(piped("{answer.wrong}", SURVEY, { nps: 9, wrong: "hidden" }), "");
});

test("what is filled in is never read again", () => {
  assert.equal(piped("{answer.wrong}", SURVEY, { nps: 1, wrong: "{answer.nps}" }), "{answer.nps}");
  assert.equal(piped("{answer.wrong}", SURVEY, { nps: 1, wrong: "$& $1" }), "$& $1");
});

test("a long answer is cut, and its lines become one", () => {
  const said = piped("{answer.wrong}", SURVEY, { nps: 1, wrong: "a\nb\u202e" + "c".repeat(300) });
  assert.equal(said.length, 200);
  assert.match(said, /^a b c+…$/);
});
