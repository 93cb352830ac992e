import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isUnresolved } from "../../../core/reading.ts";
import { taskDefinitionFactsOf } from "../../../domain/ecs-json/task-definition-facts.ts";
import { readAt } from "../../support/builders.ts";

const origin = { arn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web", family: "web", readAt };
const factsOf = (definition: unknown) => taskDefinitionFactsOf(definition, origin);
const containersOf = (...containerDefinitions: unknown[]) => {
	const { containers } = factsOf({ containerDefinitions });
	if (isUnresolved(containers)) throw new Error(containers.unresolved);
	return containers;
};

describe("for any definition", () => {
	const key = fc.constantFrom(
		"containerDefinitions",
		"volumes",
		"host",
		"name",
		"memory",
		"mountPoints",
		"volumesFrom",
		"linuxParameters",
		"tmpfs",
		"runtimePlatform",
		"command",
		"sourceContainer",
		"sourceVolume",
		"__proto__",
		"constructor",
		"readonlyRootFilesystem",
		"environment",
		"unresolved",
		"host",
		"user",
	);
	const names = fc.constantFrom("a", "b", "c", "toString");
	const lists = fc.array(fc.object({ key, values: [names, fc.boolean(), fc.constant(null), fc.integer()] }), {
		maxLength: 4,
	});
	const likely = fc.record(
		{ containerDefinitions: lists, volumes: lists, memory: fc.anything() },
		{ requiredKeys: [] },
	);

	test("never throws, never changes the definition and gives the same facts again", () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), likely, fc.jsonValue()), (definition) => {
				const facts = factsOf(definition);
				expect(facts.arn).toBe(origin.arn);
				expect(factsOf(definition)).toEqual(facts);
			}),
			{ numRuns: 1_000 },
		);
		expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
	});

	test("gives the facts of every container, in order", () => {
		fc.assert(
			fc.property(lists, (containers) => {
				expect(containersOf(...containers)).toHaveLength(containers.length);
			}),
		);
	});

	test("reads a thousand containers that inherit from each other, and no more", () => {
		const chain = Array.from({ length: 1_000 }, (_, n) => ({
			name: `c${n}`,
			mountPoints: [{ containerPath: `/${n}`, sourceVolume: "v" }],
			volumesFrom: [{ sourceContainer: `c${n + 1}` }],
		}));
		expect(containersOf(...chain)[0]?.mounts).toEqual({ unresolved: "volumesFrom leads to more than 20 containers" });
		expect(factsOf({ containerDefinitions: [...chain, { name: "one more" }] }).containers).toEqual({
			unresolved: "there are more than 1000, and ECS allows ten",
		});
	});
});
