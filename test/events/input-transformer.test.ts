import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type InputTransformer, keepFields, transformerFor } from "../../events/input-transformer.ts";
import { patternMatches } from "../support/event-pattern.ts";
import { transformed } from "../support/input-transformer.ts";
import { answerTo, eventKinds } from "../support/routes.ts";

const events = join(import.meta.dirname, "../../events");

/** Kinds of events of which only some fields are sent. */
const cut = eventKinds.flatMap((kind) => {
	const transformer = transformerFor(kind.name);
	return transformer === undefined ? [] : [{ ...kind, transformer }];
});
const samples = cut.flatMap((kind) =>
	kind.samples.map(({ name, event }) => ({ ...kind, kind: kind.name, name, event })),
);
const messageOf = (event: object, transformer: InputTransformer): unknown =>
	JSON.parse(transformed(event, transformer));

type Fields = Readonly<Record<string, unknown>>;

/** The event with other objects, at any depth, without some of their fields, or with more of them. */
function variants(event: Fields): fc.Arbitrary<Fields> {
	const vary = (value: unknown): fc.Arbitrary<unknown> => {
		if (typeof value !== "object" || value === null || Array.isArray(value)) return fc.constant(value);
		const kept = Object.entries(value).map(([key, inner]) =>
			fc.oneof(
				{ weight: 8, arbitrary: vary(inner).map((one) => [[key, one]]) },
				{ weight: 1, arbitrary: fc.constant([]) },
			),
		);
		const more = fc.dictionary(fc.constantFrom("environment", "containerDefinitions", "x"), fc.jsonValue());
		return fc.tuple(more, ...kept).map(([others, ...entries]) => ({
			...(others as object),
			...Object.fromEntries(entries.flat() as [string, unknown][]),
		}));
	};
	return vary(event["detail"]).map((detail) => ({ ...event, detail }));
}

describe("F16: a rule sends no environment value", () => {
	test("of the calls that may contain one", () => {
		expect(cut.map(({ name }) => name)).toEqual(["task-definition-registered", "ecs-changed", "task-set-created"]);
	});

	test.each(samples)("of $name, whatever the call contains", ({ event, transformer }) => {
		const secret = "s3cr3t-value";
		const containerDefinitions = [{ environment: [{ name: "TOKEN", value: secret }] }];
		const detail = event["detail"] as Fields;
		const withSecret = (part: unknown) => ({
			...(part as Fields | null),
			containerDefinitions,
			primaryContainer: containerDefinitions[0],
			environment: secret,
		});
		const response = detail["responseElements"] as Fields | null | undefined;
		const inner = Object.entries(response ?? {}).map(([key, value]) => [key, withSecret(value)]);
		const responseElements = response ? Object.fromEntries(inner) : response;
		const requestParameters = withSecret(detail["requestParameters"]);
		const full = { ...event, detail: { ...detail, requestParameters, responseElements } };
		expect(JSON.stringify(full)).toContain(secret);
		expect(transformed(full, transformer)).not.toContain(secret);
	});
});

describe("what a rule sends", () => {
	test.each(samples)("of $name is JSON from which the parser reads the same", ({ event, parse, transformer }) => {
		expect(answerTo(parse, messageOf(event, transformer))).toEqual(answerTo(parse, event));
	});

	test.each(samples)("of $name gives the same again", ({ event, transformer }) => {
		expect(messageOf(messageOf(event, transformer) as object, transformer)).toEqual(messageOf(event, transformer));
	});

	test.each(samples)(
		"of a variant of $name has the parser see the same subjects",
		({ event, pattern, parse, transformer }) => {
			fc.assert(
				fc.property(variants(event), (variant) => {
					const answer = answerTo(parse, variant);
					// What the parser rejects has no subjects; what the pattern does not match is not sent.
					fc.pre(typeof answer !== "string" && patternMatches(pattern, variant as never));
					expect(answerTo(parse, messageOf(variant, transformer))).toEqual(answer);
				}),
			);
		},
	);

	test.each(samples)("of $name keeps that it is from an archive", ({ event, parse, transformer }) => {
		const replayed = { ...event, "replay-name": "r" };
		expect(messageOf(replayed, transformer)).toMatchObject({ "replay-name": "r" });
		expect(answerTo(parse, messageOf(replayed, transformer))).toEqual(answerTo(parse, replayed));
	});

	test("of a field that is null has the parser see the same subjects", () => {
		const [sample] = samples.filter(({ name }) => name === "update-service-answer-omitted");
		const detail = sample?.event["detail"] as Fields;
		const requestParameters = { ...(detail["requestParameters"] as Fields), cluster: null };
		const event = { ...sample?.event, detail: { ...detail, requestParameters } };
		const [{ parse, transformer }] = [sample as NonNullable<typeof sample>];
		expect(answerTo(parse, messageOf(event, transformer))).toEqual(answerTo(parse, event));
		expect(answerTo(parse, event)).toMatchObject({ subjects: [{ cluster: "default" }] });
	});

	test.each(cut)(
		"of $name is within the limits of EventBridge",
		({ transformer: { inputPathsMap, inputTemplate } }) => {
			const names = Object.keys(inputPathsMap);
			expect(names.length).toBeLessThanOrEqual(100);
			expect(inputTemplate.length).toBeLessThanOrEqual(8_192);
			for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
			for (const path of Object.values(inputPathsMap)) expect(path).toMatch(/^\$(\.[A-Za-z0-9_-]+)+$/);
		},
	);
});

describe("the fields that are kept of a whole event", () => {
	test.each(samples)("of $name are those that EventBridge sends", ({ event, transformer, kind }) => {
		expect(keepFields([kind], event)).toEqual(messageOf(event, transformer));
	});

	test("are known for every folder with a kept.json", () => {
		const folders = readdirSync(events).filter((folder) => existsSync(join(events, folder, "kept.json")));
		expect(folders.filter((folder) => keepFields([folder], {}) === undefined)).toEqual([]);
		expect(folders.length).toBeGreaterThan(0);
	});
});
