import { describe, expect, test } from "@jest/globals";
import { examplePolicy } from "../../../controls/example-policy.ts";
import { controls } from "../../../controls/index.ts";
import type { Facts, RepositoryFacts } from "../../../core/facts.ts";
import { judge } from "../../../core/judge.ts";

const onRepositories = controls.filter(({ on }) => on === "repository");
const adviceOn = (control: (typeof controls)[number], more: Partial<RepositoryFacts>): readonly string[] =>
	control.examples.fail.flatMap(({ facts }) =>
		judge([control], { ...facts, ...more } as Facts, examplePolicy(control))
			.filter(({ status }) => status === "fail")
			.map(({ remediation }) => remediation),
	);

describe.each(onRepositories.map((control) => [control.id, control] as const))("the advice of %s", (_, control) => {
	test("for a repository in a file says what to write, not which command to run", () => {
		const advice = adviceOn(control, { declaredScanOnPush: false });
		expect(advice.length).toBeGreaterThan(0);
		expect(advice.filter((text) => /\baws [a-z]+ [a-z]+-/.test(text))).toEqual([]);
	});
});

test.each([
	["repository/tag-immutability", 'Write "imageTagMutability": "IMMUTABLE"', "aws ecr put-image-tag-mutability"],
	[
		"repository/scan-on-push",
		'"imageScanningConfiguration": {"scanOnPush": true} of the repository works',
		"aws ecr put-image-scanning-configuration",
	],
	["repository/required-tags", "Add the tag to the repository.", "aws ecr tag-resource"],
])("a repository in AWS gets the command of %s", (id, inFile, command) => {
	const [control] = controls.filter((one) => one.id === id);
	if (control === undefined) throw new Error(id);
	expect(adviceOn(control, { declaredScanOnPush: false })[0]).toContain(inFile);
	expect(adviceOn(control, {})[0]).toContain(command);
});
