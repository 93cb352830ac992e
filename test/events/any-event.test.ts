import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { edited, pathsIn } from "../support/edit.ts";
import { answerTo, routes } from "../support/routes.ts";
import { runToEnd } from "../support/run-to-end.ts";

const parsers = routes.map(({ parse }) => parse);
const samples = routes.flatMap(({ parse, samples: own }) => own.map((sample) => ({ ...sample, parse })));

/** Every JSON type, and what usually breaks code that expects another. */
const oddities: readonly unknown[] = [
	...[null, true, false, 0, -1, 1e308, "", " ", "x", "\u0000", "\ud800", "arn:aws:ecr:::", "constructor"],
	...[[], [null], [[]], ["x"], {}, { length: -1 }, JSON.parse('{"__proto__": {"polluted": true}, "toString": 1}')],
];

describe("whatever arrives is asked for or refused, never anything else", () => {
	test("any JSON as an event", () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (event) => {
				for (const parse of parsers) answerTo(parse, event);
			}),
			{ numRuns: 3000 },
		);
	});

	test("any JSON as the detail of an event that a route knows", () => {
		const detailTypes = [...new Set(samples.map(({ event }) => event["detail-type"]))];
		const field = fc.constantFrom(...new Set(samples.flatMap(({ event }) => Object.keys(event["detail"] as object))));
		const words = ["PUSH", "SUCCESS", "COMPLETE", "ACTIVE", "RegisterTaskDefinition", "DeregisterTaskDefinition"];
		const value = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...oddities), fc.jsonValue({ maxDepth: 3 }));
		fc.assert(
			fc.property(fc.constantFrom(...detailTypes), fc.dictionary(field, value), (detailType, detail) => {
				const event = { ...samples[0]?.event, "detail-type": detailType, detail };
				for (const parse of parsers) answerTo(parse, event);
			}),
			{ numRuns: 5000 },
		);
	});

	test("any two places of a sample, changed at once", () => {
		const edits = samples.map(({ event, parse }) => ({ event, parse, paths: pathsIn(event) }));
		const odd = fc.oneof(fc.constant(undefined), fc.constantFrom(...oddities), fc.jsonValue({ maxDepth: 2 }));
		const place = fc.nat();
		fc.assert(
			fc.property(fc.constantFrom(...edits), place, place, odd, odd, ({ event, parse, paths }, a, b, one, two) => {
				const ordered = [a % paths.length, b % paths.length].sort((x, y) => y - x);
				const [later, earlier] = ordered.map((index) => paths[index] ?? []);
				answerTo(parse, edited(edited(event, later ?? [], one), earlier ?? [], two));
			}),
			{ numRuns: 4000 },
		);
	});
});

describe.each(samples)("$name", ({ event, parse }) => {
	test("with any one field removed or of any other type is asked for or refused, for a stated reason", () => {
		const answers = pathsIn(event).flatMap((path) =>
			[undefined, ...oddities].map((value) => answerTo(parse, edited(event, path, value))),
		);
		const reasons = answers.filter((answer) => typeof answer === "string");
		expect(reasons.length).toBeGreaterThan(100);
		expect(reasons.filter((reason) => reason.length > 150)).toEqual([]);
	});

	test.each(["id", "account", "region", "time", "source", "detail-type", "detail"])(
		"without %s is refused",
		(field) => {
			const kind = field === "detail" ? "an object" : "a text";
			expect(answerTo(parse, edited(event, [field], undefined))).toBe(`refused: ${field} is not ${kind}`);
		},
	);

	test("is understood the same when keys of every object's prototype are added to it", () => {
		const extra = '"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "toString": null';
		const poisoned = JSON.parse(
			JSON.stringify(event)
				.replaceAll("{}", `{${extra}}`)
				.replace(/\{(?=")/g, `{${extra},`),
		);
		expect(answerTo(parse, poisoned)).toEqual(answerTo(parse, event));
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
	});

	test("never leads to a reason that repeats what was sent", () => {
		const secret = "hunter2-".repeat(1000);
		const answers = pathsIn(event).map((path) => answerTo(parse, edited(event, path, secret)));
		expect(
			JSON.stringify(answers.filter((answer) => typeof answer === "string" || answer.kind === "nothing")),
		).not.toContain("hunter2");
	});
});

test("events that are huge or nested deeply are answered in linear time", () => {
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
