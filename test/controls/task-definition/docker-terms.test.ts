import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import { controls } from "../../../controls/index.ts";
import { judge } from "../../../core/judge.ts";
import { aContainer, aTaskDefinition, aTmpfs } from "../../support/builders.ts";

const open = { unresolved: "a variable" };

/** Fields of a task definition, and what only ECS has. */
const ecsTerms = /"[a-z]+[A-Z]?\w*": |linuxParameters|readonlyRoot|awsvpc|Fargate|valueFrom|taskRole/;

test.each([
	["pass", {}],
	["fail", { readonlyRootFilesystem: false, user: null, memoryMiB: null, privileged: true, logDriver: "none" }],
	["be unknown", { readonlyRootFilesystem: open, user: open, memoryMiB: open, privileged: open }],
])("the advice about a container of the Docker engine has no words of ECS, also if controls %s", (_, more) => {
	const container = aContainer({ tmpfs: [aTmpfs()], ...more } as Parameters<typeof aContainer>[0]);
	const facts = { ...aTaskDefinition({ containers: [container], memoryMiB: null }), engine: "docker" as const };
	const verdicts = judge(controls, facts, defaultPolicy).filter(({ status }) => status !== "not-applicable");
	expect(verdicts.length).toBeGreaterThan(10);
	expect(verdicts.filter(({ remediation }) => ecsTerms.test(remediation))).toEqual([]);
});
