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
 * Keys named `unresolved` are dropped, so that a document cannot fake an unresolved value; `isKept` tells what is left as it is, because a
 * reader has put it there.
 */
export function toApiCase(value: unknown, isKept: (value: unknown) => boolean = () => false): unknown {
	if (isKept(value)) return value;
	if (Array.isArray(value)) return value.map((item) => toApiCase(item, isKept));
	if (!isFields(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.map(([name, part]) => [apiCase(name), part] as const)
			.filter(([name]) => name !== "unresolved")
			.map(([name, part]) => [name, maps.has(name) ? part : toApiCase(part, isKept)]),
	);
}
