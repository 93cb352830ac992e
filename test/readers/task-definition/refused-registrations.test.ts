import { describe, expect, test } from "@jest/globals";
import type { DocumentPath } from "../../../readers/document/source-document.ts";
import { definitionsIn, refusalsIn } from "../../../readers/task-definition/definitions.ts";
import { readTaskDefinitions } from "../../../readers/task-definition/read.ts";
import { looksLikeTaskDefinition } from "../../../readers/task-definition/recognize.ts";
import { aFile } from "../../support/read-files.ts";

const definition = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1" }] };
const registration = {
	eventSource: "ecs.amazonaws.com",
	eventName: "RegisterTaskDefinition",
	requestParameters: definition,
	responseElements: null,
};
const refused = { ...registration, errorCode: "ClientException" };

describe("a registration that ECS refused", () => {
	test.each<[string, unknown, readonly DocumentPath[]]>([
		["by itself", refused, [[]]],
		["in EventBridge's envelope", { detail: refused }, [[]]],
		["in a list", [null, { detail: refused }, refused], [[1], [2]]],
		["in a log file", { Records: [null, refused] }, [["Records", 1]]],
		["in a list of log files", [{ Records: [refused] }], [[0, "Records", 0]]],
		["without a recorded request", { ...refused, requestParameters: null }, [[]]],
	])("is recognized and gives no definition: %s", (_, value, places) => {
		expect(definitionsIn(value)).toEqual([]);
		expect(refusalsIn(value)).toEqual(places.map((at) => ({ at, errorCode: "ClientException" })));
		expect(looksLikeTaskDefinition(value)).toBe(true);
	});

	test.each<[string, unknown]>([
		["one that went well", registration],
		["one that went well, with the field", { ...registration, errorCode: null }],
		["a definition with such a field", { ...definition, errorCode: "x" }],
		["an answer with such a field", { taskDefinition: definition, errorCode: "x" }],
	])("is not recognized in %s", (_, value) => {
		expect(refusalsIn(value)).toEqual([]);
		expect(definitionsIn(value)).toHaveLength(1);
	});

	test.each<[string, unknown]>([
		["another call", { ...refused, eventName: "RunTask", requestParameters: null }],
		["one in a log file", { Records: [{ ...refused, eventName: "RunTask" }] }],
		["another service's in a log file", { Records: [{ ...refused, eventSource: "acme.example.com" }] }],
		["a text", "RegisterTaskDefinition"],
	])("is not recognized in a file of another tool: %s", (_, value) => {
		expect(refusalsIn(value)).toEqual([]);
		expect(looksLikeTaskDefinition(value)).toBe(false);
	});
});

test("a refused registration in a log file is noted with its position, and the others are judged", () => {
	const failed = { ...refused, errorCode: "AccessDenied\n" };
	const nameless = { ...refused, errorCode: 5 };
	const text = `{"Records":[\n${[failed, registration, nameless].map((one) => JSON.stringify(one)).join(",\n")}]}`;
	const { subjects, notes } = readTaskDefinitions(aFile(text, "log.json"));
	expect(subjects.map(({ facts }) => facts)).toMatchObject([{ arn: "log.json", family: "web" }]);
	const said = (why: string) => `ECS refused this registration (${why}): nothing was registered`;
	expect(notes).toEqual([
		{ at: { line: 2, column: 1 }, text: said("AccessDenied") },
		{ at: { line: 4, column: 1 }, text: said("an error without a name") },
	]);
});

test("a log file with only refused registrations has no subjects", () => {
	const { subjects, notes } = readTaskDefinitions(aFile({ Records: [refused] }));
	expect(subjects).toEqual([]);
	expect(notes.map(({ text }) => text)).toEqual([
		"ECS refused this registration (ClientException): nothing was registered",
	]);
});
