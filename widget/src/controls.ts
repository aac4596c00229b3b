// A control for each kind of question: native inputs, so that browsers and screen readers know them.
import { drawing, element, on } from "./dom";
import { any, each, isList, keys, kept, mapped } from "./pristine";
import type { Option, Question } from "./types";

type Words = Record<string, string>;
type Input = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface Control {
  node: Element | null;
  /** What was answered; undefined when nothing was. */
  value: () => unknown;
  /** What is wrong with it, in words. */
  problem?: () => string | undefined;
}

type Maker = (question: Question, before: unknown, words: Words) => Control;
type Item = [value: string | number, name: string, shown: Node | string];

/** The question stands in #q, the line beneath it in #h, what is wrong in #e. */
function named(question: Question): Record<string, string> {
  return { "aria-labelledby": "q", "aria-describedby": (question.help && "h ") + "e" };
}

/** Radio buttons or check boxes, each a label with its input inside. */
function choices(question: Question, before: unknown, type: "radio" | "checkbox", look: string, items: Item[]): [HTMLElement, () => string[]] {
  const chosen = isList(before) ? before : [before];
  const inputs: HTMLInputElement[] = [];
  const isRadio = type === "radio";
  const node = element("div", { class: look, role: isRadio ? "radiogroup" : "group", ...named(question) });
  each(items, ([value, name, shown], place) => {
    const input = (inputs[place] = element("input", { type, name: "i", value, "aria-label": name, required: isRadio && question.required }));
    input.checked = any(chosen, (one) => "" + one === "" + value);
    node.appendChild(element("label", {}, input, typeof shown === "string" ? element("span", { dir: "auto" }, shown) : shown));
  });
  return [node, () => mapped(kept(inputs, (input) => input.checked), (input) => input.value)];
}

const steps: Maker = (question, before) => {
  const all = question.steps;
  const items = mapped(all, ({ value, label }, place): Item => [value, value + (label && label !== "" + value ? ", " + label : ""), picture(question, place)]);
  const [node, chosen] = choices(question, before, "radio", "steps " + question.input, items);
  const end = (place: number): Node => element("span", { dir: "auto" }, (all[place] as { label: string }).label);
  if (question.input === "stars") fillUpTo(node);
  return {
    node: element("div", {}, node, element("p", { class: "ends", "aria-hidden": "true" }, end(0), end(all.length - 1))),
    value: () => (chosen()[0] ? +(chosen()[0] as string) : undefined),
  };
};

/** Stars are filled up to the chosen one. */
function fillUpTo(node: HTMLElement): void {
  const mark = (): void => {
    let isOn = !!node.querySelector(":checked");
    each(node.children, (label) => {
      label.className = isOn ? "on" : "";
      if (label.querySelector(":checked")) isOn = false;
    });
  };
  on(node, "change", mark);
  mark();
}

function picture({ input, steps }: Question, place: number): Node | string {
  if (input === "stars") return drawing({ d: "M12 2l3 7h7l-5.5 4.5 2 7.5-6.5-4.5-6.5 4.5 2-7.5L2 9h7z" });
  if (input === "thumbs") return drawing({ d: "M3 10h4v11H3zM9 20V10l4-8q4 0 2 7h6l-2 11z", transform: !place && "rotate(180 12 12)" });
  if (input === "smileys") {
    const bend = (8 * place) / (steps.length - 1); // of the mouth, down to up
    return drawing({ d: "M12 2a10 10 0 1 0 .01 0zM8 9v1M16 9v1M7 " + (18 - bend / 2) + "q5 " + (bend - 4) + " 10 0" });
  }
  return "" + (steps[place] as { value: number }).value;
}

const list = (options: Option[]): Item[] => mapped(options, ({ key, label }) => [key, label, label]);

const radios: Maker = (question, before) => {
  const [node, chosen] = choices(question, before, "radio", "list", list(question.options));
  return { node, value: () => chosen()[0] };
};

const agreement: Maker = (question, before, words) => {
  const { node, value } = radios(question, before, words);
  return { node: element("div", {}, element("p", { class: "said", dir: "auto" }, question.settings.statement as string), node), value };
};

