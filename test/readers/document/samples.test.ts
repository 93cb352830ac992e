import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { judge } from "../../../core/judge.ts";
import { readLifecyclePolicyFile } from "../../../readers/lifecycle-policy/read.ts";
import { readTaskDefinitions } from "../../../readers/task-definition/read.ts";
import { aFile } from "../../support/read-files.ts";

const samples = join(import.meta.dirname, "../../../../shared/samples");

/** Recordings of an SDK's calls have the answer in an envelope of the recorder. */
function contentOf(path: string): string {
	const text = readFileSync(path, "utf8");
	const { data } = JSON.parse(text) as { data?: object };
	return data === undefined ? text : JSON.stringify(data);
}

const kinds = [
	["i-taskdef", readTaskDefinitions],
	["i-ecr-lifecycle", readLifecyclePolicyFile],
] as const;
for (const [folder, reader] of kinds) {
	const path = join(samples, folder);
	(existsSync(path) ? describe : describe.skip)(`every sample of ${folder} is judged`, () => {
		const files = existsSync(path) ? readdirSync(path).filter((file) => file.endsWith(".json")) : ["(no samples here)"];
		test.each(files)("%s", (file) => {
			expect(file).toBeTruthy();
			const { subjects, notes } = reader(aFile(contentOf(join(path, file)), file));
			expect(notes).toEqual([]);
			for (const { facts } of subjects) expect(judge(controls, facts, defaultPolicy).length).toBeGreaterThan(2);
			expect(subjects.length).toBeGreaterThan(0);
		});
	});
}
