import { isFields } from "../../core/json.ts";

/** Maps whose keys are data of the user. */
const maps: ReadonlySet<string> = new Set(["dockerLabels", "options", "driverOpts", "labels"]);

/** `EFSVolumeConfiguration` and `FSxWindowsFileServerVolumeConfiguration` in CloudFormation. */
const abbreviation = /^(?:EFS|FSx)/;

/** A field's name as the ECS API writes it: in camelCase. */
export const apiCase = (name: string): string =>
	abbreviation.test(name)
		? name.replace(abbreviation, (letters) => letters.toLowerCase())
		: `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

/**
 * Converts a definition with the names of CloudFormation, or of an SDK that capitalizes them, to the names of the API.
 * Keys named `unresolved` are dropped, so that a document cannot fake an unresolved value.
 */
export function toApiCase(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(toApiCase);
	if (!isFields(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.map(([name, part]) => [apiCase(name), part] as const)
			.filter(([name]) => name !== "unresolved")
			.map(([name, part]) => [name, maps.has(name) ? part : toApiCase(part)]),
	);
}
