import { waiverNotes } from "../core/waiver-notes.ts";
import { everyVerdict, type Judged } from "./judged.ts";
import type { PolicyInUse } from "./policy-file.ts";

/** The waivers that somebody should look at, with their places in the policy. `now`: ISO 8601. */
export function waiverLines(
	judged: Judged,
	{ policy, path, waiverPlaces }: PolicyInUse,
	now: string,
): readonly string[] {
	return waiverNotes(policy.waivers, everyVerdict(judged), now).map(({ waiver, text }) => {
		const { line, column } = waiverPlaces[waiver] ?? { line: 1, column: 1 };
		return `${path ?? "the policy"}:${line}:${column}: ${text}`;
	});
}
