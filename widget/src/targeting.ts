// Where a survey may be shown: patterns of addresses. "/pricing*" looks at the path, others at the whole address;
// what stands after "?" or "#" counts where the pattern has such a part.
import { any } from "./pristine";
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
  subject = bare(subject);
  const last = pieces.length - 1;
  let from = 0;
  const isMissing = (piece: string, place: number): boolean => {
    const found = place === last ? subject.length - piece.length : subject.indexOf(piece, from);
    const isThere = found >= from && (place > 0 || !found) && subject.slice(found, found + piece.length) === piece;
    from = found + piece.length;
    return !isThere;
  };
  let place = 0;
  return !any(pieces, (piece) => isMissing(piece, place++));
}

// A slash at the end makes no other page.
const bare = (text: string): string => text.replace(/(.)\/$/, "$1");

/** How far the page was scrolled, in percent; a page that fits the window has been seen whole. */
export function scrolled(): number {
  const { scrollHeight } = document.documentElement;
  return scrollHeight <= innerHeight ? 100 : (100 * (scrollY + innerHeight)) / scrollHeight;
}
