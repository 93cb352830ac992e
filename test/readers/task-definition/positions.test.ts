import { describe, expect, test } from "@jest/globals";
import type { DocumentPath } from "../../../readers/document/source-document.ts";
import { readTaskDefinitions } from "../../../readers/task-definition/read.ts";
import { aFile, onlySubject } from "../../support/read-files.ts";

const containers = [
	{ name: "app", memory: 512, environment: Array.from({ length: 12 }, (_, at) => ({ name: `V${at}` })) },
	{ User: "root", linuxParameters: { tmpfs: [{ size: 1 }], capabilities: {} } },
];
const subjectOf = (value: unknown) => onlySubject(readTaskDefinitions(aFile(value)));
const pathIn = (value: unknown, field: string, container?: string) => subjectOf(value).path?.(field, container);

describe("the path of a field, written or not", () => {
	const definition = { networkMode: "host", Volumes: [{ name: "v" }], containerDefinitions: containers };
	const list = "containerDefinitions";
	test.each<[string, string | undefined, DocumentPath]>([
		["networkMode", undefined, ["networkMode"]],
		["networkMode", "app", ["networkMode"]],
		["pidMode", "app", ["pidMode"]],
		["ipcMode", "app", ["ipcMode"]],
		["family", "app", ["family"]],
		["tags", "app", ["tags"]],
		["volumes", "app", ["Volumes"]],
		["volumes.0.host", "app", ["Volumes", 0, "host"]],
		["volumes.1", undefined, ["Volumes", 1]],
		["memory", undefined, ["memory"]],
		["memory", "app", [list, 0, "memory"]],
		["memory", "#2", [list, 1, "memory"]],
		["user", "#2", [list, 1, "User"]],
		["user", "app", [list, 0, "user"]],
		["environment.11", "app", [list, 0, "environment", 11]],
		["environment.12", "app", [list, 0, "environment", 12]],
		["environment.11.value", "app", [list, 0, "environment", 11, "value"]],
		["linuxParameters.tmpfs.0.mountOptions", "#2", [list, 1, "linuxParameters", "tmpfs", 0, "mountOptions"]],
		["linuxParameters.tmpfs.size", "#2", [list, 1, "linuxParameters", "tmpfs", "size"]],
		["linuxParameters.capabilities.drop", "#2", [list, 1, "linuxParameters", "capabilities", "drop"]],
		["dockerLabels.v1", "app", [list, 0, "dockerLabels", "v1"]],
		["dockerLabels.1a", "app", [list, 0, "dockerLabels", "1a"]],
		["memory.soft", "app", [list, 0, "memory", "soft"]],
		["user", "nobody", ["user"]],
	])("is found: %s of %s", (field, container, path) => {
		expect(pathIn(definition, field, container)).toEqual(path);
		const described = pathIn({ taskDefinition: definition, tags: [] }, field, container);
		expect(described).toEqual(["taskDefinition", ...path]);
	});

	test("is found in a list of containers", () => {
		const [app] = containers;
		expect(pathIn([{ ...app, image: "nginx" }], "user", "app")).toEqual([0, "user"]);
		expect(pathIn([{ ...app, image: "nginx" }], "pidMode", "app")).toEqual(["pidMode"]);
	});

	test("is found when the containers are unknown", () => {
		const definitionOf = (...list: readonly unknown[]) => ({ containerDefinitions: list });
		expect(pathIn(definitionOf("nginx"), "user", "app")).toEqual(["user"]);
	});
});

describe("the position of a field is that of the nearest written part", () => {
	const subject = subjectOf('{\n"containerDefinitions": [\n{ "name": "app",\n"environment": [\n"A"] }] }');
	test.each([
		["environment", 4, 1],
		["environment.0", 5, 1],
		["environment.1", 4, 1],
		["user", 3, 1],
		["pidMode", 1, 1],
	])("for %s", (field, line, column) => {
		expect(subject.positionOf(field, "app")).toEqual({ line, column });
	});
});
