import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import type { Facts } from "../../../core/facts.ts";
import type { Policy, SlackRoute } from "../../../core/policy.ts";
import { severities } from "../../../core/verdict.ts";
import { destinationFor } from "../../../domain/notifications/destination.ts";
import {
	aCapacityProvider,
	aCluster,
	anImage,
	aRepository,
	aService,
	aTaskDefinition,
} from "../../support/builders.ts";

const routed = (...routes: readonly SlackRoute[]): Policy => ({
	...defaultPolicy,
	slack: { ...defaultPolicy.slack, minimumSeverity: "MEDIUM", routes },
});
const family = aTaskDefinition({ tags: { value: { team: "shop" } } });
const unread = { unread: "ecs:ListTagsForResource was denied" };

describe("notifications go", () => {
	test("to the policy's default if there is no route or none matches", () => {
		expect(destinationFor(defaultPolicy, family)).toEqual({});
		expect(destinationFor(routed({ match: { family: ["api"] }, channel: "#api" }), family)).toEqual({});
	});

	test.each<[string, SlackRoute["match"], Facts]>([
		["account", { account: ["1111*"] }, aCapacityProvider()],
		["Region", { region: ["ap-*"] }, aRepository()],
		["repository", { repository: ["pay*"] }, aRepository()],
		["repository, for an image", { repository: ["payments"] }, anImage()],
		["family", { family: ["web"] }, family],
		["cluster", { cluster: ["shop"] }, aCluster()],
		["cluster, for a service", { cluster: ["shop"] }, aService()],
		["tag", { tag: { team: ["shop"] } }, family],
	])("by %s", (_, match, facts) => {
		expect(destinationFor(routed({ match, channel: "#shop" }), facts)).toEqual({ destination: { channel: "#shop" } });
	});

	test("by the last of the routes that match, with nothing of the others", () => {
		const all = { match: { account: ["*"] }, channel: "#all", minimumSeverity: "CRITICAL" } as const;
		const own = { match: { family: ["w*"] }, webhook: "web" };
		expect(destinationFor(routed(all, own), family)).toEqual({ destination: { webhook: "web" } });
		expect(destinationFor(routed(own, all), family)).toEqual({
			destination: { channel: "#all", minimumSeverity: "CRITICAL" },
		});
	});
});

describe("a route by tags that were not read", () => {
	const untagged = aTaskDefinition({ tags: unread });
	const everything = { match: { family: ["*"] }, channel: "#ecs" };
	const byTag = { match: { tag: { team: ["shop"] } }, channel: "#shop" };
	const reason = "cannot tell whether route 2 of the policy applies, because ecs:ListTagsForResource was denied";

	test("is passed over for the earlier match, and the reason is recorded", () => {
		expect(destinationFor(routed(everything, byTag), untagged)).toEqual({
			destination: { channel: "#ecs" },
			unrouted: reason,
		});
	});

	test("is passed over for the default if there is no earlier match", () => {
		expect(destinationFor(routed(byTag), untagged)).toEqual({ unrouted: reason.replace("route 2", "route 1") });
	});

	test("does not matter if a later route matches, or if its names do not match", () => {
		expect(destinationFor(routed(byTag, everything), untagged)).toEqual({ destination: { channel: "#ecs" } });
		const other = { match: { ...byTag.match, family: ["api"] }, channel: "#api" };
		expect(destinationFor(routed(everything, other), untagged)).toEqual({ destination: { channel: "#ecs" } });
	});

	test("silences nothing that it would have reported", () => {
		const severe = { ...everything, minimumSeverity: "CRITICAL" } as const;
		expect(destinationFor(routed(severe, byTag), untagged).destination).toEqual({
			channel: "#ecs",
			minimumSeverity: "MEDIUM",
		});
		const low = { ...byTag, minimumSeverity: "LOW" } as const;
		expect(destinationFor(routed(low), untagged).destination).toEqual({ minimumSeverity: "LOW" });
		expect(destinationFor(routed({ ...byTag, minimumSeverity: "HIGH" }), untagged).destination).toBeUndefined();
	});

	test("never applies to an image, which has no tags, and that is no problem", () => {
		expect(destinationFor(routed(everything, byTag), anImage())).toEqual({});
		const both = { match: { repository: ["payments"], tag: { team: ["*"] } }, channel: "#pay" };
		expect(destinationFor(routed(both), anImage())).toEqual({});
	});
});

const aMatch = fc.constantFrom<SlackRoute["match"]>(
	{ family: ["web"] },
	{ family: ["api"] },
	{ account: ["*"] },
	{ tag: { team: ["shop"] } },
	{ tag: { team: ["x"] } },
);
const aRoute = fc.record<SlackRoute>(
	{ match: aMatch, channel: fc.constantFrom("#a", "#b", "#c"), minimumSeverity: fc.constantFrom(...severities) },
	{ requiredKeys: ["match", "channel"] },
);

test("property: a route without tags that matches last decides alone", () => {
	fc.assert(
		fc.property(fc.array(aRoute), aRoute, fc.boolean(), (routes, { match: _, ...last }, isRead) => {
			const facts = isRead ? family : aTaskDefinition({ tags: unread });
			const policy = routed(...routes, { match: { family: ["web"] }, ...last });
			expect(destinationFor(policy, facts)).toEqual({ destination: last });
		}),
	);
});

test("property: without the tags, what is reported with any tags is reported as well", () => {
	const level = (policy: Policy, facts: Facts) =>
		severities.indexOf(destinationFor(policy, facts).destination?.minimumSeverity ?? policy.slack.minimumSeverity);
	fc.assert(
		fc.property(fc.array(aRoute), fc.constantFrom({}, { team: "shop" }, { team: "x" }), (routes, tags) => {
			const policy = routed(...routes);
			const untagged = aTaskDefinition({ tags: unread });
			const known = level(policy, aTaskDefinition({ tags: { value: tags } }));
			expect(level(policy, untagged)).toBeGreaterThanOrEqual(known);
		}),
	);
});
