import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Facts } from "../../core/facts.ts";
import { judge } from "../../core/judge.ts";
import { parsePlaceholders } from "../../core/placeholders.ts";
import type { Waiver } from "../../core/policy.ts";
import type { Judgement } from "../../core/verdict.ts";
import { isExpired } from "../../core/waivers.ts";
import { aCluster, aContainer, aDigest, anImage, aRepository, aService, aTaskDefinition } from "../support/builders.ts";
import { aControl } from "../support/verdicts.ts";
import { waiving } from "../support/waivers.ts";

const digest = aDigest();
const writable: Judgement = { status: "fail", message: "writable", container: "app", fields: { path: "/" } };

/** A failure of whatever the facts are about, and what the waivers make of it. */
function judged(facts: Facts, waivers: Partial<Waiver>[], judgement: Judgement = writable) {
	const control = `${facts.kind}/example`;
	const asked = aControl({ id: control, on: facts.kind, evaluate: () => judgement });
	return judge([asked], facts, waiving(...waivers.map((waiver) => ({ control, ...waiver }))));
}
const statusOf = (facts: Facts, resource: string) => judged(facts, [{ resource }])[0]?.status;

describe("a waiver matches", () => {
	const family = aTaskDefinition();
	const inFile = aTaskDefinition({ arn: "infra/web.yaml#Web" });
	const image = "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/payments:1.4.2";
	test.each<[string, Facts, string, boolean]>([
		["a family by its ARN", family, "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web", true],
		["a family by a glob of its ARN", family, "arn:*:task-definition/w*", true],
		["a family by its name", family, "task-definition/web", true],
		["every family", family, "task-definition/*", true],
		["everything", family, "*", true],
		["another family", family, "task-definition/api", false],
		["a part of its name", family, "task-definition/we", false],
		["a longer name", family, "task-definition/web2", false],
		["its name in another letter case", family, "task-definition/Web", false],
		["a repository by its name", aRepository(), "repository/payments", true],
		["a repository by its ARN", aRepository(), "arn:*:repository/payments", true],
		["the repository of an image", anImage(), "repository/payments", false],
		["a service by its cluster and name", aService(), "service/shop/web", true],
		["every service of a cluster", aService(), "service/shop/*", true],
		["a service by its name alone", aService(), "service/web", false],
		["the cluster of a service", aService(), "cluster/shop", false],
		["a cluster by its name", aCluster(), "cluster/shop", true],
		["an image by its name", anImage(), `image/payments@${digest}`, true],
		["every image of a repository", anImage(), "image/payments@*", true],
		["an image by its ARN", anImage(), `arn:*:repository/payments/${digest}`, true],
		["a subject in a file, by path and name", inFile, "infra/web.yaml#Web", true],
		["every subject in a file", inFile, "infra/web.yaml", true],
		["every subject in a folder", inFile, "infra/*", true],
		["another subject of the file", inFile, "infra/web.yaml#Api", false],
		["a file by the end of its path", inFile, "*.yaml", true],
		["a file with redundant dots in the waiver", inFile, ".//././infra/web.yaml", true],
		["a file with redundant dots in its path", aTaskDefinition({ arn: "./infra/web.yaml" }), "infra/web.yaml", true],
		["a path without its leading dot", aTaskDefinition({ arn: ".infra/web.yaml" }), "infra/web.yaml", false],
		["a path without a dot inside it", aTaskDefinition({ arn: "a./b.yaml" }), "ab.yaml", false],
		["a path in the folder above", aTaskDefinition({ arn: "../web.yaml" }), "./web.yaml", false],
		["a file without a name", aTaskDefinition({ arn: "web.yaml" }), "web.yaml", true],
		["an empty path", aTaskDefinition({ arn: "#Web" }), "", false],
		["a subject in a file, by its family", inFile, "task-definition/web", true],
		["the image of the container", family, image, true],
		["a glob of the image of the container", family, "*/payments:*", true],
		["another image", family, "*/web:*", false],
	])("%s: %#", (_, facts, resource, expected) => {
		expect(statusOf(facts, resource)).toBe(expected ? "waived" : "fail");
	});

	test.each([
		["*/payments:*", "waived"],
		["${AWS::AccountId}.dkr.ecr.*/payments:1", "waived"],
		["*/payments:2", "fail"],
		["*Account*", "fail"],
		["*${AWS::Region}*", "waived"],
	])("an image in a template: %s", (resource, status) => {
		const open = {
			unresolved: "AWS::Region differs",
			text: parsePlaceholders("${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/payments:1"),
		};
		expect(statusOf(aTaskDefinition({ containers: [aContainer({ image: open })] }), resource)).toBe(status);
	});

	test("the image of the verdict's container, not that of other containers", () => {
		const containers = [aContainer({ name: "proxy", image: "envoy:1" }), aContainer({ image: "web:1" })];
		const facts = aTaskDefinition({ containers });
		expect(statusOf(facts, "envoy:*")).toBe("fail");
		expect(statusOf(facts, "web:*")).toBe("waived");
	});

	test.each<[string, Facts]>([
		["two containers with one name", aTaskDefinition({ containers: [aContainer(), aContainer({ image: "web" })] })],
		["an image that is unknown", aTaskDefinition({ containers: [aContainer({ image: { unresolved: "?" } })] })],
		["no image", aTaskDefinition({ containers: [aContainer({ image: null })] })],
		["containers that are unknown", aTaskDefinition({ containers: { unresolved: "?" } })],
	])("no image if there is %s", (_, facts) => {
		expect(statusOf(facts, "*.amazonaws.com/*")).toBe("fail");
		expect(statusOf(facts, "?")).toBe("fail");
		expect(statusOf(facts, "null")).toBe("fail");
	});

	test("no image if the verdict is on the whole task definition", () => {
		const { container, ...whole } = writable;
		expect(container).toBe("app");
		expect(judged(family, [{ resource: image }], whole)).toMatchObject([{ status: "fail" }]);
	});

	test("only its own control", () => {
		const waiver = { control: "task-definition/tmpfs-size", resource: "*" } as const;
		expect(judged(family, [waiver])).toEqual(judged(family, []));
	});
});

