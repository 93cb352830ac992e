import type { SlackPolicy } from "../core/policy.ts";

/** What the owners of a valid policy should know about its section `slack`. `route`: its position, from 0; null for the section. */
interface SlackNote {
	readonly route: number | null;
	readonly text: string;
}

const unasked =
	"slack.approvers are never asked: only the bot can ask, and nothing goes to one of its channels; " +
	"set slack.channel, or channel in a route";

/** Each is of another kind of subject. */
const names = ["repository", "family", "cluster"] as const;

/** What cannot work as it is written. */
export function slackNotes({ channel, routes, approvers }: SlackPolicy): readonly SlackNote[] {
	const hasChannel = channel !== "" || routes.some((route) => route.channel !== undefined);
	return [
		...(approvers.length > 0 && !hasChannel ? [{ route: null, text: unasked }] : []),
		...routes.flatMap(({ match }, route) => {
			const given = names.filter((name) => match[name] !== undefined);
			if (given.length < 2) return [];
			const text = `route ${route + 1} never applies: no subject has ${given.map((name) => `a ${name}`).join(" and ")}; write a route for each`;
			return [{ route, text }];
		}),
	];
}

/** What has no effect as it is written if a topic is notified instead of Slack; null if there is nothing. */
export function topicNote({ channel, routes, approvers }: SlackPolicy): string | null {
	const named = [
		...(channel === "" ? [] : ["slack.channel"]),
		...(routes.length === 0 ? [] : ["slack.routes"]),
		...(approvers.length === 0 ? [] : ["slack.approvers"]),
	];
	if (named.length === 0) return null;
	return (
		`with the context notificationTopic everything goes to the topic, and nobody is asked: of ${named.join(", ")} only the name ` +
		"of the channel or webhook counts, as the message attribute destination, by which subscriptions can select messages"
	);
}
