import type { ScanningFacts } from "../../core/facts.ts";

/** Whether a push to a repository triggers a scan; `text` completes a sentence that begins with the repository. */
export type PushScanning =
	| { readonly kind: "scanned"; readonly text: string }
	| { readonly kind: "unscanned"; readonly text: string; readonly remediation: string }
	/** A value that AWS added after this was written. */
	| { readonly kind: "unrecognized"; readonly text: string };

const addFilter = "Add a filter that matches the repository to a SCAN_ON_PUSH or CONTINUOUS_SCAN rule";
const command = ": aws ecr put-registry-scanning-configuration";
const inFile = " of the registry's scanning configuration";

/**
 * Combines the configuration of the registry with the repository's own flag, which has an effect only under BASIC scanning.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html, read 2026-11-21. `isFile`: the advice names
 * what to write instead of commands.
 */
export function pushScanningOf(
	{ scanOnPush, scanType, scanFrequency, appliedFilters }: ScanningFacts,
	isFile: boolean,
): PushScanning {
	const add = `${addFilter}${isFile ? inFile : command}`;
	switch (scanFrequency) {
		case "SCAN_ON_PUSH":
		case "CONTINUOUS_SCAN": {
			const by = appliedFilters.length > 0 ? ` by the registry's filter ${appliedFilters.join(", ")}` : "";
			return { kind: "scanned", text: `scanned${by} (${scanFrequency})` };
		}
		case "MANUAL":
		case null:
			break;
		default:
			return { kind: "unrecognized", text: `the scan frequency "${scanFrequency}" is not recognized` };
	}
	if (scanType === "ENHANCED") {
		return {
			kind: "unscanned",
			text: "never scanned, because no enhanced scanning rule of the registry covers it",
			remediation: `${add}. Its own scan on push has no effect under enhanced scanning.`,
		};
	}
	if (scanOnPush && scanType === "BASIC") return { kind: "scanned", text: "scanned by its own scan on push (BASIC)" };
	if (scanOnPush) {
		return {
			kind: "unrecognized",
			text: `its own scan on push is on, and the registry's scan type is ${scanType ?? "unknown"}`,
		};
	}
	return {
		kind: "unscanned",
		text: "not scanned on push, because no registry rule covers it and its own scan on push is off",
		remediation: isFile
			? `${add}. Under BASIC scanning, "imageScanningConfiguration": {"scanOnPush": true} of the repository works as well.`
			: `${add}. Under BASIC scanning, the repository's own flag works as well: aws ecr ` +
				"put-image-scanning-configuration --image-scanning-configuration scanOnPush=true.",
	};
}
