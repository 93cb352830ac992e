import { globMatches } from "../core/glob.ts";
import { holeMark, type PartialText } from "../core/partial-text.ts";
import type { Unresolved } from "../core/reading.ts";

/** A glob of every text that a partly known one may become. */
export const globOf = (text: PartialText): string => text.toMarked().replaceAll(holeMark, "*");

/** Whether an unresolved text may turn out to be this one. */
export const mayBe = ({ text }: Unresolved, candidate: string): boolean =>
	text === undefined || globMatches(globOf(text), candidate);
