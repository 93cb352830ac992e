import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts, TaskDefinitionFacts } from "../../../core/facts.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { readAt } from "../../support/builders.ts";
import { aSourceFile, containerIn, tasksIn } from "../../support/engine-files.ts";
import { showing } from "../../support/partial-text.ts";

const reading = (service: string, rest = "") => readCompose(aSourceFile(`services: {web: {${service}}}${rest}`));
const web = (service: string) => containerIn(reading(`<<: {build: .}, ${service}`), "web");
const why = { unresolved: "${X} has no value" };
const openText = (text: string) => ({ ...why, text: showing(text) });

describe("the facts of a service", () => {
	test("are defaults when nothing is written", () => {
		const reading = readCompose(
			aSourceFile("services: {web: {image: nginx}, db: {build: .}}\nvolumes: {data: , more: }"),
		);
		const { web, db } = tasksIn(reading);
		expect(reading.notes).toEqual([]);
		expect(reading.subjects.map(({ onlyField }) => onlyField)).toEqual([undefined, undefined]);
		expect(web).toEqual({
			kind: "task-definition",
			family: "web",
			arn: "compose.yaml#web",
			revision: null,
			status: null,
			engine: "docker",
			operatingSystem: "linux",
			compatibilities: [],
			platformVersions: [],
			execServices: [],
			memoryMiB: null,
			pidMode: null,
			ipcMode: null,
			networkMode: null,
			volumes: [{ name: "data" }, { name: "more" }],
			containers: [
				{
					name: "web",
					image: "nginx",
					imageRepository: { unread: "its registry was not queried", needsAws: true },
					registryImage: { unread: "its registry was not queried", needsAws: true },
					readonlyRootFilesystem: null,
					privileged: null,
					user: null,
					capabilities: { add: [], drop: [] },
					environment: [],
					logDriver: null,
					memoryMiB: null,
					memoryReservationMiB: null,
					tmpfs: [],
					mounts: [],
				},
			],
			neighbours: db?.containers,
			tags: { value: {} },
			readAt,
		});
		expect(db?.neighbours).toEqual(web?.containers);
		expect(containerIn(reading, "db").image).toBeNull();
	});

	const container: readonly (readonly [string, Partial<ContainerFacts>])[] = [
		["image: repo/x:1.2@sha256:abc", { image: "repo/x:1.2@sha256:abc" }],
		["image: 'x:$X'", { image: openText("x:${X}") }],
		["image: '${X:-nginx}'", { image: "nginx" }],
		["image: ''", { image: null }],
		["image: null", { image: null }],
		["image: [a]", { image: { unresolved: "it is not a string" } }],
		["build: ., image: own", { image: "own" }],
		["read_only: true", { readonlyRootFilesystem: true }],
		["read_only: false", { readonlyRootFilesystem: false }],
		["read_only: yes", { readonlyRootFilesystem: true }],
		["read_only: 'No'", { readonlyRootFilesystem: false }],
		["read_only: '${X:-on}'", { readonlyRootFilesystem: true }],
		["read_only: $X", { readonlyRootFilesystem: openText("${X}") }],
		["read_only: maybe", { readonlyRootFilesystem: { unresolved: "it is neither true nor false" } }],
		["read_only: {a: b}", { readonlyRootFilesystem: { unresolved: "it is not a string" } }],
		["privileged: true", { privileged: true }],
		["privileged: 'off'", { privileged: false }],
		["user: 1000", { user: "1000" }],
		["user: 0", { user: "0" }],
		["user: '1000:1000'", { user: "1000:1000" }],
		["user: ''", { user: null }],
		["user: '${X}:0'", { user: openText("${X}:0") }],
		["user: '0:${X}'", { user: "0:${X}" }],
		["user: '10$X:0'", { user: openText("10${X}:0") }],
		["cap_add: [NET_ADMIN, ALL], cap_drop: [ALL]", { capabilities: { add: ["NET_ADMIN", "ALL"], drop: ["ALL"] } }],
		["cap_add: NET_ADMIN", { capabilities: { add: ["NET_ADMIN"], drop: [] } }],
		["cap_add: [NET_ADMIN, $X]", { capabilities: { add: openText("${X}"), drop: [] } }],
		["cap_add: [[a]]", { capabilities: { add: { unresolved: "it is not a string" }, drop: [] } }],
		["logging: {driver: json-file}", { logDriver: "json-file" }],
		["logging: {options: {a: b}}", { logDriver: null }],
		["logging: none", { logDriver: null }],
		["log_driver: syslog", { logDriver: "syslog" }],
		["mem_limit: 512m", { memoryMiB: 512 }],
		["mem_limit: 1048576", { memoryMiB: 1 }],
		["mem_limit: 0", { memoryMiB: null }],
		["mem_limit: -1", { memoryMiB: null }],
		["mem_limit: much", { memoryMiB: { unresolved: '"much" is not a size' } }],
		["mem_limit: $X", { memoryMiB: openText("${X}") }],
		[
			"deploy: {resources: {limits: {memory: 1g}, reservations: {memory: 128m}}}",
			{ memoryMiB: 1024, memoryReservationMiB: 128 },
		],
		["mem_limit: 1g, deploy: {resources: {limits: {memory: 2g}}}", { memoryMiB: 2048 }],
		["mem_limit: 1g, deploy: {resources: {limits: {cpus: '2'}}}", { memoryMiB: 1024 }],
		["deploy: {resources: 5}", { memoryMiB: null }],
		["mem_reservation: 64m", { memoryReservationMiB: 64 }],
		["memswap_limit: 64m, security_opt: [a], x-more: {read_only: true}, scale: 3", { memoryMiB: null }],
	];
	test.each(container)("are those of its container: %s", (service, facts) => {
		expect(web(service)).toMatchObject(facts);
	});

	const task: readonly (readonly [string, Partial<TaskDefinitionFacts>])[] = [
		["pid: host", { pidMode: "host" }],
		["pid: service:db}, db: {image: b", { pidMode: "service:db" }],
		["ipc: host", { ipcMode: "host" }],
		["network_mode: host", { networkMode: "host" }],
		["net: host", { networkMode: "host" }],
		["network_mode: $X", { networkMode: openText("${X}") }],
		["platform: linux/arm64", { operatingSystem: "linux" }],
		["platform: windows/amd64", { operatingSystem: "windows" }],
		["platform: $X", { operatingSystem: why }],
		["isolation: hyperv", { operatingSystem: "windows" }],
		["image: 'mcr.microsoft.com/windows/nanoserver:ltsc2022'", { operatingSystem: "windows" }],
		["image: 'mcr.microsoft.com/windows/nanoserver:$X'", { operatingSystem: "windows" }],
		["image: 'mcr.microsoft.com/dotnet/runtime:9.0'", { operatingSystem: "linux" }],
		["image: 'python:3-windowsservercore', platform: linux", { operatingSystem: "linux" }],
		["isolation: process", { operatingSystem: "windows" }],
		["isolation: default", { operatingSystem: "linux" }],
		["credential_spec: {file: a.json}", { operatingSystem: "windows" }],
		["volumes: ['data:C:\\data']", { operatingSystem: "windows" }],
		["volumes: ['C:\\data:/data']", { operatingSystem: "linux" }],
		["platform: linux, volumes: ['data:C:\\data']", { operatingSystem: "linux" }],
	];
	test.each(task)("are those of its task: %s", (service, facts) => {
		expect(tasksIn(reading(`<<: {build: .}, ${service}`))["web"]).toMatchObject(facts);
	});

	test("treat names of object properties as ordinary names", () => {
		const { subjects } = readCompose(aSourceFile("services: {constructor: {image: a}, __proto__: {image: b}}"));
		expect(subjects.map(({ facts }) => facts.arn)).toEqual(["compose.yaml#constructor", "compose.yaml#__proto__"]);
	});

	test("include a service with profiles", () => {
		expect(web("image: a, profiles: [debug]").image).toBe("a");
	});
});

