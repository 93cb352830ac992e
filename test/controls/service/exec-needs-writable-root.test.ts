import { expect, test } from "@jest/globals";
import control from "../../../controls/service/exec-needs-writable-root.ts";
import type { ContainerFacts, ServiceFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aService, aTaskDefinition } from "../../support/builders.ts";
import { verdictLines } from "../../support/judged.ts";

const open = { unresolved: "a number" };
const root = (readonlyRootFilesystem: ContainerFacts["readonlyRootFilesystem"], name = "app") =>
	aContainer({ name, readonlyRootFilesystem });
const running = (facts: Partial<TaskDefinitionFacts>): Partial<ServiceFacts> => ({
	isExecEnabled: true,
	definition: { value: aTaskDefinition({ revision: 3, ...facts }) },
});

test.each<[string, Partial<ServiceFacts>, string]>([
	["Exec off and a read-only root", {}, "pass MEDIUM shop/web: ECS Exec is off"],
	[
		"Exec off and an unread definition",
		{ definition: { unread: "it was denied" } },
		"pass MEDIUM shop/web: ECS Exec is off",
	],
	[
		"Exec on and a writable root",
		running({ containers: [root(null), root(false, "proxy")] }),
		"pass MEDIUM shop/web: ECS Exec is on, and web:3 has no container with a read-only root",
	],
	[
		"Exec on and a read-only root",
		running({}),
		"fail MEDIUM shop/web: ECS Exec is on, and web:3 has a read-only root in container app",
	],
	[
		"a read-only root in some containers",
		running({ containers: [root(true, "a"), root(null, "b"), root(true, "c"), root(open, "d")] }),
		"fail MEDIUM shop/web: ECS Exec is on, and web:3 has a read-only root in container a, c",
	],
	[
		"a Windows definition, where the field has no effect",
		running({ operatingSystem: "windows" }),
		"pass MEDIUM shop/web: ECS Exec is on, and web:3 runs on Windows, where no root is read-only",
	],
	[
		"an unknown operating system",
		running({ operatingSystem: open }),
		"unknown MEDIUM shop/web: ECS Exec is on, and web:3 has a read-only root in container app, if it runs on Linux",
	],
	[
		"a root of another type than boolean",
		running({ containers: [root(null), root(open, "b")] }),
		"unknown MEDIUM shop/web: ECS Exec is on, and web:3 may have a read-only root in container b",
	],
	[
		"unknown containers",
		running({ containers: open }),
		"unknown MEDIUM shop/web: ECS Exec is on, and web:3 has containers that are unknown (a number)",
	],
	[
		"an unread definition",
		{ isExecEnabled: true, definition: { unread: "it was denied" } },
		"unknown MEDIUM shop/web: ECS Exec is on; its task definition could not be read because it was denied",
	],
	[
		"no definition",
		{ isExecEnabled: true, definition: { value: null } },
		"not-applicable MEDIUM shop/web: it runs no task definition",
	],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aService(facts))).toEqual([expected]);
});
