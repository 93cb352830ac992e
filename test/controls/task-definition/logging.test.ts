import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/logging.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

const to = (logDriver: ContainerFacts["logDriver"], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ logDriver })], ...more });
const docker = { engine: "docker" } as const;
const later = { unresolved: "Ref Driver" };

test.each<[string, TaskDefinitionFacts, string]>([
	["awslogs", to("awslogs"), "pass HIGH container app logs to awslogs"],
	["FireLens", to("awsfirelens"), "pass HIGH container app logs to awsfirelens"],
	["a driver on the host", to("json-file"), "pass HIGH container app logs to json-file"],
	["none", to("none"), "fail HIGH container app throws its logs away (driver none)"],
	["not written", to(null), "fail HIGH container app has no log driver"],
	["not written, Windows", to(null, { operatingSystem: "windows" }), "fail HIGH container app has no log driver"],
	["not known", to(later), "unknown HIGH the log driver of container app is unknown (Ref Driver)"],
	["Docker, not written", to(null, docker), "not-applicable HIGH container app logs by the engine's default"],
	["Docker, a driver", to("local", docker), "pass HIGH container app logs to local"],
	["Docker, none", to("none", docker), "fail HIGH container app throws its logs away (driver none)"],
	["Docker, not known", to(later, docker), "unknown HIGH the log driver of container app is unknown (Ref Driver)"],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable HIGH there are no containers"],
	[
		"containers that are not known",
		aTaskDefinition({ containers: later }),
		"unknown HIGH the containers are unknown (Ref Driver)",
	],
	["a name from outside stays on one line", to("x\u001b[31m\ny"), "pass HIGH container app logs to x [31m y"],
])("%s", (_, facts, expected) => {
	expect(told(control, facts)).toEqual([expected]);
});

test("every container needs its own", () => {
	const containers = [aContainer(), aContainer({ name: "router", logDriver: null })];
	expect(judged(control, aTaskDefinition({ containers }))).toMatchObject([
		{ container: "app", status: "pass" },
		{ container: "router", status: "fail" },
	]);
});

const ecs =
	'Write "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/web", "awslogs-region": "<Region>", "awslogs-stream-prefix": "app"}} in the container.';
const compose =
	"Take driver: none out of logging: (docker run --log-driver none): the engine then logs by its default.";

test.each<[string, TaskDefinitionFacts, string, string]>([
	["not written", to(null), "logConfiguration", ecs],
	["none", to("none"), "logConfiguration.logDriver", ecs],
	["none in Docker", to("none", docker), "logConfiguration.logDriver", compose],
])("the place and the mending: %s", (_, facts, field, remediation) => {
	expect(judged(control, facts)).toMatchObject([{ field, remediation }]);
});
