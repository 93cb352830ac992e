import { describe, expect, test } from "@jest/globals";
import { defaultPolicy } from "../../../controls/default-policy.ts";
import control from "../../../controls/task-definition/no-host-namespaces.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { isBlocking } from "../../../core/judge.ts";
import { aTaskDefinition } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const task = (modes: Partial<TaskDefinitionFacts>) => aTaskDefinition(modes);
const later = { unresolved: "Ref Mode" };
const fine = "pass HIGH no process, IPC or network namespace is shared with the host";
const pid = "pidMode is host, so containers can see and signal every process on the host";
const ipc = "ipcMode is host, so containers can read and write the shared memory of the host's processes";
const network =
	"networkMode is host, so containers can reach everything that listens on the host, including on its loopback interface";

test.each<[string, Partial<TaskDefinitionFacts>, string]>([
	["no modes set", { pidMode: null, ipcMode: null, networkMode: null }, fine],
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
	["a host mode that Windows or Fargate rejects", { pidMode: "host", operatingSystem: "windows" }, `fail HIGH ${pid}`],
	[
		"shared in a daemon, which is the host's",
		{ pidMode: "shared", ipcMode: "shared" },
		"fail HIGH pidMode is shared, which is the host's namespace in a daemon, so containers can see and signal every process on the host; " +
			"ipcMode is shared, which is the host's namespace in a daemon, so containers can read and write the shared memory of the host's processes",
	],
	["none in a daemon", { pidMode: "none", ipcMode: "none", networkMode: null }, fine],
	["a mode of that name in Docker", { engine: "docker", pidMode: "shared" }, fine],
	["an unknown pidMode", { pidMode: later }, "unknown HIGH pidMode is unknown (Ref Mode)"],
	["an unknown ipcMode", { ipcMode: later }, "unknown HIGH ipcMode is unknown (Ref Mode)"],
	["an unknown networkMode", { networkMode: later }, "unknown HIGH networkMode is unknown (Ref Mode)"],
	[
		"all three unknown, for two reasons",
		{ pidMode: later, ipcMode: { unresolved: "Ref Ipc" }, networkMode: later },
		"unknown HIGH pidMode and networkMode are unknown (Ref Mode); ipcMode is unknown (Ref Ipc)",
	],
	[
		"all three unknown in Docker",
		{ engine: "docker", pidMode: later, ipcMode: later, networkMode: later },
		"unknown HIGH pid, ipc and network_mode are unknown (Ref Mode)",
	],
	["an unknown mode beside a host mode", { pidMode: later, networkMode: "host" }, `fail MEDIUM ${network}`],
	[
		"an unknown mode beside a task mode",
		{ pidMode: "task", ipcMode: later },
		"unknown HIGH ipcMode is unknown (Ref Mode)",
	],
	[
		"an unknown mode in Docker",
		{ engine: "docker", networkMode: later },
		"unknown HIGH network_mode is unknown (Ref Mode)",
	],
])("gives the right verdict for: %s", (_, modes, expected) => {
	expect(verdictLines(control, task(modes))).toEqual([expected]);
});

test("does not depend on the containers, even where they are unknown", () => {
	expect(verdictLines(control, task({ containers: later, pidMode: "host" }))).toEqual([`fail HIGH ${pid}`]);
	expect(judged(control, task({ pidMode: "host" }))[0]).not.toHaveProperty("container");
});

describe("gives the right field and remediation", () => {
	test.each<[string, Partial<TaskDefinitionFacts>, string, string]>([
		[
			"pid",
			{ pidMode: "host" },
			"pidMode",
			'Remove "pidMode": "host", or write "task" if containers of one task must see each other.',
		],
		[
			"ipc",
			{ ipcMode: "host" },
			"ipcMode",
			'Remove "ipcMode": "host", or write "task" if containers of one task share memory.',
		],
		["network", { networkMode: "host" }, "networkMode", 'Write "networkMode": "awsvpc".'],
		[
			"pid in Docker",
			{ engine: "docker", pidMode: "host" },
			"pidMode",
			"Remove pid: host (docker run --pid host), or name one service: pid: service:app.",
		],
		[
			"ipc in Docker",
			{ engine: "docker", ipcMode: "host" },
			"ipcMode",
			"Remove ipc: host (docker run --ipc host), or name one service: ipc: service:app.",
		],
		[
			"network in Docker",
			{ engine: "docker", networkMode: "host" },
			"networkMode",
			"Remove network_mode: host (docker run --network host) and publish the ports that are needed.",
		],
	])("%s", (_, modes, field, remediation) => {
		expect(judged(control, task(modes))).toMatchObject([{ field, remediation }]);
	});

	test("reports the worst of several modes as the field", () => {
		expect(judged(control, task({ networkMode: "host", ipcMode: "host" }))).toMatchObject([{ field: "ipcMode" }]);
		expect(judged(control, task({ networkMode: later }))).toMatchObject([{ field: "networkMode" }]);
	});

	test("uses the words of Docker in the message", () => {
		expect(
			verdictLines(control, task({ engine: "docker", pidMode: "host", ipcMode: "host", networkMode: "host" }))[0],
		).toMatch(/^fail HIGH pid is host, so .*; ipc is host, so .*; network_mode is host, so /);
	});
});

test("does not block a deployment by default", () => {
	expect(isBlocking(control, { severity: "HIGH" }, defaultPolicy)).toBe(false);
});