describe("a Compose file", () => {
	test.each([
		["web: text", "service web is not a mapping"],
		["web: null", "service web is not a mapping"],
		["web: {provider: {type: aws}}", "service web is run by a provider, not as a container"],
	])("notes an entry that is not a container service: %s", (service, text) => {
		const { subjects, notes } = readCompose(aSourceFile(`services:\n  ${service}\n  db: {image: a}`));
		expect(subjects.map(({ facts }) => facts.arn)).toEqual(["compose.yaml#db"]);
		expect(notes).toEqual([{ at: { line: 2, column: 3 }, text }]);
	});

	test.each([
		["services: [a]", "compose.yaml:1:1: services is not a mapping; write services: {…}"],
		["services: text", "compose.yaml:1:1: services is not a mapping; write services: {…}"],
		["- a", "compose.yaml:1:1: services is not a mapping; write services: {…}"],
		["text", "compose.yaml:1:1: services is not a mapping; write services: {…}"],
	])("is refused without a mapping of services: %s", (text, message) => {
		expect(() => readCompose(aSourceFile(text))).toThrow(message);
	});

	test("is refused with more than 1000 services", () => {
		const many = (count: number) =>
			aSourceFile(
				`name: a\nservices:\n${Array.from({ length: count }, (_, index) => `  s${index}: {image: a}\n`).join("")}`,
			);
		expect(readCompose(many(1000)).subjects).toHaveLength(1000);
		expect(() => readCompose(many(1001))).toThrow("compose.yaml:2:1: more than 1000 services; write fewer");
	});

	test("of version 1 has its services at the top level", () => {
		const reading = readCompose(aSourceFile("web: {image: a, net: host}\nx-more: {image: b}\ndb: {build: .}"));
		expect(Object.keys(tasksIn(reading))).toEqual(["web", "db"]);
	});

	test("is refused when it has no services, so that an empty check does not pass", () => {
		const file = aSourceFile("services: {}\nname: a");
		expect(() => readCompose(file)).toThrow("1:1: the file has no services; write services: {…}");
	});
});