const checkboxes: Maker = (question, before, words) => {
  const { options, settings } = question;
  const [node, chosen] = choices(question, before, "checkbox", "list", list(options));
  const isAlone = (key: string): boolean => any(options, (one) => one.key === key && one.is_exclusive);
  on(node, "change", ({ target }) => {
    const ticked = target as HTMLInputElement;
    each(node.querySelectorAll("input"), (input) => {
      if (ticked.checked && input !== ticked && (isAlone(ticked.value) || isAlone(input.value))) input.checked = false;
    });
  });
  const least = +(settings.at_least || 1);
  const most = +(settings.at_most || options.length);
  return {
    node,
    value: () => (chosen().length ? chosen() : undefined),
    problem: () => {
      const { length } = chosen();
      const fits = !length || any(chosen(), isAlone) || (length >= least && length <= most);
      return fits ? "" : words.between?.replace("{least}", "" + least).replace("{most}", "" + most);
    },
  };
};

function field<I extends Input>(question: Question, before: unknown, input: I): { node: I; value: () => string | undefined } {
  const names = named(question);
  each(keys(names), (name) => input.setAttribute(name, names[name] as string));
  input.required = question.required;
  input.value = before === undefined ? "" : "" + before;
  return { node: input, value: () => input.value.trim() || undefined };
}

const select: Maker = (question, before) =>
  field(question, before, element("select", {}, element("option", { value: "" }, "–"), ...mapped(question.options, ({ key, label }) => element("option", { value: key }, label))));

const limit = ({ settings }: Question, most: number) => ({ maxlength: (settings.longest as number) || most, dir: "auto" });

const number: Maker = (question, before, words) => {
  const { node, value } = field(question, before, element("input", { inputmode: "decimal" }));
  const said = (): number => +(value() || "").replace(",", ".");
  return {
    node,
    value: () => (value() && isFinite(said()) ? said() : undefined),
    problem: () => (isFinite(said()) ? "" : words.number),
  };
};

const DETAILS: Record<string, string> = { email: "email", phone: "tel", company: "organization" };

const details: Maker = (question, before, words) => {
  const { fields, consent } = question.settings;
  const known = (before || {}) as Record<string, string | boolean>;
  const wanted = (fields || ["name", "email", "phone"]) as string[];
  const tick = element("input", { type: "checkbox" });
  tick.checked = !!known.consent;
  const inputs = mapped(wanted, (name) => element("input", { type: name === "email" ? name : "text", autocomplete: DETAILS[name] || name, maxlength: 254, value: known[name] }));
  const node = element("div", { role: "group", ...named(question) },
    ...mapped(wanted, (name, place) => element("label", {}, words[name], inputs[place])),
    element("label", { class: "tick" }, tick, element("span", { dir: "auto" }, (consent as string) || words.consent)));
  const value = (): Record<string, unknown> | undefined => {
    const said: Record<string, unknown> = {};
    each(wanted, (name, place) => { said[name] = inputs[place]?.value.trim() || undefined; });
    return any(wanted, (name) => said[name]) ? { ...said, consent: tick.checked } : undefined;
  };
  return { node, value, problem: () => (value() && !tick.checked ? words.needs_consent : "") };
};

const MAKERS: Record<string, Maker> = {
  steps, stars: steps, smileys: steps, thumbs: steps, radios, select, checkboxes, number, agreement, details,
  line: (question, before) => field(question, before, element("input", limit(question, 500))),
  paragraph: (question, before) => field(question, before, element("textarea", { rows: 3, ...limit(question, 10000) })),
  date: (question, before) => field(question, before, element("input", { type: "date" })),
  text: () => ({ node: null, value: () => undefined }),
};

export const canAsk = ({ input }: Question): boolean => any(keys(MAKERS), (one) => one === input);

export const control: Maker = (question, before, words) => (MAKERS[question.input] as Maker)(question, before, words);

export const isScale = (question: Question): boolean => question.steps.length > 0;
