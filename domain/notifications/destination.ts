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
			const reason = `cannot tell whether route ${index + 1} of the policy applies, because ${matching.unread}`;
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

/** What a destination leaves open is the default's. */
export function orDefault(destination: Destination | undefined, defaultDestination: Destination): Destination {
	if (destination === undefined) return defaultDestination;
	const { channel, webhook } = destination;
	return channel === undefined && webhook === undefined ? { ...defaultDestination, ...destination } : destination;
}

const channelPrefix = "channel#";

/** Names a destination, in the ledger. */
export function destinationKey({ channel, webhook }: Destination): string {
	if (channel !== undefined) return `${channelPrefix}${channel}`;
	return webhook === undefined ? "default" : `webhook#${webhook}`;
}

/** A channel as the policy named it once, and its id. */
export interface NamedChannel {
	readonly channel: string;
	readonly channelId: string;
}

/**
 * Whether two keys name one destination. A name and an id may be of one channel: they are, unless it is known that the name was that of
 * another one.
 */
export function isSameDestination(key: string, other: string, channels: readonly NamedChannel[] = []): boolean {
	const [one, two] = [spellingOf(key), spellingOf(other)];
	if (one === null || two === null) return key === other;
	if (one.isId === two.isId) return one.text === two.text;
	const [id, name] = one.isId ? [one.text, two.text] : [two.text, one.text];
	const known = channels.filter(({ channel }) => spelling(channel).text === name);
	return known.length === 0 || known.some(({ channelId }) => channelId === id);
}

/** Of a channel; null of another destination. */
const spellingOf = (key: string) => (key.startsWith(channelPrefix) ? spelling(key.slice(channelPrefix.length)) : null);

/** Names of channels are in lower case, with or without `#` (policy-file/slack-schema.ts). */
const spelling = (channel: string) => ({ text: channel.replace(/^#/, ""), isId: /^[CG][A-Z0-9]+$/.test(channel) });
