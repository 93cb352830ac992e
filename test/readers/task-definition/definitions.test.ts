import { describe, expect, test } from "@jest/globals";
import type { DocumentPath } from "../../../readers/document/source-document.ts";
import { definitionsIn } from "../../../readers/task-definition/definitions.ts";
import { looksLikeTaskDefinition } from "../../../readers/task-definition/recognize.ts";

const app = { name: "app", image: "nginx:1" };
const definition = { family: "web", containerDefinitions: [app] };
const list = "containerDefinitions";

describe("the position of a task definition", () => {
	test.each<[string, unknown, readonly DocumentPath[]]>([
		["by itself", definition, [[]]],
		["in an answer", { taskDefinition: definition }, [["taskDefinition"]]],
		["in another SDK's answer", { TaskDefinition: definition }, [["TaskDefinition"]]],
		["in a call", { requestParameters: definition }, [["requestParameters"]]],
		[
			"in a call's answer",
			{ responseElements: { taskDefinition: definition } },
			[["responseElements", "taskDefinition"]],
		],
		["in an event", { detail: { requestParameters: definition } }, [["detail", "requestParameters"]]],
		[
			"in an event's answer",
			{ detail: { responseElements: { taskDefinition: definition } } },
			[["detail", "responseElements", "taskDefinition"]],
		],
		[
			"twice: what was asked counts",
			{ requestParameters: definition, responseElements: { taskDefinition: definition } },
			[["requestParameters"]],
		],
		["in itself: the outer one counts", { ...definition, taskDefinition: definition }, [[]]],
		["in a list", [definition, 5, { taskDefinition: definition }], [[0], [2, "taskDefinition"]]],
		["in a list of its own name", { taskDefinitions: [null, definition] }, [["taskDefinitions", 1]]],
		["in lists in a list", [{ taskDefinitions: [definition] }], [[0, "taskDefinitions", 0]]],
	])("is found in a document: %s", (_, value, places) => {
		const found = definitionsIn(value);
		expect(found.map(({ at }) => at)).toEqual(places);
		expect(found.map(({ containersAt }) => containersAt)).toEqual(places.map((place) => [...place, list]));
		for (const { fields } of found) expect(fields).toMatchObject(definition);
	});

	test.each<[string, unknown]>([
		["a list of lists", [[definition]]],
		["a text", "containerDefinitions"],
		["a mapping instead of the list", { containerDefinitions: { app } }],
		["a definition somewhere else", { spec: definition }],
		["an answer without one", { taskDefinition: "web:1", responseElements: null }],
		["a mapping of definitions", { taskDefinitions: { web: definition } }],
		["a list with something else in it", [app, "nginx"]],
		["nothing", null],
	])("is not found in a document without one: %s", (_, value) => {
		expect(definitionsIn(value)).toEqual([]);
	});
});

describe("a CloudTrail log file", () => {
	const registration = {
		eventSource: "ecs.amazonaws.com",
		eventName: "RegisterTaskDefinition",
		requestParameters: definition,
	};
	const other = { ...registration, eventName: "DeregisterTaskDefinition" };
	const foreign = { ...registration, eventSource: "acme.example.com" };

	test("gives a definition for every registration, and nothing else", () => {
		const found = definitionsIn({
			Records: [other, registration, null, foreign, { eventName: "RunTask" }, registration],
		});
		expect(found.map(({ at }) => at)).toEqual([
			["Records", 1, "requestParameters"],
			["Records", 5, "requestParameters"],
		]);
		expect(found.map(({ containersAt }) => containersAt.slice(3))).toEqual([[list], [list]]);
	});

	test.each([[[]], [[other, foreign]], [{ a: registration }]])(
		"is not recognized without a registration: %j",
		(Records) => {
			expect(looksLikeTaskDefinition({ Records })).toBe(false);
			expect(looksLikeTaskDefinition({ Records: [other, registration] })).toBe(true);
		},
	);
});

describe("the siblings of a definition", () => {
	const tags = [{ key: "a", value: "b" }];
	test.each<[unknown, unknown]>([
		[
			{ taskDefinition: definition, tags },
			{ taskDefinition: definition, tags },
		],
		[{ detail: { responseElements: { taskDefinition: definition, tags } } }, { taskDefinition: definition, tags }],
		[
			{ ...definition, tags },
			{ ...definition, tags },
		],
		[[app], {}],
	])("are read: %j", (value, beside) => {
		expect(definitionsIn(value)[0]?.siblings).toEqual(beside);
	});
});

test("a list of containers is a definition with only that field", () => {
	const [found, ...others] = definitionsIn([app]);
	expect(others).toEqual([]);
	expect(found).toEqual({ at: [], containersAt: [], fields: { containerDefinitions: [app] }, siblings: {} });
});

test("a list with CloudFormation's names has its own position", () => {
	expect(definitionsIn({ ContainerDefinitions: [] })[0]?.containersAt).toEqual(["ContainerDefinitions"]);
});
