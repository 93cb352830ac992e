import { expect, test } from "@jest/globals";
import control from "../../../controls/task-definition/logging.ts";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { aContainer, aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const to = (logDriver: ContainerFacts["logDriver"], more: Partial<TaskDefinitionFacts> = {}) =>
	aTaskDefinition({ containers: [aContainer({ logDriver })], ...more });
const docker = { engine: "docker" } as const;
const managed = { compatibilities: ["MANAGED_INSTANCES"] };
const either = { compatibilities: ["EC2", "MANAGED_INSTANCES"] };
const onInstance = "container app logs to json-file: the logs are lost with the instance unless a daemon collects them";
const later = { unresolved: "Ref Driver" };

test.each<[string, TaskDefinitionFacts, string]>([
	["awslogs", to("awslogs"), "pass HIGH container app logs to awslogs"],
	["FireLens", to("awsfirelens"), "pass HIGH container app logs to awsfirelens"],
	["a driver on the host", to("json-file"), "pass HIGH container app logs to json-file"],
	["a driver on a Managed Instance", to("json-file", managed), `fail LOW ${onInstance}`],
	[
		"a driver on an instance that need not be managed",
		to("json-file", either),
		"pass HIGH container app logs to json-file",
	],
	["awslogs on a Managed Instance", to("awslogs", managed), "pass HIGH container app logs to awslogs"],
	["none", to("none"), "fail HIGH container app discards its logs (driver none)"],
	["no log driver", to(null), "fail HIGH container app has no log driver"],
	["no log driver on Windows", to(null, { operatingSystem: "windows" }), "fail HIGH container app has no log driver"],
	["an unknown log driver", to(later), "unknown HIGH the log driver of container app is unknown (Ref Driver)"],
	[
		"no log driver in Docker",
		to(null, docker),
		"not-applicable HIGH container app uses the engine's default log driver",
	],
	["a driver in Docker", to("local", docker), "pass HIGH container app logs to local"],
	["none in Docker", to("none", docker), "fail HIGH container app discards its logs (driver none)"],
	[
		"an unknown log driver in Docker",
		to(later, docker),
		"unknown HIGH the log driver of container app is unknown (Ref Driver)",
	],
	["no container", aTaskDefinition({ containers: [] }), "not-applicable HIGH there are no containers"],
	[
		"unknown containers",
		aTaskDefinition({ containers: later }),
		"unknown HIGH the containers are unknown (Ref Driver)",
	],
	["an external name, which is kept on one line", to("x\u001b[31m\ny"), "pass HIGH container app logs to x [31m y"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, facts)).toEqual([expected]);
});

test("judges each container by its own log driver", () => {
	const containers = [aContainer(), aContainer({ name: "router", logDriver: null })];
	expect(judged(control, aTaskDefinition({ containers }))).toMatchObject([
		{ container: "app", status: "pass" },
		{ container: "router", status: "fail" },
	]);
});

const ecs =
	'Write "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/FAMILY", "awslogs-region": ' +
	'"REGION", "awslogs-stream-prefix": "CONTAINER"}} in the container.';
const compose =
	"Remove driver: none from logging: (docker run --log-driver none); the engine then uses its default log driver.";

test.each<[string, TaskDefinitionFacts, string, string]>([
	["no log driver", to(null), "logConfiguration", ecs],
	["none", to("none"), "logConfiguration.logDriver", ecs],
	["json-file on a Managed Instance", to("json-file", managed), "logConfiguration.logDriver", ecs],
	["none in Docker", to("none", docker), "logConfiguration.logDriver", compose],
])("gives the right field and remediation for %s", (_, facts, field, remediation) => {
	expect(judged(control, facts)).toMatchObject([{ field, remediation }]);
});
