import { beginsLikeJson } from "../document/looks-like-json.ts";

/** A command of an engine at the start, after comments and a prompt. */
const firstLine =
	/^(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*(?:\$ +)?(?:sudo +)?(?:docker|podman|nerdctl|finch)(?: +container)? +(?:run|create)\b/;
const anyLine =
	/(?:^|[\s\\/(`=@+'"-])(?:docker|podman|nerdctl|finch)(?:\.exe)?["']?\s(?:\\\n|[^\n])*\b(?:run|create)["']?\s/;

/**
 * Whether a text is a `docker run` command: it starts with one or, when it may be a script, contains one.
 * YAML files of CI jobs also contain such lines.
 */
export const looksLikeDockerRun = (text: string, mayBeScript: boolean): boolean =>
	firstLine.test(text) || (mayBeScript && !beginsLikeJson(text) && anyLine.test(text));
