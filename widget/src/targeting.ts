// Where a survey may be shown: patterns of addresses. "/pricing*" looks at the path, others at the whole address;
// what stands after "?" or "#" counts where the pattern has such a part.
import { any, each } from "./pristine";
import type { Placement } from "./types";

export interface Address {
  href: string;
  pathname: string;
  search: string;
  hash: string;
}

export function fits(placement: Placement, at: Address): boolean {
  const matches = (pattern: string): boolean => isLike(pattern, at);
  return (!placement.pages.length || any(placement.pages, matches)) && !any(placement.hidden_pages, matches);
}

export function isLike(pattern: string, { href, pathname, search, hash }: Address): boolean {
  let subject = pattern[0] === "/" ? pathname + search + hash : href;
  if (pattern.indexOf("#") < 0) subject = subject.replace(/#.*/, "");
  if (pattern.indexOf("?") < 0) subject = subject.replace(/\?[^#]*/, "");
  // Piece after piece, each at its first place: a regular expression could take for ever.
  const pieces = bare(pattern).split("*");
  const whole = bare(subject);
  let fits = true;
  let at = 0;
  each(pieces, (piece, place) => {
    const found = !place ? 0 : place < pieces.length - 1 ? whole.indexOf(piece, at) : whole.length - piece.length;
    fits = fits && found >= at && whole.substr(found, piece.length) === piece;
    at = found + piece.length;
  });
  return fits && at === whole.length;
}

// A slash at the end makes no other page.
const bare = (text: string): string => text.replace(/(.)\/$/, "$1");

/** How far the page was scrolled, in percent; a page that fits the window has been seen whole. */
export function scrolled(): number {
  const { scrollHeight } = document.documentElement;
  return scrollHeight <= innerHeight ? 100 : (100 * (scrollY + innerHeight)) / scrollHeight;
}
