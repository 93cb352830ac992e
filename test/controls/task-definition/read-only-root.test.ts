import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/read-only-root.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const rooted = (
	readonlyRootFilesystem: boolean | null | { unresolved: string },
	more: Partial<TaskDefinitionFacts> = {},
) => aTaskDefinition({ containers: [aContainer({ readonlyRootFilesystem })], ...more });
const later = { unresolved: "Ref ReadOnly" };
const ref = { unresolved: "Ref Os" };
const windows = "not-applicable HIGH Windows containers have no read-only root filesystem";

test.each<[string, TaskDefinitionFacts, readonly string[]]>([
	["readonlyRootFilesystem true", rooted(true), ["pass HIGH container app has a read-only root filesystem"]],
	[
		"readonlyRootFilesystem false",
		rooted(false),
		["fail HIGH container app can write to its root filesystem (read-only is false)"],
	],
	[
		"not written",
		rooted(null),
		["fail HIGH container app can write to its root filesystem (read-only is not set, and the default is false)"],
	],
	[
		"an unknown readonlyRootFilesystem",
		rooted(later),
		["unknown HIGH whether container app has a read-only root filesystem is unknown (Ref ReadOnly)"],
	],
	["Windows, false", rooted(false, { operatingSystem: "windows" }), [windows]],
	["Windows, true", rooted(true, { operatingSystem: "windows" }), [windows]],
	["Windows, unknown", rooted(later, { operatingSystem: "windows" }), [windows]],
	[
		"a read-only root on an unknown operating system",
		rooted(true, { operatingSystem: ref }),
		["pass HIGH container app has a read-only root filesystem"],
	],
	[
		"but a failure is not certain",
		rooted(false, { operatingSystem: ref }),
		[
			"unknown HIGH the operating system is unknown (Ref Os); on Linux, container app can write to its root filesystem (read-only is false)",
		],
	],
	["no containers", aTaskDefinition({ containers: [] }), ["not-applicable HIGH there are no containers"]],
	[
		"unknown containers",
		aTaskDefinition({ containers: { unresolved: "Ref Containers" } }),
		["unknown HIGH the containers are unknown (Ref Containers)"],
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual(expected);
});

test("judges and names every container, including sidecars and init containers", () => {
	const facts = aTaskDefinition({
		containers: [
			aContainer(),
			aContainer({ name: "envoy", readonlyRootFilesystem: null }),
			aContainer({ name: "init", readonlyRootFilesystem: false }),
		],
	});
	expect(judged(control, facts).map(({ container, status }) => [container, status])).toEqual([
		["app", "pass"],
		["envoy", "fail"],
		["init", "fail"],
	]);
	expect(judged(control, aTaskDefinition({ containers: [] }))[0]).not.toHaveProperty("container");
});

test("gives a remediation in the format of the file", () => {
	expect(judged(control, rooted(false))).toMatchObject([
		{
			remediation:
				'Write "readonlyRootFilesystem": true in the container, and mount a tmpfs at /tmp and every other path that it writes to.',
		},
	]);
	expect(judged(control, rooted(false, { engine: "docker" }))).toMatchObject([
		{
			remediation:
				"Write read_only: true (docker run --read-only), and mount a tmpfs at /tmp and every other path that it writes to.",
		},
	]);
});

test("blocks a deployment by default", () => {
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(true);
});

test("gives the same verdicts in any order of the containers", () => {
	const container = fc
		.record({ name: fc.string({ minLength: 1 }), readonlyRootFilesystem: fc.constantFrom(true, false, null, later) })
		.map((some) => aContainer(some));
	fc.assert(
		fc.property(fc.array(container, { minLength: 1, maxLength: 5 }), (containers) => {
			const forwards = judged(control, aTaskDefinition({ containers }));
			expect(judged(control, aTaskDefinition({ containers: containers.toReversed() }))).toEqual(forwards.toReversed());
		}),
	);
});
