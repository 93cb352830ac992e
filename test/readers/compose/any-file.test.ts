import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { BadInputError } from "../../../core/errors.ts";
import { judge } from "../../../core/judge.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import type { SourceDocument } from "../../../readers/document/source-document.ts";
import { anyText } from "../../support/any-text.ts";
import { aSourceFile } from "../../support/engine-files.ts";

const scalar = fc.oneof(
	anyText,
	fc.integer(),
	fc.double(),
	fc.boolean(),
	fc.constant(null),
	fc.constantFrom("$X", "${X:-/a}", "a:b", "/tmp:size=1m", "web", "${", "1g"),
);
const keys = [
	"image",
	"volumes",
	"tmpfs",
	"environment",
	"env_file",
	"extends",
	"deploy",
	"resources",
	"limits",
	"memory",
];
const more = [
	"type",
	"source",
	"target",
	"read_only",
	"service",
	"file",
	"path",
	"!reset",
	"!override",
	"volumes_from",
	"secrets",
];
const key = fc.oneof(
	fc.constantFrom(...keys, ...more, "driver_opts", "logging", "services", "include", "web"),
	anyText,
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
	tree: fc.oneof(
		{ depthSize: "small", withCrossShrink: true },
		scalar,
		fc.array(tie("tree"), { maxLength: 4 }),
		fc.dictionary(key, tie("tree"), { maxKeys: 5 }),
	),
}));

const placeless = (value: unknown): SourceDocument => ({ value, at: () => ({ line: 1, column: 1 }) });

test("any document is read, or refused with its position", () => {
	const document = fc.record(
		{ services: fc.dictionary(key, tree), volumes: tree, include: tree },
		{ requiredKeys: [] },
	);
	fc.assert(
		fc.property(fc.oneof(document, tree), (value) => {
			const file = aSourceFile("", { a: "services: {web: {image: a}}", "/a": "A=1" }, placeless(value));
			try {
				for (const { facts, positionOf } of readCompose(file).subjects) {
					for (const { status, message, field } of judge(controls, facts, defaultPolicy)) {
						expect(`${status} ${message}`).not.toContain("could not judge");
						expect(positionOf(field)).toEqual({ line: 1, column: 1 });
					}
				}
			} catch (error) {
				expect(error).toBeInstanceOf(BadInputError);
				expect(String(error)).toMatch(/compose\.yaml:1:1: .*; /);
			}
		}),
		{ numRuns: 300 },
	);
});

const samples = fileURLToPath(new URL("../../../../shared/samples/i-compose/", import.meta.url));
const names = existsSync(samples) ? readdirSync(samples) : [];

(names.length === 0 ? describe.skip : describe)("a sample Compose file", () => {
	test.each(names.length === 0 ? ["none"] : names)("is read: %s", (name) => {
		const { subjects } = readCompose(aSourceFile(readFileSync(`${samples}/${name}`, "utf8")));
		expect(subjects.length).toBeGreaterThan(0);
		const unknown = subjects.flatMap(({ facts }) =>
			judge(controls, facts, defaultPolicy).filter(({ status }) => status === "unknown"),
		);
		// Every one says why: a variable, a file, a soft limit, or a registry that nobody asks.
		for (const { message } of unknown)
			expect(message).toMatch(/has no value|no such file|comes from|limit|registry was not queried/);
	});
});
