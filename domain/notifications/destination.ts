import type { Destination } from "../../core/destination.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Policy } from "../../core/policy.ts";
import { isInScope, type ScopedFacts } from "../../core/scopes.ts";
import { compareSeverity, type Severity } from "../../core/verdict.ts";

/** `destination`: absent for the policy's default. `unrouted`: why routes were passed over that may apply. */
type Routing = Pick<LedgerEntry, "destination" | "unrouted">;

/**
 * Where notifications about a subject go: the last route that matches it, by the rules of scopes. A route whose tags were not read is
 * passed over, with the reason; what it would have reported is reported all the same, to the destination without it. Images have no
 * tags, so a route by tags never applies to them.
 */
export function destinationFor({ slack }: Pick<Policy, "slack">, facts: ScopedFacts): Routing {
	let destination: Destination = {};
	let open: readonly { readonly route: Destination; readonly reason: string }[] = [];
	for (const [index, { match, ...route }] of slack.routes.entries()) {
		const matching = isInScope({ match }, facts);
		if (matching === true) [destination, open] = [route, []];
		else if (matching !== false && facts.kind !== "image") {
			const reason = `cannot tell whether route ${index + 1} of the policy applies: ${matching.unread}`;
			open = [...open, { route, reason }];
		}
	}
	const severityOf = ({ minimumSeverity = slack.minimumSeverity }: Destination): Severity => minimumSeverity;
	const own = severityOf(destination);
	const lowest = [own, ...open.map(({ route }) => severityOf(route))].toSorted(compareSeverity).at(-1) ?? own;
	const to = lowest === own ? destination : { ...destination, minimumSeverity: lowest };
	return {
		...(Object.keys(to).length === 0 ? {} : { destination: to }),
		...(open.length === 0 ? {} : { unrouted: open.map(({ reason }) => reason).join("; ") }),
	};
}
