import { type Destination, defaultDestinationOf } from "../core/destination.ts";
import type { Policy, SlackRoute } from "../core/policy.ts";
import { isInScope, type ScopedFacts } from "../core/scopes.ts";
import { formatList } from "../core/text.ts";
import { destinationFor, orDefault } from "../domain/notifications/destination.ts";

/** What a file does not say of its subjects, and routes match by. */
export interface AssumedSubject {
	readonly account?: string;
	readonly region?: string;
	readonly repository?: string;
	readonly family?: string;
	readonly tags?: Readonly<Record<string, string>>;
}

interface PreviewedRoute {
	/** With the policy's default filled in. */
	readonly destination: Destination;
	/** Why routes were passed over that may apply. */
	readonly notes: readonly string[];
}

/** The keys of a route's match that apply to a kind of subject. */
const keysOf = { repository: "repository", "task-definition": "family" } as const;

/** Where what fails of a subject goes; a route by what is not assumed is passed over, with a note. */
export function routeOf(
	kind: "repository" | "task-definition",
	{ slack }: Pick<Policy, "slack">,
	assumed: AssumedSubject,
): PreviewedRoute {
	const facts = factsOf(kind, assumed);
	const known = new Set(Object.keys(assumed));
	const relevant = (["account", "region", keysOf[kind]] as const).filter((key) => !known.has(key));
	const notes: string[] = [];
	const routes = slack.routes.map((route, index): SlackRoute => {
		const missing = relevant.filter((key) => route.match[key] !== undefined);
		if (missing.length === 0) return route;
		const others = Object.fromEntries(
			Object.entries(route.match).filter(([key]) => !missing.some((one) => one === key)),
		);
		if (isInScope({ match: others }, facts) !== false) {
			const options = formatList(missing.map((key) => `--${key}`));
			notes.push(`cannot tell whether route ${index + 1} of the policy applies; give ${options}`);
		}
		return { ...route, match: { account: [] } };
	});
	const { destination = {}, unrouted } = destinationFor({ slack: { ...slack, routes } }, facts);
	return {
		destination: orDefault(destination, defaultDestinationOf(slack)),
		notes: [...notes, ...(unrouted === undefined ? [] : [unrouted])],
	};
}

function factsOf(kind: "repository" | "task-definition", assumed: AssumedSubject): ScopedFacts {
	const { account = "", region = "", repository = "", family = "", tags } = assumed;
	const arn = `arn::${kind}:${region}:${account}:`;
	const given = tags === undefined ? { unread: "a file's verdicts have no tags; give --tag" } : { value: tags };
	return kind === "repository" ? { kind, arn, name: repository, tags: given } : { kind, arn, family, tags: given };
}
