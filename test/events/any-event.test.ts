import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { edited, pathsIn } from "../support/edit.ts";
import { answerTo, eventKinds } from "../support/routes.ts";
import { runToEnd } from "../support/run-to-end.ts";

const parsers = eventKinds.map(({ parse }) => parse);
const samples = eventKinds.flatMap(({ parse, samples: own }) => own.map((sample) => ({ ...sample, parse })));

/** Every JSON type, and values that often break code that expects another type. */
const oddities: readonly unknown[] = [
	...[null, true, false, 0, -1, 1e308, "", " ", "x", "\u0000", "\ud800", "arn:aws:ecr:::", "constructor"],
	...[[], [null], [[]], ["x"], {}, { length: -1 }, JSON.parse('{"__proto__": {"polluted": true}, "toString": 1}')],
];

describe("every parser either answers or throws MalformedEventError", () => {
	test("for any JSON value as an event", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (event) => {
				for (const parse of parsers) answerTo(parse, event);
			}),
			{ numRuns: 3000 },
		);
	});

	test("for any JSON value as the detail of an event with a known detail-type", () => {
		const detailTypes = [...new Set(samples.map(({ event }) => event["detail-type"]))];
		const field = fc.constantFrom(...new Set(samples.flatMap(({ event }) => Object.keys(event["detail"] as object))));
		const words = [
			...["PUSH", "DELETE", "SUCCESS", "COMPLETE", "ACTIVE", "REPOSITORY", "SERVICE_DEPLOYMENT_IN_PROGRESS"],
			...["HOOK_AWAITING_ACTION", "PAUSE", "PRE_SCALE_UP"],
			...["RegisterTaskDefinition", "DeregisterTaskDefinition", "PutImageTagMutability", "PolicyExecutionEvent"],
			...["UpdateService", "CreateCluster", "DeleteCapacityProvider", "TagResource", "CreateTaskSet"],
			...["ecr.amazonaws.com", "ecs.amazonaws.com"],
		];
		const value = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...oddities), fc.jsonValue({ maxDepth: 3 }));
		fc.assert(
			fc.property(fc.constantFrom(...detailTypes), fc.dictionary(field, value), (detailType, detail) => {
				const event = { ...samples[0]?.event, "detail-type": detailType, detail };
				for (const parse of parsers) answerTo(parse, event);
			}),
			{ numRuns: 5000 },
		);
	});

	test("for a sample with any two values changed", () => {
		const edits = samples.map(({ event, parse }) => ({ event, parse, paths: pathsIn(event) }));
		const odd = fc.oneof(fc.constant(undefined), fc.constantFrom(...oddities), fc.jsonValue({ maxDepth: 2 }));
		const position = fc.nat();
		fc.assert(
			fc.property(
				fc.constantFrom(...edits),
				position,
				position,
				odd,
				odd,
				({ event, parse, paths }, a, b, one, two) => {
					const ordered = [a % paths.length, b % paths.length].sort((x, y) => y - x);
					const [later, earlier] = ordered.map((index) => paths[index] ?? []);
					answerTo(parse, edited(edited(event, later ?? [], one), earlier ?? [], two));
				},
			),
			{ numRuns: 4000 },
		);
	});
});

describe.each(samples)("$name", ({ event, parse }) => {
	test("gets an answer or a short reason when any field is removed or has another type", () => {
		const answers = pathsIn(event).flatMap((path) =>
			[undefined, ...oddities].map((value) => answerTo(parse, edited(event, path, value))),
		);
		const reasons = answers.filter((answer) => typeof answer === "string");
		expect(reasons.length).toBeGreaterThan(100);
		expect(reasons.filter((reason) => reason.length > 150)).toEqual([]);
	});

	test.each(["id", "account", "region", "time", "source", "detail-type", "detail"])(
		"is rejected without %s",
		(field) => {
			const kind = field === "detail" ? "an object" : "a non-empty string";
			expect(answerTo(parse, edited(event, [field], undefined))).toBe(`refused: ${field} must be ${kind}`);
		},
	);

	test("is parsed in the same way when keys of Object.prototype are added to it", () => {
		const extra = '"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": null';
		const poisoned = JSON.parse(
			JSON.stringify(event)
				.replaceAll("{}", `{${extra}}`)
				.replace(/\{(?=")/g, `{${extra},`),
		);
		expect(answerTo(parse, poisoned)).toEqual(answerTo(parse, event));
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
	});

	test("never leads to a reason that repeats a value of the event", () => {
		const secret = "hunter2-".repeat(1000);
		const answers = pathsIn(event).map((path) => answerTo(parse, edited(event, path, secret)));
		expect(
			JSON.stringify(answers.filter((answer) => typeof answer === "string" || answer.kind !== "check")),
		).not.toContain("hunter2");
	});
});

test("parses huge and deeply nested events in linear time", () => {
	let deep: unknown = "x";
	for (let level = 0; level < 10_000; level++) deep = level % 2 === 0 ? [deep] : { deep };
	const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key-${index}`, index]));
	const long = "a-".repeat(500_000);
	const containers = Array.from({ length: 10_000 }, (_, index) => ({ name: `c${index}` }));
	const answerAll = ({ event, parse }: (typeof samples)[number]) => {
		const detail = event["detail"] as Record<string, unknown>;
		for (const huge of [deep, wide, long, containers]) {
			answerTo(parse, { ...event, detail: { ...detail, extra: huge } });
			answerTo(parse, { ...event, detail: huge });
			for (const field of Object.keys(detail)) answerTo(parse, { ...event, detail: { ...detail, [field]: huge } });
			answerTo(parse, { ...event, resources: huge, time: huge, region: huge });
		}
	};
	for (const sample of samples) runToEnd(() => answerAll(sample));
});
