import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isUnresolved } from "../../core/reading.ts";
import { fixFile } from "../../fix/fix-file.ts";
import { imageNeedsOf } from "../../fix/images/image-needs.ts";
import { controlsByTopic } from "../../fix/plan/topics.ts";
import { readDocument } from "../../readers/document/document.ts";
import { looksLikeTaskDefinition } from "../../readers/task-definition/recognize.ts";
import { containerModel } from "../support/container-model.ts";
import { isSubsequence } from "../support/edit.ts";
import { asCloudFormation, asCompose, asTaskDefinition, type ContainerModel } from "../support/renderings.ts";
import { contextFor, failuresIn, fileOf } from "./fix-text.ts";

const fixableControls = Object.values(controlsByTopic).flat();

const renderings: readonly (readonly [string, string, (model: ContainerModel) => string])[] = [
	["a task definition", "task-definition", asTaskDefinition],
	["a template in JSON", "cloudformation", (model) => asCloudFormation(model, "json")],
	["a template in YAML", "cloudformation", (model) => asCloudFormation(model, "yaml")],
	["a Compose file", "compose", asCompose],
];

describe.each([
	["certain fixes", false],
	["all fixes", true],
])(
	"property: a file with %s has no new failures, keeps its content, and is not changed by a second run",
	(__, mayTry) => {
		test.each(renderings)("%s", async (_, language, render) => {
			const context = await contextFor(language, undefined, mayTry);
			fc.assert(
				fc.property(containerModel, (model) => {
					const text = render(model);
					const fixed = fixFile(fileOf(text), context);
					const before = failuresIn(text, context);
					const after = failuresIn(fixed.text, context);
					expect(after.filter((failure) => !before.includes(failure))).toEqual([]);
					expect(fixFile(fileOf(fixed.text), context).text).toBe(fixed.text);
					expect(fixed.text === text).toBe(fixed.containers === 0);
					// What stays unfixed is reported.
					if (after.some((failure) => fixableControls.some((id) => failure === `${id} app`)))
						expect(fixed.notes).not.toEqual([]);
					if (model.readOnly !== false && model.mounts.every(({ readOnly }) => readOnly)) {
						expect(isSubsequence(text.replaceAll(/\s/g, ""), fixed.text)).toBe(true);
					}
				}),
				{ numRuns: 150 },
			);
		});
	},
);

const samples = join(import.meta.dirname, "../../../shared/samples/i-taskdef");
/** Some of the collected files are other responses of the API. */
const isDefinition = (name: string): boolean =>
	looksLikeTaskDefinition(readDocument(readFileSync(join(samples, name), "utf8"), name).value);
const names = existsSync(samples)
	? readdirSync(samples).filter((name) => name.endsWith(".json") && isDefinition(name))
	: [];

(names.length > 0 ? describe : describe.skip)("a collected task definition", () => {
	test.each(names.length > 0 ? names : ["(the samples are not here)"])(
		"is fixed on trial, or has notes: %s",
		async (name) => {
			const context = await contextFor("task-definition", undefined, true);
			const text = readFileSync(join(samples, name), "utf8");
			const fixed = fixFile(fileOf(text), context);
			const withNotes = new Set(fixed.notes.map(({ container }) => container));
			for (const { facts } of context.read(fileOf(text)).subjects) {
				if (facts.kind !== "task-definition" || facts.operatingSystem !== "linux" || isUnresolved(facts.containers))
					continue;
				for (const container of facts.containers) {
					const image = isUnresolved(container.image) ? null : container.image;
					const needs = imageNeedsOf(image);
					const isFixable = needs === null || (needs.volumes.length === 0 && needs.impossible === undefined);
					const fails = failuresIn(fixed.text, context).filter(
						(failure) => /read-only-root|writable-paths/.test(failure) && failure.endsWith(` ${container.name}`),
					);
					const isUnfixed = fixed.notes.some(
						(note) => note.container === container.name && /^its own command |raise the memory first$/.test(note.text),
					);
					expect(isFixable && !isUnfixed && !isUnresolved(container.readonlyRootFilesystem) ? fails : []).toEqual([]);
					if (fails.length > 0) expect(withNotes).toContain(container.name);
				}
			}
			expect(fixFile(fileOf(fixed.text), context).text).toBe(fixed.text);
			expect(fixed.containers === 0).toBe(fixed.text === text);
		},
	);
});
