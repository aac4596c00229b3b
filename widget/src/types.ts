// What the server says: see docs/widget.md.

export type Shape = "bar" | "modal" | "inline" | "side";

export interface Placement {
  survey: string;
  shape: Shape;
  position: "start" | "end";
  pages: string[];
  hidden_pages: string[];
  event: string;
  delay: number;
  scroll: number;
  language: string;
  selector: string;
  label: Record<string, string>;
  colours: Colours;
  theme: "auto" | "light" | "dark";
}

/** light, light_ink, dark, dark_ink: the accent on either ground, and what is written on it. */
export type Colours = Record<string, string>;

export interface Config {
  untracked: "anonymous" | "nothing";
  takes_unsigned: boolean;
  surveys: Placement[];
}

export interface Condition {
  field: string;
  comparison: "is" | "is_not" | "at_least" | "at_most" | "known" | "unknown";
  values: string[];
}

export interface Option {
  key: string;
  label: string;
  is_exclusive: boolean;
}

export interface Question {
  key: string;
  kind: string;
  input: string;
  text: string;
  help: string;
  required: boolean;
  steps: { value: number; label: string; score_class: string }[];
  options: Option[];
  rows: Option[];
  settings: Record<string, unknown>;
  show_if: Condition[];
}

export interface Ending {
  key: string;
  text: string;
  detail: string;
  button: string;
  url: string;
  show_if: Condition[];
}

export interface Survey {
  language: string;
  direction: "ltr" | "rtl";
  title: string;
  intro: string;
  questions: Question[];
  endings: Ending[];
}

export interface Verdict {
  gate: string;
  passed: boolean;
  reason: string;
  until?: string | null;
}

export interface Asked {
  show: boolean;
  ask: string;
  survey: Survey;
  words: Record<string, string>;
  url: string; // where the same answers go on as a page
  until: string | null; // when asking again makes sense
  verdicts?: Verdict[];
}

export type Answers = Record<string, unknown>;