describe("a waived failure", () => {
	test("has the owner, reason and expiry of the waiver, and keeps its message", () => {
		const [failed] = judged(aTaskDefinition(), []);
		expect(judged(aTaskDefinition(), [{}])).toEqual([
			{
				...failed,
				status: "waived",
				message: "writable; waived by shop team until 2027-03-31: replaced in spring",
				waiver: { owner: "shop team", reason: "replaced in spring", expires: "2027-03-31" },
				fields: {
					path: "/",
					waiverOwner: "shop team",
					waiverReason: "replaced in spring",
					waiverExpires: "2027-03-31",
				},
				waivers: [{ waiver: 0, effect: "hides" }],
			},
		]);
	});

	test("names the first valid waiver of the file", () => {
		const waivers = [{ expires: "2020-01-01" }, { owner: "b" }, { owner: "c" }, { control: "image/scanned" as const }];
		expect(judged(aTaskDefinition(), waivers)).toMatchObject([
			{
				waiver: { owner: "b" },
				waivers: [
					{ waiver: 0, effect: "expired" },
					{ waiver: 1, effect: "hides" },
					{ waiver: 2, effect: "hides" },
				],
			},
		]);
	});

	test("names the first waiver of the file, whatever kind of resource it has", () => {
		const resources = ["*/payments:*", "task-definition/w*", "*", "arn:*", "task-definition/web", "111122223333.*"];
		for (let turn = 0; turn < resources.length; turn++) {
			const turned = [...resources.slice(turn), ...resources.slice(0, turn)];
			const [verdict] = judged(
				aTaskDefinition(),
				turned.map((resource, at) => ({ resource, owner: `owner ${at}` })),
			);
			expect(verdict?.waiver?.owner).toBe("owner 0");
			expect(verdict?.waivers?.map(({ waiver }) => waiver)).toEqual([0, 1, 2, 3, 4, 5]);
		}
	});

	test("is evaluated once if no single vulnerability is waived", () => {
		let asked = 0;
		const control = aControl({
			evaluate: () => {
				asked++;
				return writable;
			},
		});
		judge([control], aTaskDefinition(), waiving({}, { expires: "2020-01-01" }));
		expect(asked).toBe(1);
	});

	test("has the texts of the waiver on one line, truncated", () => {
		const [verdict] = judged(aTaskDefinition(), [
			{ owner: `a\nb${"x".repeat(200)}`, reason: `c\u202ed${"y".repeat(900)}` },
		]);
		expect(verdict?.message).toBe(`writable; waived by a b${"x".repeat(96)}… until 2027-03-31: c d${"y".repeat(296)}…`);
	});
});

