import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/no-host-namespaces.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { judged, told } from "../../support/judged.ts";

const task = (modes: Partial<TaskDefinitionFacts>) => aTaskDefinition(modes);
const later = { unresolved: "Ref Mode" };
const fine = "pass HIGH no process, IPC or network namespace is shared with the host";
const pid = "pidMode is host: every process of the host can be seen and signalled";
const ipc = "ipcMode is host: the shared memory of the host's processes can be read and written";
const network = "networkMode is host: what listens on the host, on its loopback too, can be reached";

test.each<[string, Partial<TaskDefinitionFacts>, string]>([
	["nothing written", { pidMode: null, ipcMode: null, networkMode: null }, fine],
	["shared within the task", { pidMode: "task", ipcMode: "task", networkMode: "awsvpc" }, fine],
	["none and bridge", { ipcMode: "none", networkMode: "bridge" }, fine],
	["no network", { networkMode: "none" }, fine],
	[
		"another container's, in Docker",
		{ engine: "docker", pidMode: "container:host", networkMode: "service:host" },
		fine,
	],
	["Windows", { operatingSystem: "windows", networkMode: "default" }, fine],
	["pid", { pidMode: "host" }, `fail HIGH ${pid}`],
	["ipc", { ipcMode: "host" }, `fail HIGH ${ipc}`],
	["network", { networkMode: "host" }, `fail MEDIUM ${network}`],
	["network and ipc, the worse first", { networkMode: "host", ipcMode: "host" }, `fail HIGH ${ipc}; ${network}`],
	["all three", { networkMode: "host", ipcMode: "host", pidMode: "host" }, `fail HIGH ${pid}; ${ipc}; ${network}`],
	[
		"where Windows or Fargate refuses it, it fails too",
		{ pidMode: "host", operatingSystem: "windows" },
		`fail HIGH ${pid}`,
	],
	["pid not known", { pidMode: later }, "unknown HIGH pidMode is not known (Ref Mode)"],
	["ipc not known", { ipcMode: later }, "unknown HIGH ipcMode is not known (Ref Mode)"],
	["network not known", { networkMode: later }, "unknown HIGH networkMode is not known (Ref Mode)"],
	["one not known, another wrong", { pidMode: later, networkMode: "host" }, `fail MEDIUM ${network}`],
	["one not known, another fine", { pidMode: "task", ipcMode: later }, "unknown HIGH ipcMode is not known (Ref Mode)"],
	[
		"in Docker, not known",
		{ engine: "docker", networkMode: later },
		"unknown HIGH network_mode is not known (Ref Mode)",
	],
])("%s", (_, modes, expected) => {
	expect(told(control, task(modes))).toEqual([expected]);
});

test("the containers have no say in it, even where they are not known", () => {
	expect(told(control, task({ containers: later, pidMode: "host" }))).toEqual([`fail HIGH ${pid}`]);
	expect(judged(control, task({ pidMode: "host" }))[0]).not.toHaveProperty("container");
});

describe("the place and the mending", () => {
	test.each<[string, Partial<TaskDefinitionFacts>, string, string]>([
		[
			"pid",
			{ pidMode: "host" },
			"pidMode",
			'Take "pidMode": "host" out, or write "task" where containers of one task have to see each other.',
		],
		[
			"ipc",
			{ ipcMode: "host" },
			"ipcMode",
			'Take "ipcMode": "host" out, or write "task" where containers of one task share memory.',
		],
		["network", { networkMode: "host" }, "networkMode", 'Write "networkMode": "awsvpc".'],
		[
			"pid in Docker",
			{ engine: "docker", pidMode: "host" },
			"pidMode",
			"Take pid: host out (docker run --pid host), or name one service: pid: service:app.",
		],
		[
			"ipc in Docker",
			{ engine: "docker", ipcMode: "host" },
			"ipcMode",
			"Take ipc: host out (docker run --ipc host), or name one service: ipc: service:app.",
		],
		[
			"network in Docker",
			{ engine: "docker", networkMode: "host" },
			"networkMode",
			"Take network_mode: host out (docker run --network host) and publish the ports that are needed.",
		],
	])("%s", (_, modes, field, remediation) => {
		expect(judged(control, task(modes))).toMatchObject([{ field, remediation }]);
	});

	test("of several the worst gives the place", () => {
		expect(judged(control, task({ networkMode: "host", ipcMode: "host" }))).toMatchObject([{ field: "ipcMode" }]);
		expect(judged(control, task({ networkMode: later }))).toMatchObject([{ field: "networkMode" }]);
	});

	test("Docker's words in the message", () => {
		expect(told(control, task({ engine: "docker", pidMode: "host", ipcMode: "host", networkMode: "host" }))[0]).toMatch(
			/^fail HIGH pid is host: .*; ipc is host: .*; network_mode is host: /,
		);
	});
});

test("it stops no deploy by default", () => {
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(false);
});
