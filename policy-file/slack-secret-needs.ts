import type { SlackPolicy } from "../core/policy.ts";

/** The keys of the Slack secret that a policy needs: `webhook`, `webhooks.NAME`, `botToken`, `signingSecret`; never none. */
export function secretNeeds({ channel, routes, approvers }: SlackPolicy): readonly string[] {
	const named = new Set(routes.flatMap(({ webhook }) => webhook ?? []));
	const needsBot = channel !== "" || approvers.length > 0 || routes.some((route) => route.channel !== undefined);
	return [
		...(channel === "" ? ["webhook"] : []),
		...[...named].sort().map((name) => `webhooks.${name}`),
		...(needsBot ? ["botToken"] : []),
		...(approvers.length > 0 ? ["signingSecret"] : []),
	];
}
