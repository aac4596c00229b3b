// "The widget does not appear": says why, gate by gate, in the console and in a small panel.
import { element } from "./dom";
import { ground } from "./frame";
import { each } from "./pristine";
import type { Verdict } from "./types";

let isOn = false;
let list: HTMLElement | undefined;

export function debug(on: boolean): void {
  isOn = on;
}

export const isDebugging = (): boolean => isOn;

export function say(text: string): void {
  if (!isOn) return;
  console.info("[heedful] " + text);
  if (!list) {
    list = element("div", { class: "box", role: "log", tabindex: 0 });
    ground("debug", {}).root.appendChild(list);
  }
  list.appendChild(element("p", {}, text));
}

export function gate(survey: string, name: string, passed: boolean, reason: string, until?: string | null): boolean {
  say((passed ? "✓ " : "✗ ") + survey + " " + name + ": " + reason + (until ? " → " + until : ""));
  return passed;
}

export function verdicts(survey: string, found: Verdict[] | undefined): void {
  each(found || [], (one) => gate(survey, one.gate, one.passed, one.reason, one.until));
}
