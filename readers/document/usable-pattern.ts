/**
 * Whether a pattern of `.gitignore` is compared quickly with any path: it becomes a regular expression that goes back for each star, so
 * there must be few of them.
 */
export const isUsablePattern = (pattern: string): boolean =>
	pattern.length <= maxLength &&
	pattern.split("/").filter((part) => part === "**").length <= maxDoubleStars &&
	pattern.split("/").every((part) => (part.match(/\*+/g)?.length ?? 0) <= maxStars);

const maxStars = 4;
const maxDoubleStars = 2;
/** Of a pattern, and of a path that may be left out. */
export const maxLength = 1_000;
