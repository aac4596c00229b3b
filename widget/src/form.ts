// One question at a time, with a way back; what was said is handed on at every step.
import { canAsk, control, isScale, type Control } from "./controls";
import { element, on } from "./dom";
import { asked, ending, piped } from "./flow";
import type { Box } from "./frame";
import { any, each, kept } from "./pristine";
import type { Answers, Asked, Question } from "./types";

const TYPED = ["text", "email", "tel", "date", "textarea", "select-one"];

/** Ask the questions in the box; ``said`` hears of every step. */
export function ask(
  { node, body, say, close }: Box, { survey, words, url }: Asked, answers: Answers, focuses: boolean,
  said: (answers: Answers, isDone: boolean) => void
): void {
  const error = element("p", { class: "error", id: "e", role: "alert" });
  let current: Question | undefined;
  let input: Control;
  let typed = "";
  let typedAt = 0;

  const list = (): Question[] => asked(survey, answers);
  const filled = (text: string): string => piped(text, survey, answers);
  const place = (): number => {
    let found = 0;
    each(list(), (one, at) => { if (current && one.key === current.key) found = at; });
    return found;
  };
  const next = (): Question | undefined => list()[place() + 1];

  function show(question: Question | undefined, focuses: boolean): void {
    current = question;
    while (body.firstChild) body.removeChild(body.firstChild);
    error.textContent = "";
    each(!question ? thanks() : canAsk(question) ? form(question) : elsewhere(), (part) => body.appendChild(part));
    if (focuses) focus();
  }

  function heading(text: string, isRequired?: boolean): HTMLElement {
    return element("h2", { id: "q", tabindex: -1, dir: "auto" }, text, isRequired && element("span", { "aria-hidden": "true" }, " *"));
  }

  function form(question: Question): Element[] {
    input = control(question, answers[question.key], words);
    const made = element("form", { novalidate: true },
      heading(filled(question.text), question.required),
      question.help && element("p", { class: "help", id: "h", dir: "auto" }, filled(question.help)),
      input.node, error, buttons());
    on(made, "submit", (event) => { event.preventDefault(); go(); });
    // A score picked with the pointer goes on by itself; arrow keys only choose.
    on(made, "click", ({ detail, isTrusted, target }) => {
      if (detail && isTrusted && (target as HTMLInputElement).type === "radio" && isScale(question)) go();
    });
    return [made];
  }

  function button(text: string | undefined, does?: () => void): HTMLElement {
    const made = element("button", does ? { type: "button" } : { class: "go" }, text);
    if (does) on(made, "click", does);
    return made;
  }

  function buttons(): HTMLElement {
    const { length } = list();
    const at = place();
    return element("div", { class: "nav" },
      length > 3 && element("small", {}, at + 1 + " / " + length),
      at > 0 && button(words.back, () => show(list()[at - 1], true)),
      button(next() ? words.next : words.send));
  }

  function go(): void {
    const question = current as Question;
    const value = input.value();
    const isMissing = question.required && value === undefined && question.input !== "text";
    const wrong = (input.problem && input.problem()) || (isMissing && words.required);
    error.textContent = wrong || "";
    if (wrong) return focus();
    answers[question.key] = value;
    const then = next();
    said(given(), !then);
    show(then, true);
  }

  /** Answers to questions that are asked no more are not told. */
  function given(): Answers {
    const told: Answers = {};
    each(list(), ({ key }) => { if (answers[key] !== undefined) told[key] = answers[key]; });
    return told;
  }

  const elsewhere = (): Element[] => [heading(words.elsewhere || ""), link(url, words.open || "")];

  function thanks(): Element[] {
    const found = ending(survey, answers) || { text: "", detail: "", url: "", button: "" };
    const text = filled(found.text);
    say(text);
    return [
      heading(text),
      element("p", { dir: "auto" }, filled(found.detail)),
      element("div", { class: "nav" }, button(words.close, close), /^https?:/i.test(found.url) && link(found.url, filled(found.button) || found.url)),
    ];
  }

  /** To the first control, whose group or label says the question; else to the heading. */
  function focus(): void {
    (body.querySelector<HTMLElement>(":checked") || body.querySelector<HTMLElement>("input,select,textarea") || (body.querySelector("h2") as HTMLElement)).focus();
  }

  on(node, "keydown", (event) => {
    const { key, timeStamp, ctrlKey, metaKey, altKey, target } = event;
    if (!current || !isScale(current) || !/^[0-9]$/.test(key) || ctrlKey || metaKey || altKey) return;
    if (any(TYPED, (type) => type === (target as HTMLInputElement).type)) return;
    typed = timeStamp - typedAt < 800 ? typed + key : key; // a ten is a one and a nought
    typedAt = timeStamp;
    const find = (value: string) => body.querySelector<HTMLInputElement>('input[value="' + value + '"]');
    const found = find(typed) || find(key);
    if (!found) return;
    found.checked = true;
    found.focus();
    found.dispatchEvent(new Event("change", { bubbles: true }));
    event.preventDefault();
  });
  show(kept(list(), (one) => !(one.key in answers))[0] || list()[0], focuses);
}

function link(url: string, text: string): HTMLElement {
  return element("a", { class: "go", href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}
