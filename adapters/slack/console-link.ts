import type { Place } from "../../core/subject.ts";

/** Where each partition's console lives, without the Region's own prefix. */
const consoles: ReadonlyMap<string, string> = new Map([
	["aws", "console.aws.amazon.com"],
	["aws-cn", "console.amazonaws.cn"],
	["aws-us-gov", "console.amazonaws-us-gov.com"],
]);

/** A link takes its characters from the text it stands in; a longer one is left out. */
const maxCharacters = 2_000;

/** Security Hub's console, showing the one finding with this id; null in a partition whose console is not known. */
export function consoleLink({ partition, region }: Place, findingId: string): string | null {
	const host = consoles.get(partition);
	if (host === undefined || !/^[a-z0-9-]+$/.test(region)) return null;
	// The console's search is a query inside the fragment, its filters encoded once more inside that.
	const filter = encodeURIComponent(`\\operator\\:EQUALS\\:${findingId.toWellFormed()}`);
	const search = encodeURIComponent(`Id=${filter}`);
	const link = `https://${region}.${host}/securityhub/home?region=${region}#/findings?search=${search}`;
	return link.length <= maxCharacters ? link : null;
}
