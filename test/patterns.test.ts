import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { MalformedEventError } from "../core/errors.ts";
import { envelopeOf } from "../core/event.ts";
import { edited } from "./support/edit.ts";
import { patternMatches } from "./support/event-pattern.ts";
import { aSample, eventKinds, eventsIn } from "./support/routes.ts";

const kindsOf = (event: unknown): string[] =>
	eventKinds.filter(({ pattern }) => patternMatches(pattern, event)).map(({ name }) => name);

const named = (kind: "samples" | "nearMisses") =>
	eventKinds.flatMap((own) => own[kind].map(({ name, event }) => ({ folder: own.name, name, event })));

test.each(named("samples"))("the pattern of $folder matches $name and no other does", ({ folder, event }) => {
	expect(kindsOf(event)).toEqual([folder]);
});

test.each(named("nearMisses"))("no pattern matches $name, a near miss of $folder", ({ event }) => {
	expect(kindsOf(event)).toEqual([]);
});

test("events/README.md lists every sample and near miss", () => {
	const readme = readFileSync(join(import.meta.dirname, "..", "events", "README.md"), "utf8");
	const files = [...named("samples"), ...named("nearMisses")].map(({ name }) => `\`${name}\``);
	expect(files.filter((file) => !readme.includes(file))).toEqual([]);
});

describe.each(eventKinds)("the pattern of $name", ({ name, pattern, samples, nearMisses }) => {
	test("has at least five samples and five near misses", () => {
		expect(Math.min(samples.length, nearMisses.length)).toBeGreaterThanOrEqual(5);
	});

	test("keeps its sources in one list at the top, so that a replay source can be added", () => {
		const replayed = { ...pattern, source: [...(pattern["source"] as string[]), "com.example.replay"] };
		const caught = samples.filter(({ event }) => patternMatches(replayed, { ...event, source: "com.example.replay" }));
		expect(JSON.stringify(pattern).split('"source"')).toHaveLength(2);
		expect(caught).toHaveLength(samples.length);
	});

	test.each(samples)("does not match $name with another source", ({ event }) => {
		expect(kindsOf({ ...event, source: "com.example.app" })).toEqual([]);
		expect(kindsOf(edited(event, ["source"], undefined))).toEqual([]);
	});

	test.each(samples)("matches $name in any account and Region and at any time", ({ event }) => {
		expect(kindsOf({ ...event, account: "444455556666", region: 7, time: null, id: [], extra: {} })).toEqual([name]);
	});
});

describe("a malformed event is still routed", () => {
	const wrong: unknown[] = [undefined, null, 42, "", "UPPER CASE", ["a"]];
	test.each([
		["image-scanned", "basic-complete", ["repository-name", "image-digest", "image-tags", "finding-severity-counts"]],
		["image-scanned", "enhanced-complete", ["repository-name", "image-digest", "scan-status"]],
		["image-scanned", "finding-active", ["awsAccountId", "findingArn", "severity"]],
		["image-pushed", "push", ["repository-name", "image-digest", "image-tag"]],
		["image-pushed", "replicated", ["repository-name", "image-digest", "action-type"]],
		["image-pushed", "pulled-through-cache", ["repository-name", "image-digest", "upstream-registry-url"]],
		["image-deleted", "deleted", ["repository-name", "image-digest", "image-tag"]],
		["image-deleted", "expired", ["serviceEventDetails", "requestParameters"]],
		["repository-changed", "tags-made-mutable", ["requestParameters", "responseElements", "resources"]],
		["repository-changed", "scan-frequency-changed", ["repositories", "scan-type"]],
		["task-definition-registered", "register", ["requestParameters", "responseElements", "eventSource"]],
		["deployment-started", "in-progress", ["deploymentId", "updatedAt", "reason"]],
		["hook-awaiting-action", "before-tasks-start", ["hookId", "hookType", "lifecycleStage", "serviceDeploymentArn"]],
		["ecs-changed", "create-service", ["requestParameters", "responseElements"]],
		["task-set-created", "codedeploy", ["requestParameters", "responseElements"]],
	])("%s: %s with any of its names broken", (kind, name, fields) => {
		const event = aSample(kind, name);
		const broken = fields.flatMap((field) => wrong.map((value) => edited(event, ["detail", field], value)));
		expect(broken.filter((one) => kindsOf(one).join() !== kind)).toEqual([]);
	});
});

const event = {
	source: "aws.ecr",
	count: 5,
	gone: null,
	list: ["a", "b"],
	empty: [],
	detail: { name: "Payments", parts: [{ kind: "x", size: 1 }, { kind: "y", size: 2 }, "z"] },
};

