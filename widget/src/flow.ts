// What is asked next and how it ends: the same rules as heedful.design.surveys.flow, for what is still open
// when the server has decided all that does not depend on answers.
import { any, each, isList, joined, keys, kept, mapped } from "./pristine";
import type { Answers, Condition, Ending, Question, Survey } from "./types";

const NUMBER = /^[+-]?[0-9]{1,15}(\.[0-9]{1,10})?$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const GAP = /\{answer\.([^{}|\n]{1,120})(?:\|([^{}|]{0,200}))?\}/g;
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\s]+/g;
const LONGEST = 200;

type Hidden = Record<string, true>;
type Walk = [shown: Question[], holds: (conditions: Condition[]) => boolean, words: (key: string) => string];

function walk(survey: Survey, answers: Answers): Walk {
  const hidden: Hidden = {};
  const questionOf = (key: string): Question | undefined =>
    kept(survey.questions, (one) => one.key === key || any(one.rows, (row) => row.key === key))[0];

  const said = (key: string): unknown => {
    const question = questionOf(key);
    const asked = question ? question.key : key;
    if (hidden[asked]) return null;
    if (key in answers || asked === key) return answers[key];
    const rows = answers[asked];
    return rows && typeof rows === "object" ? (rows as Answers)[key.slice(asked.length + 1)] : null;
  };

  /** Options by their key, wherever a label was given. */
  const answer = (key: string, asLabels?: boolean): string[] => {
    const { options } = questionOf(key) || { options: [] };
    return mapped(facts(said(key)), (one) => {
      const option = kept(options, (each) => each.key === one)[0] || kept(options, (each) => each.label === one)[0];
      return option ? option[asLabels ? "label" : "key"] : one;
    });
  };

  const of = (name: string): string[] => {
    const [kind] = name.split(".");
    const key = name.slice((kind as string).length + 1);
    if (kind === "answer") return answer(key);
    const step = asNumber(facts(said(key))[0] || "");
    const found = kept((questionOf(key) || { steps: [] }).steps, (one) => one.value === step)[0];
    return found && found.score_class ? [found.score_class] : [];
  };

  const holds = (conditions: Condition[]): boolean => !any(conditions, (one) => !compares(one, of(one.field)));
  const shown = kept(survey.questions, (question) => {
    const isShown = holds(question.show_if);
    if (!isShown) hidden[question.key] = true;
    return isShown;
  });
  return [shown, holds, (key) => joined(answer(key, true), ", ")];
}

export const asked = (survey: Survey, answers: Answers): Question[] => walk(survey, answers)[0];

export function ending(survey: Survey, answers: Answers): Ending | undefined {
  const [, holds] = walk(survey, answers);
  return kept(survey.endings, (one) => holds(one.show_if))[0];
}

export function piped(text: string, survey: Survey, answers: Answers): string {
  const [, , words] = walk(survey, answers);
  return text.replace(GAP, (_gap, key: string, otherwise?: string) => spoken(words(key)) || otherwise || "");
}

function spoken(words: string): string {
  const tidy = words.replace(UNSEEN, " ").trim();
  return tidy.length <= LONGEST ? tidy : tidy.slice(0, LONGEST - 1) + "…";
}

/** An answer as texts to compare: 9, 9.0 and "9" are the same. */
function facts(value: unknown): string[] {
  const found: string[] = [];
  const add = (part: unknown): void => each(facts(part), (one) => { found[found.length] = one; });
  if (isList(value)) each(value, add);
  else if (value && typeof value === "object") each(keys(value), (key) => add((value as Answers)[key]));
  else if (value !== null && value !== undefined && ("" + value).trim()) found[0] = ("" + value).trim();
  return found;
}

function compares({ comparison, values }: Condition, given: string[]): boolean {
  const isKnown = given.length > 0;
  if (comparison === "known") return isKnown;
  if (comparison === "unknown") return !isKnown;
  if (comparison === "is" || comparison === "is_not") {
    return any(given, (fact) => any(values, (value) => isSame(fact, value))) === (comparison === "is");
  }
  return any(given, (fact) => values.length && reaches(fact, values[0] as string, comparison === "at_least"));
}

function isSame(fact: string, value: string): boolean {
  const number = asNumber(fact);
  return fact === value || (number !== null && number === asNumber(value));
}

function reaches(fact: string, limit: string, isLeast: boolean): boolean {
  const areDays = DAY.test(fact) && DAY.test(limit);
  const one = areDays ? fact : asNumber(fact);
  const other = areDays ? limit : asNumber(limit);
  return one !== null && other !== null && (isLeast ? one >= other : one <= other);
}

const asNumber = (text: string): number | null => (NUMBER.test(text) ? +text : null);
