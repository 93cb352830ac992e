import type { LedgerEntry } from "../../core/ledger.ts";
import { toSingleLine, truncate } from "../../core/text.ts";
import type { ControlChange } from "../../domain/changes.ts";
import limits from "./asff-limits.json" with { type: "json" };
import { activeRevisionOf, findBlockForControl } from "./block-sentence.ts";

const prefix = "shipshape/";

/** The content of the description in machine-readable form: every key begins with `shipshape/`. Ours come first, then the control's. */
export function productFieldsOf(entry: LedgerEntry, { control, before, after }: ControlChange): Record<string, string> {
	const verdict = after ?? before;
	const block = findBlockForControl(control, entry);
	const own: Record<string, string | null | undefined> = {
		control,
		subject: entry.arn,
		status: after?.status ?? (entry.state === "gone" ? "gone" : "off"),
		severity: verdict?.severity,
		since: verdict?.since,
		firstFailed: verdict?.firstFailed,
		rules: entry.rules,
		containers: after?.containers.join(","),
		activeRevision: activeRevisionOf(entry),
		blockAction: block?.action,
		blockOutcome: block?.outcome,
		// Who overrode the block (the off switch, or break-glass by a tag or the policy), and why.
		override: block?.outcome === "overridden" ? block.reason : undefined,
		blockedRevision: block === undefined ? undefined : String(block.revision),
	};
	const all = Object.entries({ ...(after?.fields ?? {}), ...entry.about, ...own });
	const ours = (key: string): boolean => Object.hasOwn(own, key) || Object.hasOwn(entry.about, key);
	const fields = [...all.filter(([key]) => ours(key)), ...all.filter(([key]) => !ours(key))].flatMap(([key, value]) => {
		const text = truncate(toSingleLine(value ?? ""), limits.characters["ProductFields.value"]);
		const name = truncate(
			toSingleLine(key.startsWith(prefix) ? key : `${prefix}${key}`),
			limits.characters["ProductFields.key"],
		);
		return text === "" ? [] : [[name, text] as const];
	});
	return Object.fromEntries(fields.slice(0, limits.items.ProductFields));
}
