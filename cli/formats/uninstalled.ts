import type { Uninstalled } from "../../operations/uninstall.ts";
import { formatCount } from "./summary.ts";

/** A number of services and their names. */
export const formatServices = (names: readonly string[]): string =>
	`${formatCount(names.length, "service")}${names.length === 0 ? "" : ` (${names.join(", ")})`}`;

/** What an uninstallation did, and what it could not do, each with the remedy. */
export function formatUninstalled({ archived, failed, gates, tags }: Uninstalled) {
	return {
		lines: [
			`removed the gate and the PAUSE hooks for Shipshape from ${formatServices(gates.detached)}`,
			`removed the tags of ${formatCount(tags.untagged, "blocked revision")}`,
			`archived ${formatCount(archived, "finding")}`,
		],
		problems: [
			...gates.failed.map((one) => `${one}; run uninstall again, or remove it with aws ecs update-service`),
			...tags.failed,
			...[...new Set(failed)].map((reason) => `could not archive a finding: ${reason}`),
		],
	};
}