describe("an expired waiver hides nothing", () => {
	test.each([
		["2026-11-20T23:59:59.999Z", false],
		["2026-11-21T00:00:00.000Z", false],
		["2026-11-21T23:59:59.999Z", false],
		["2026-11-22T00:00:00.000Z", true],
		["2026-11-22T09:00:00+14:00", false],
		["no time", true],
	])("one that expires on 2026-11-21 has expired at %s: %s", (at, over) => {
		expect(isExpired({ expires: "2026-11-21" }, at)).toBe(over);
		const facts = aTaskDefinition({ readAt: at });
		expect(judged(facts, [{ expires: "2026-11-21" }])).toMatchObject([{ status: over ? "fail" : "waived" }]);
	});

	test("the message names the waiver that expired last", () => {
		const waivers = [
			{ owner: "a", expires: "2026-01-31" },
			{ owner: "b\n", expires: "2026-11-20" },
			{ owner: "c", expires: "2025-12-31" },
		];
		const [failed] = judged(aTaskDefinition(), []);
		expect(judged(aTaskDefinition(), waivers)).toEqual([
			{
				...failed,
				message: "writable; the waiver owned by b expired on 2026-11-20",
				waivers: [0, 1, 2].map((waiver) => ({ waiver, effect: "expired" })),
			},
		]);
	});
});

describe("a verdict that does not fail is not waived", () => {
	test.each([
		["unknown", "unknown"],
		["pass", "none"],
		["not-applicable", "none"],
	] as const)("%s", (status, effect) => {
		const judgement = { ...writable, status };
		const [plain] = judged(aTaskDefinition(), [], judgement);
		for (const expires of ["2027-03-31", "2020-01-01"]) {
			const verdicts = judged(aTaskDefinition(), [{ expires }], judgement);
			expect(verdicts).toEqual([{ ...plain, waivers: [{ waiver: 0, effect }] }]);
		}
	});
});

describe("ten thousand waivers", () => {
	const name = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 6 });
	test("have the same effect as only the one that matches", () => {
		fc.assert(
			fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), name, (resources, text) => {
				const facts = aTaskDefinition({ family: text.replaceAll("*", "b"), arn: "x" });
				const alone = resources.map((resource) => statusOf(facts, resource)).indexOf("waived");
				const [verdict] = judged(
					facts,
					resources.map((resource) => ({ resource })),
				);
				expect(verdict?.waivers?.[0]?.waiver ?? -1).toBe(alone);
			}),
		);
	});

	test("with hostile globs are all compared, and the last one is found", () => {
		const nasty = Array.from({ length: 9_999 }, (_, at) => ({ resource: `${"*a".repeat(50)}${at}` }));
		const facts = aTaskDefinition({ family: "a".repeat(255) });
		const [verdict] = judged(facts, [...nasty, { resource: "task-definition/aa*" }]);
		expect(verdict).toMatchObject({ status: "waived", waivers: [{ waiver: 9_999, effect: "hides" }] });
	});
});
