import type { AccountRegion } from "../../core/subject.ts";

/** The host name of each partition's console, without the Region prefix. */
const consoles: ReadonlyMap<string, string> = new Map([
	["aws", "console.aws.amazon.com"],
	["aws-cn", "console.amazonaws.cn"],
	["aws-us-gov", "console.amazonaws-us-gov.com"],
]);

/** A link counts towards the length of its text; a longer one is left out. */
const maxCharacters = 2_000;

/** A link to the finding with this id in the Security Hub console; null in a partition whose console host is unknown. */
export function consoleLink({ partition, region }: AccountRegion, findingId: string): string | null {
	const host = consoles.get(partition);
	if (host === undefined || !/^[a-z0-9-]+$/.test(region)) return null;
	// The console's search is a query in the fragment; the filters in it are encoded a second time.
	const filter = encodeURIComponent(`\\operator\\:EQUALS\\:${findingId.toWellFormed()}`);
	const search = encodeURIComponent(`Id=${filter}`);
	const link = `https://${region}.${host}/securityhub/home?region=${region}#/findings?search=${search}`;
	return link.length <= maxCharacters ? link : null;
}
