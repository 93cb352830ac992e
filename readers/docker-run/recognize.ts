import { looksLikeJson } from "../document/looks-like-json.ts";

/** A command of an engine at the beginning, behind comments and a prompt. */
const firstLine =
	/^(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*(?:\$ +)?(?:sudo +)?(?:docker|podman|nerdctl|finch)(?: +container)? +(?:run|create)\b/;
const anyLine = /(?:^|[\s/(`])(?:docker|podman|nerdctl|finch)\s[^\n]*\b(?:run|create)\s/;

/**
 * Whether a text is a `docker run` line, which is no document: it begins with one, or, where it may be a script, has one.
 * Jobs in YAML have such lines too.
 */
export const looksLikeDockerRun = (text: string, mayBeScript: boolean): boolean =>
	firstLine.test(text) || (mayBeScript && !looksLikeJson(text) && anyLine.test(text));
