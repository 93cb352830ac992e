import { DescribeRuleCommand, type EventBridgeClient, TestEventPatternCommand } from "@aws-sdk/client-eventbridge";
import { routes } from "../functions/manifest.ts";
import { patternOf } from "../infra/event-pattern.ts";
import type { DeployedRoute, RouteName } from "./deploy.ts";
import type { DemoEvent } from "./events.ts";

/** How an event gets to its route: by the bus, or straight onto the queue when the bus would refuse it, or not at all. */
type Destination =
	| { readonly kind: "bus"; readonly routed: boolean }
	| { readonly kind: "queue"; readonly route: DeployedRoute }
	| { readonly kind: "nowhere" };

export type Router = (event: DemoEvent) => Promise<Destination>;

/**
 * Decides by the patterns of the deployed rules, as EventBridge itself would: with the event's own source, before it is
 * replaced by the replay source. What no bus takes goes to the queue of the route that it is about, if it is about one.
 */
export async function createRouter(
	events: EventBridgeClient,
	routes: readonly DeployedRoute[],
	otherRules: readonly string[],
): Promise<Router> {
	const patterns = await Promise.all(
		[...routes.flatMap(({ rules }) => rules), ...otherRules].map(
			async (Name) => (await events.send(new DescribeRuleCommand({ Name }))).EventPattern ?? "{}",
		),
	);
	return async (demo) => {
		if (Buffer.byteLength(demo.body) > maxBytes) return { kind: "nowhere" };
		const route = routes.find(({ name }) => name === findRoute(demo));
		if (!isAcceptedByBus(demo)) return route === undefined ? { kind: "nowhere" } : { kind: "queue", route };
		const Event = JSON.stringify({ ...required, ...demo.event });
		const matches = await Promise.all(
			patterns.map(async (EventPattern) => {
				const { Result } = await events.send(new TestEventPatternCommand({ EventPattern, Event }));
				return Result === true;
			}),
		);
		return { kind: "bus", routed: matches.includes(true) };
	};
}

/** SQS takes no more in a message, and PutEvents no more in a call: no such event can come. */
const maxBytes = 1_048_576;

/** TestEventPattern asks for every field that EventBridge adds to an event by itself. */
const required = { id: "00000000-0000-4000-8000-000000000000", time: "2026-01-01T00:00:00Z", resources: [] };

/** PutEvents wants a source, a detail-type and a detail that is an object. */
export function isAcceptedByBus({ event }: DemoEvent): boolean {
	if (event === null) return false;
	const { source, detail, "detail-type": type } = event;
	if (typeof source !== "string" || source === "" || typeof type !== "string" || type === "") return false;
	return typeof detail === "object" && detail !== null && !Array.isArray(detail);
}

/** The detail-types of CloudTrail's records, whichever service they are from. */
const ofCloudTrail: readonly string[] = ["AWS API Call via CloudTrail", "AWS Service Event via CloudTrail"];

/** Strings that a pattern lists under a key, in any of its alternatives. */
function listedUnder(key: string, pattern: unknown): readonly string[] {
	if (typeof pattern !== "object" || pattern === null) return [];
	return Object.entries(pattern).flatMap(([name, value]) => {
		if (name !== key || !Array.isArray(value)) return listedUnder(key, value);
		return value.filter((one) => typeof one === "string");
	});
}

/**
 * What an event of a route says of itself, taken from its patterns: a detail-type, or, as calls of all services
 * have the same one, the service that was called and the names of its calls.
 */
const marks = routes.map(({ events, construct }) => {
	const pattern = events.map(({ folder }) => patternOf(folder));
	const sources = listedUnder("source", pattern);
	const services = sources.map((source) => source.replace(/^aws\.(.*)$/, "$1.amazonaws.com"));
	const calls = [...sources, ...services, ...listedUnder("eventName", pattern)];
	const texts = listedUnder("detail-type", pattern).flatMap((type) => (ofCloudTrail.includes(type) ? calls : [type]));
	return { construct, sources, texts };
});

/** Who the routes listen to. */
const senders: ReadonlySet<string> = new Set(marks.flatMap(({ sources }) => sources));

/** The route that a text speaks of: by its detail-type, which may be all that can be read of it. Null when it is none, or somebody else sent it. */
export function findRoute({ event, body }: DemoEvent): RouteName | null {
	const { "detail-type": type, source } = event ?? {};
	if (typeof source === "string" && source !== "" && !senders.has(source)) return null;
	const text = typeof type === "string" && !ofCloudTrail.includes(type) ? type : body;
	return marks.find(({ texts }) => texts.some((mark) => text.includes(mark)))?.construct ?? null;
}
