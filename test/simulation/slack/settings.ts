import type { Destination } from "../../../core/destination.ts";
import type { SlackPolicy, SlackRoute } from "../../../core/policy.ts";
import type { Subject } from "../../../core/subject.ts";
import type { Severity } from "../../../core/verdict.ts";
import { destinationKey } from "../../../domain/notifications/destination.ts";
import type { Random } from "../random.ts";
import { Timeline } from "../timeline.ts";

/** A route, and the subjects that it is meant for, by the specification of the policy. */
export interface ModelledRoute {
	readonly route: SlackRoute;
	readonly covers: (subject: Subject) => boolean;
}

/** What the policy says about Slack in one history. */
export interface SlackSettings {
	readonly slack: Pick<SlackPolicy, "channel" | "minimumSeverity" | "timeZone" | "quietHours">;
	/** The quiet hours, epoch milliseconds. */
	readonly quiet: { readonly from: number; readonly until: number } | null;
	/** Where routes may lead to. */
	readonly named: readonly Destination[];
	/** The routes at each time. */
	readonly routes: Timeline<readonly ModelledRoute[]>;
	/** Every destination that a route may lead to, and the default. */
	readonly keys: readonly string[];
}

/** The last one is not below what the model knows, so almost nothing is reported there. */
const minima: readonly (Severity | null)[] = [null, "LOW", "MEDIUM", "HIGH", "CRITICAL"];

const repositoryOf = (subject: Subject): string | null =>
	subject.kind === "image" ? subject.repository : subject.kind === "repository" ? subject.name : null;

type Scoping = Omit<ModelledRoute, "route"> & Pick<SlackRoute, "match">;

const scopings: readonly Scoping[] = [
	{ match: { repository: ["payments"] }, covers: (subject) => repositoryOf(subject) === "payments" },
	{ match: { repository: ["shop/*"] }, covers: (subject) => repositoryOf(subject)?.startsWith("shop/") === true },
	{ match: { repository: ["*"] }, covers: (subject) => repositoryOf(subject) !== null },
	{ match: { family: ["web"] }, covers: (subject) => subject.kind === "task-definition" && subject.family === "web" },
	{ match: { family: ["*"] }, covers: (subject) => subject.kind === "task-definition" },
];

/** Where routes lead to, and the channel that is the default; empty for a webhook. */
const places: readonly { readonly named: readonly Destination[]; readonly channel: string }[] = [
	{ named: [{ webhook: "payments" }, { webhook: "web" }], channel: "" },
	{ named: [{ channel: "#payments" }, { channel: "#web" }], channel: "#general" },
	{ named: [{ channel: "#payments" }, { webhook: "web" }], channel: "" },
	// A route may lead to the default's channel, with a minimum severity of its own.
	{ named: [{ channel: "#general" }, { channel: "#web" }], channel: "#general" },
];

export function settingsOf(random: Random, startAt: number): SlackSettings {
	const { named, channel } = random.pick(places);
	const minimumSeverity = random.pick(["LOW", "LOW", "MEDIUM"] as const);
	const routes = new Timeline(startAt, routesOf(random, named));
	const timeZone = random.pick(timeZones);
	const from = startAt + random.between(-20, 25) * minuteMs;
	const until = from + random.between(25, 75) * minuteMs;
	const quietHours = { from: clockIn(timeZone, from), to: clockIn(timeZone, until) };
	const isQuiet = random.chance(0.5);
	return {
		slack: { channel, minimumSeverity, timeZone, ...(isQuiet ? { quietHours } : {}) },
		quiet: isQuiet ? { from, until } : null,
		...{ named, routes },
		keys: [...new Set([channel === "" ? {} : { channel }, ...named].map(destinationKey))],
	};
}

const minuteMs = 60_000;
const timeZones = ["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Auckland"] as const;

/** HH:MM. */
const clockIn = (timeZone: string, time: number): string =>
	new Date(time).toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });

/** Up to three routes; later ones win. */
export function routesOf(random: Random, named: readonly Destination[]): readonly ModelledRoute[] {
	return Array.from({ length: random.between(0, 3) }, () => {
		const [{ match, covers }, destination, minimumSeverity] = [
			random.pick(scopings),
			random.pick(named),
			random.pick(minima),
		];
		return { covers, route: { match, ...destination, ...(minimumSeverity === null ? {} : { minimumSeverity }) } };
	});
}

/** Where messages about a subject may go, by the policies between two times. */
export function destinationsOf(subject: Subject, from: number, until: number, settings: SlackSettings): Destination[] {
	return settings.routes.between(from, until).map((routes) => {
		const { route } = routes.findLast(({ covers }) => covers(subject)) ?? { route: undefined };
		const { channel, webhook, minimumSeverity = settings.slack.minimumSeverity } = route ?? {};
		const isDefault = channel === undefined && webhook === undefined;
		const own = isDefault && settings.slack.channel !== "" ? { channel: settings.slack.channel } : { channel, webhook };
		return { ...(JSON.parse(JSON.stringify(own)) as Destination), minimumSeverity };
	});
}
