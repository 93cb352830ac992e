import { beforeAll, describe, expect, test } from "@jest/globals";
import type { LocatedVerdict } from "../../cli/check-result.ts";
import { BadInputError } from "../../core/errors.ts";
import { readDocument } from "../../readers/document/document.ts";
import { readers } from "../../readers/index.ts";
import type { FileReader, Reader } from "../../readers/reader.ts";
import { recognizeDocument, recognizeText } from "../../readers/recognize.ts";
import { type Sample, sampleOf, sourceFileFor, verdictsOn, verdictsUnlessRefused } from "../support/reader-samples.ts";
import { refusalOf } from "../support/refused.ts";

const samplesOf = (reader: Reader): readonly Sample[] => [sampleOf(reader, "sample"), sampleOf(reader, "unresolved")];

/** Whether a reader alone takes a file for its own. */
function recognizes(reader: Reader, { text, path }: Sample): boolean {
	if (reader.source === "text") return reader.recognizes(text, true);
	const document = documentIn(text, path);
	return document !== null && reader.recognizes(document.value);
}

/** Null for a text that is neither JSON nor YAML. */
function documentIn(text: string, path: string) {
	try {
		return readDocument(text, path);
	} catch (error) {
		if (error instanceof BadInputError) return null;
		throw error;
	}
}

/** What the command line takes a file for. */
const recognized = ({ text, path }: Sample): Reader | null =>
	recognizeText(text, true, readers) ?? recognizeDocument(readDocument(text, path).value, readers);

const nested = (levels: number, wrap: (inner: unknown) => unknown): unknown =>
	levels === 0 ? null : wrap(nested(levels - 1, wrap));

/** Values that stand where a reader expects others. */
const wrongValues: readonly unknown[] = [
	null,
	true,
	-1,
	1e300,
	"",
	"${a:-${b",
	"\u0000\u202e",
	[],
	{},
	[null, [[]], 7],
	JSON.parse('{"__proto__": 1, "constructor": null, "unresolved": "x", "toString": {}}'),
	nested(120, (inner) => [inner]),
	nested(120, (inner) => ({ a: inner })),
];

/** A document with each of its parts in turn, itself included, replaced by another value. */
function* replaced(value: unknown, by: unknown): Generator<unknown> {
	yield by;
	if (typeof value !== "object" || value === null) return;
	for (const [key, part] of Object.entries(value)) {
		for (const other of replaced(part, by)) {
			yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
		}
	}
}

function* hostileTexts({ text, path }: Sample, { source }: Reader): Generator<string> {
	for (let cut = 0; cut < 60; cut++) yield text.slice(0, Math.floor((text.length * cut) / 60));
	yield* ["{", "[", '"', "null", "a: [", "- ".repeat(300), "[".repeat(10_000), `${text}$(`.repeat(20), `${text}"'\\`];
	if (source === "text") return;
	const { value } = readDocument(text, path);
	for (const wrong of wrongValues) for (const document of replaced(value, wrong)) yield JSON.stringify(document);
}

test("every reader has its own precedence, and keys that need no escaping in a pattern", () => {
	expect(new Set(readers.map(({ precedence }) => precedence)).size).toBe(readers.length);
	const keys = readers.flatMap((reader) => (reader.source === "document" ? reader.keys : []));
	expect(keys.filter((key) => !/^\w+$/.test(key))).toEqual([]);
});

describe.each(readers.map((reader) => [reader.kind, reader] as const))("the reader of %s", (kind, reader) => {
	let read: FileReader;
	beforeAll(async () => {
		read = await reader.load();
	});

	test("recognizes its own samples, and no other reader does", () => {
		for (const sample of samplesOf(reader)) {
			expect(recognized(sample)?.kind).toBe(kind);
			expect(readers.filter((one) => recognizes(one, sample)).map((one) => one.kind)).toEqual([kind]);
		}
	});

	test("names its subjects after the path that it was given", () => {
		for (const sample of samplesOf(reader)) {
			const { subjects } = read(sourceFileFor(reader, { ...sample, path: "a b/c.json" }));
			expect(subjects.length).toBeGreaterThan(0);
			const names = subjects.map(({ facts }) => facts.arn);
			expect(names.filter((name) => name !== "a b/c.json" && !name.startsWith("a b/c.json#"))).toEqual([]);
			expect(new Set(names).size).toBe(names.length);
		}
	});

	test("locates every verdict within the text of the file", () => {
		for (const { text } of samplesOf(reader)) {
			const path = "a b/c.json";
			const verdicts = verdictsOn(read(sourceFileFor(reader, { path, text })), path);
			expect(verdicts.length).toBeGreaterThan(0);
			expect(verdicts.filter((verdict) => !isInside(verdict, path, text))).toEqual([]);
		}
	});

	test("finds equal facts, notes and verdicts when the same file is read twice", () => {
		for (const sample of samplesOf(reader)) {
			const [one, other] = [0, 1].map(() => {
				const reading = read(sourceFileFor(reader, sample));
				const { subjects, notes } = reading;
				const facts = subjects.map(({ facts: first, alternatives }) => [first, alternatives]);
				return { facts, notes, verdicts: verdictsOn(reading, sample.path) };
			});
			expect(other).toEqual(one);
		}
	});

	test("gives unknown, never a pass or a failure, for what an unresolved value decides", () => {
		const statuses = (sample: Sample) =>
			new Map(verdictsOn(read(sourceFileFor(reader, sample)), "file").map((one) => [keyOf(one), one.status]));
		const known = statuses(sampleOf(reader, "sample"));
		const unresolved = statuses(sampleOf(reader, "unresolved"));
		expect([...unresolved.keys()]).toEqual([...known.keys()]);
		expect([...unresolved].filter(([key, status]) => status !== "unknown" && status !== known.get(key))).toEqual([]);
		expect([...unresolved.values()]).toContain("unknown");
	});

	test("finds nothing in a file without anything to check, or refuses it at its start", () => {
		const empty = { path: "file", text: reader.source === "text" ? "\n" : "null" };
		expect(reader.source === "document" && reader.recognizes(null)).toBe(false);
		const refusal = refusalOf(() => {
			expect(read(sourceFileFor(reader, empty)).subjects).toEqual([]);
		});
		expect(refusal).toMatch(/^(?:accepted$|file:1:1: .+; write .+)/);
	});

	test("refuses hostile input with BadInputError, or reads it with every verdict located in the file", () => {
		let refused = 0;
		let count = 0;
		for (const text of hostileTexts(sampleOf(reader, "sample"), reader)) {
			const verdicts = verdictsUnlessRefused(read, reader, { path: "file", text });
			if (verdicts === null) refused++;
			count++;
			const outside = (verdicts ?? []).filter((verdict) => !isInside(verdict, "file", text));
			if (outside.length > 0) throw new Error(`${JSON.stringify(outside[0])} in ${text.slice(0, 200)}`);
		}
		expect(refused).toBeGreaterThan(0);
		expect(refused).toBeLessThan(count);
	});
});

const keyOf = ({ control, part, container }: LocatedVerdict): string => [control, part, container].join(" ");

function isInside({ location: { file, line, column } }: LocatedVerdict, path: string, text: string): boolean {
	const written = text.split("\n")[line - 1];
	return file === path && written !== undefined && column >= 1 && column <= written.length + 1;
}
