import { createHash } from "node:crypto";
import type { LocatedVerdict } from "../check-result.ts";
import type { FormatOptions } from "./options.ts";
import { uriFrom } from "./paths.ts";

export interface Fingerprint {
	/** 32 hexadecimal digits: the same for the same failure, even when lines have moved. */
	readonly hash: string;
	/** From 1: how many failures of the report have this hash up to this one. */
	readonly occurrence: number;
}

/** Returns a function that identifies each failure of a report by its control, file, resource and container. */
export function fingerprinter(
	options: Pick<FormatOptions, "root" | "folder">,
): (verdict: Pick<LocatedVerdict, "control" | "container" | "part" | "location">) => Fingerprint {
	const seen = new Map<string, number>();
	return ({ control, container, part, location }) => {
		const parts = [control, uriFrom(options, location.file).uri, part, container ?? null];
		const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
		const occurrence = (seen.get(hash) ?? 0) + 1;
		seen.set(hash, occurrence);
		return { hash, occurrence };
	};
}