test.each<[string, unknown, boolean]>([
	["an exact string", { source: ["aws.ecs", "aws.ecr"] }, true],
	["another case", { source: ["AWS.ECR"] }, false],
	["a number, not its string form", { count: ["5"] }, false],
	["a number", { count: [5] }, true],
	["null is a value", { gone: [null] }, true],
	["an absent key is not null", { missing: [null] }, false],
	["one of a list", { list: ["b"] }, true],
	["exists", { source: [{ exists: true }] }, true],
	["exists for what is null", { gone: [{ exists: true }] }, true],
	["exists for an empty list", { empty: [{ exists: true }] }, false],
	["exists for an object", { detail: [{ exists: true }] }, false],
	["does not exist", { missing: [{ exists: false }], detail: { missing: [{ exists: false }] } }, true],
	["does not exist, but does", { source: [{ exists: false }] }, false],
	["does not exist in what does not exist", { none: { missing: [{ exists: false }] } }, true],
	["prefix", { source: [{ prefix: "aws." }] }, true],
	["prefix in another case", { detail: { name: [{ prefix: { "equals-ignore-case": "PAY" } }] } }, true],
	["suffix", { source: [{ suffix: ".ecs" }] }, false],
	["equals-ignore-case", { detail: { name: [{ "equals-ignore-case": "paymentS" }] } }, true],
	["wildcard", { detail: { name: [{ wildcard: "P*m*s" }] } }, true],
	["wildcard over the whole string", { detail: { name: [{ wildcard: "*men" }] } }, false],
	["anything-but", { source: [{ "anything-but": ["aws.ecs"] }] }, true],
	["anything-but for what is absent", { missing: [{ "anything-but": ["aws.ecs"] }] }, false],
	["anything-but a prefix", { source: [{ "anything-but": { prefix: "aws." } }] }, false],
	["numeric", { count: [{ numeric: [">", 4, "<=", 5] }] }, true],
	["numeric out of range", { count: [{ numeric: ["<", 5] }] }, false],
	["numeric for a string", { source: [{ numeric: [">=", 0] }] }, false],
	["fields of one element of a list", { detail: { parts: { kind: ["y"], size: [2] } } }, true],
	["fields of two elements of a list", { detail: { parts: { kind: ["y"], size: [1] } } }, false],
	["either", { $or: [{ source: ["other"] }, { count: [5] }] }, true],
	["neither", { $or: [{ source: ["other"] }, { count: [6] }], list: ["a"] }, false],
])("the matcher supports: %s", (_, pattern, expected) => {
	expect(patternMatches(pattern, event)).toBe(expected);
});

test.each([
	{},
	{ a: [] },
	{ a: {} },
	{ a: [{ like: "x" }] },
	{ source: [{ prefix: 3 }] },
	{ count: [{ numeric: [">"] }] },
])("the matcher rejects %j, as EventBridge does", (pattern) => {
	expect(() => patternMatches(pattern, event)).toThrow(TypeError);
});

/** Samples collected elsewhere, if they are next to the checkout; the tests do not depend on them. */
const collection = join(import.meta.dirname, "..", "..", "shared", "samples");
const expected: readonly (readonly [folder: string, file: RegExp, kind: string])[] = [
	["a-ecr-image-scan", /./, "image-scanned"],
	["b-inspector2", /finding|ecr.*initial-scan/, "image-scanned"],
	["c-ecr-image-action", /push|replication/, "image-pushed"],
	["c-ecr-image-action", /awsdoc-(delete|update-storage-class)/, "image-deleted"],
	["c-ecr-image-action", /scan-resource-change/, "repository-changed"],
	["b-inspector2", /scan-resource-change-repository/, "repository-changed"],
	["d-cloudtrail-ecr", /asm-(?!startlifecyclepolicypreview)/, "repository-changed"],
	["e-cloudtrail-ecs", /^asm-(rtd|deregister)/, "task-definition-registered"],
	["e-cloudtrail-ecs", /^asm-(createservice|updateservice)/, "ecs-changed"],
	["f-ecs-events", /deployment-(in-progress|completed)/, "deployment-started"],
];

(existsSync(collection) ? describe : describe.skip)("the collected samples", () => {
	const folders = existsSync(collection) ? readdirSync(collection, { withFileTypes: true }) : [];
	const files = folders
		.filter((folder) => folder.isDirectory())
		.flatMap(({ name: folder }) => eventsIn("..", "shared", "samples", folder).map((file) => ({ folder, ...file })));

	test("are routed according to their folder", () => {
		const wanted = files.map(({ folder, name, event: one }) => {
			const match = expected.find(([inFolder, file]) => inFolder === folder && file.test(name));
			return { name, routed: kindsOf(one), expected: match === undefined ? [] : [match[2]] };
		});
		expect(wanted.filter(({ routed, expected: kind }) => routed.join() !== kind.join())).toEqual([]);
		expect(wanted.filter(({ routed }) => routed.length === 1).length).toBeGreaterThan(15);
	});

	test.each(eventKinds)("$name either answers or rejects each of them", ({ parse }) => {
		const failed = files.filter(({ event: one }) => {
			try {
				return !["check", "check-all", "ignore", "other"].includes(parse(envelopeOf(one)).kind);
			} catch (error) {
				return !(error instanceof MalformedEventError);
			}
		});
		expect(failed.map(({ name }) => name)).toEqual([]);
	});
});
