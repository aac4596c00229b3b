// What is asked next and how it ends, for a kiosk without network: the rules of heedful.design.surveys.flow, as
// far as they depend on answers. The cases of tests/design/surveys/flow_vectors.json keep the two alike.

const NUMBER = /^[+-]?[0-9]{1,15}(\.[0-9]{1,10})?$/;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const GAP = /\{answer\.([^{}|\n]{1,120})(?:\|([^{}|]{0,200}))?\}/g;
const LONGEST = 200;

const asNumber = (text) => (NUMBER.test(text) ? Number(text) : null);

function facts(value) {
  if (Array.isArray(value)) return value.flatMap(facts);
  if (value && typeof value === "object") return Object.values(value).flatMap(facts);
  const text = value === null || value === undefined ? "" : String(value).trim();
  return text ? [text] : [];
}

function isSame(fact, value) {
  const number = asNumber(fact);
  return fact === value || (number !== null && number === asNumber(value));
}

function reaches(fact, limit, isLeast) {
  const areDays = DAY.test(fact) && DAY.test(limit);
  const [one, other] = areDays ? [fact, limit] : [asNumber(fact), asNumber(limit)];
  return one !== null && other !== null && (isLeast ? one >= other : one <= other);
}

function compares({ comparison, values }, given) {
  if (comparison === "known") return given.length > 0;
  if (comparison === "unknown") return given.length === 0;
  if (comparison === "is" || comparison === "is_not") {
    return given.some((fact) => values.some((value) => isSame(fact, value))) === (comparison === "is");
  }
  return values.length > 0 && given.some((fact) => reaches(fact, values[0], comparison === "at_least"));
}

// Returns the questions asked under the answers so far, and functions for what follows from them.
export function walk(survey, answers) {
  const hidden = new Set();
  const questionOf = (key) => survey.questions.find((one) => one.key === key || one.rows.some((row) => row.key === key));
  const said = (key) => {
    const asked = questionOf(key)?.key ?? key;
    if (hidden.has(asked)) return null;
    if (key in answers || asked === key) return answers[key];
    return answers[asked]?.[key.slice(asked.length + 1)] ?? null;
  };
  const answer = (key, part) => {
    const options = questionOf(key)?.options ?? [];
    return facts(said(key)).map((one) => options.find((each) => each.key === one || each.label === one)?.[part] ?? one);
  };
  const of = (field) => {
    const [kind, key] = [field.split(".")[0], field.slice(field.indexOf(".") + 1)];
    if (kind === "answer") return answer(key, "key");
    const step = asNumber(facts(said(key))[0] ?? "");
    const found = questionOf(key)?.steps.find((one) => one.value === step)?.score_class;
    return found ? [found] : [];
  };
  const holds = (conditions) => conditions.every((one) => compares(one, of(one.field)));
  const asked = [];
  for (const question of survey.questions) {
    if (holds(question.show_if)) asked.push(question.key);
    else hidden.add(question.key);
  }
  const fill = (text) => text.replace(GAP, (_gap, key, otherwise) => {
    const words = answer(key, "label").join(", ").replace(/[\p{C}\s]+/gu, " ").trim();
    return (words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words) || otherwise || "";
  });
  return { asked, ending: survey.endings.find((one) => holds(one.show_if))?.key, fill };
}
