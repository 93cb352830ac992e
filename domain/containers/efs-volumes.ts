import type { VolumeFacts } from "../../core/facts.ts";
import { formatUnknown, isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import type { Problem } from "./problems.ts";

/** The EFS volumes of a task: which ones are not encrypted in transit, and which ones may not be. */
export interface EfsVolumes {
	readonly names: readonly string[];
	readonly problems: readonly Problem[];
	readonly unresolved: { readonly reason: string; readonly field: string } | null;
}

export function checkEfsVolumes(volumes: readonly VolumeFacts[]): EfsVolumes {
	const found = volumes.flatMap(({ name, efsTransitEncryption: encryption }, index) =>
		encryption === undefined ? [] : [{ name: formatForDisplay(name), encryption, field: `volumes.${index}` }],
	);
	const [unresolved = null] = found.flatMap(({ name, encryption, field }) => {
		const reason = unknownReasonOf(encryption);
		return reason === null ? [] : [{ reason: `the transit encryption of EFS volume ${name} is ${reason}`, field }];
	});
	return {
		names: found.map(({ name }) => name),
		problems: found.flatMap(({ name, encryption, field }) => {
			const value = encryption === null ? "not set and defaults to DISABLED" : "DISABLED";
			if (encryption !== null && encryption !== "DISABLED") return [];
			return [
				{
					severity: "MEDIUM",
					message: `EFS volume ${name} is mounted without transit encryption (transitEncryption is ${value})`,
					remediation: 'Write "transitEncryption": "ENABLED" in efsVolumeConfiguration.',
					field,
				},
			];
		}),
		unresolved,
	};
}

/** Why it cannot be decided whether traffic is encrypted; null where it can. ENABLED and DISABLED are the only documented values. */
function unknownReasonOf(encryption: Value<string | null>): string | null {
	if (isUnresolved(encryption)) return formatUnknown(encryption);
	if (encryption === null || encryption === "ENABLED" || encryption === "DISABLED") return null;
	return `"${formatForDisplay(encryption)}", which is not recognized`;
}
