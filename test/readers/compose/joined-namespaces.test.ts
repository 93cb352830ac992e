import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import noHostNamespaces from "../../../controls/task-definition/no-host-namespaces.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { aSourceFile } from "../../support/engine-files.ts";
import { judged } from "../../support/judged.ts";

/** `status message` of the first service. */
function verdictOn(services: string): string {
	const [subject] = readCompose(aSourceFile(`services: {${services}}`)).subjects;
	const [one] = subject === undefined ? [] : judged(noHostNamespaces, subject.facts);
	return `${one?.status} ${one?.message}`;
}

const fine = "pass no process, IPC or network namespace is shared with the host";
const impacts = {
	pid: "containers can see and signal every process on the host",
	ipc: "containers can read and write the shared memory of the host's processes",
	network_mode: "containers can reach everything that listens on the host, including on its loopback interface",
};

describe.each(Object.entries(impacts))("%s of another service", (key, impact) => {
	const bad = `fail ${key} is host through service:b, so ${impact}`;

	test.each([
		["the host's", `a: {image: a, ${key}: "service:b"}, b: {image: a, ${key}: host}`, bad],
		[
			"the host's through a third one",
			`a: {image: a, ${key}: "service:b"}, b: {image: a, ${key}: "service:c"}, c: {image: a, ${key}: host}`,
			bad,
		],
		[
			"the host's by the name of its container",
			`a: {image: a, ${key}: "container:x"}, b: {image: a, container_name: x, ${key}: host}`,
			`fail ${key} is host through container:x, so ${impact}`,
		],
		["its own", `a: {image: a, ${key}: "service:b"}, b: {image: a}`, fine],
		[
			"its own, by the name of its container",
			`a: {image: a, ${key}: "container:x"}, b: {image: a, container_name: x}`,
			fine,
		],
		[
			"one that is unknown",
			`a: {image: a, ${key}: "service:b"}, b: {image: a, ${key}: "$X"}`,
			`unknown ${key} is unknown (\${X} has no value)`,
		],
		[
			"one of an unknown service",
			`a: {image: a, ${key}: "service:$X"}, b: {image: a}`,
			`unknown ${key} is unknown (\${X} has no value)`,
		],
		[
			"that of a container which is not in the file",
			`a: {image: a, ${key}: "container:other"}`,
			`unknown ${key} is unknown (what container:other has is not in the file)`,
		],
		[
			"that of a container, through another service",
			`a: {image: a, ${key}: "service:b"}, b: {image: a, ${key}: "container:other"}`,
			`unknown ${key} is unknown (what container:other has is not in the file)`,
		],
		[
			"that of a service which is not in the file",
			`a: {image: a, ${key}: "service:other"}`,
			`unknown ${key} is unknown (what service:other has is not in the file)`,
		],
		[
			"none, as it joins itself",
			`a: {image: a, ${key}: "service:a"}`,
			`unknown ${key} is unknown (service:a joins itself)`,
		],
		[
			"none, in a circle",
			`a: {image: a, ${key}: "service:b"}, b: {image: a, ${key}: "service:a"}`,
			`unknown ${key} is unknown (service:a joins itself)`,
		],
	])("that has %s", (_, services, expected) => {
		expect(verdictOn(services)).toBe(expected);
	});
});

test("each kind of namespace is joined by itself", () => {
	expect(verdictOn('a: {image: a, pid: "service:b"}, b: {image: a, network_mode: host}')).toBe(fine);
});

test("says what to change", () => {
	const [subject] = readCompose(
		aSourceFile('services: {a: {image: a, pid: "service:b"}, b: {image: a, pid: host}}'),
	).subjects;
	expect(subject === undefined ? null : judged(noHostNamespaces, subject.facts)[0]).toMatchObject({
		remediation: "Remove pid, or pid: host from what it joins.",
	});
});

test("a container that docker run joins is not in the file", () => {
	const [subject] = readDockerRun(aSourceFile("docker run --network container:vpn nginx:1.27")).subjects;
	expect(subject === undefined ? null : judged(noHostNamespaces, subject.facts)[0]).toMatchObject({
		status: "unknown",
		message: "network_mode is unknown (what container:vpn has is not in the file)",
	});
});

describe("docker run joins a container", () => {
	const db = "docker run -d --name db --pid host postgres:17";
	const app = "docker run --name app --pid container:db nginx:1.27";
	test.each<[string, readonly string[], string]>([
		["that runs before it with the host's namespace", [db, app], "fail pid is host through container:db"],
		["that runs in a later line", [app, db], "fail pid is host through container:db"],
		["with a namespace of its own", [db.replace(" --pid host", ""), app], "pass"],
		["of which there are several", [db, app, db], "unknown pid is unknown (several containers are container:db)"],
		["whose name only the shell knows", [db.replace("db", "$X"), app], "unknown pid is unknown (what container:db has"],
	])("%s", (_, commands, expected) => {
		const { subjects } = readDockerRun(aSourceFile(commands.join("\n")));
		const found = subjects.find(({ facts }) => facts.kind === "task-definition" && facts.family === "app");
		const [verdict] = found === undefined ? [] : judged(noHostNamespaces, found.facts);
		expect(`${verdict?.status} ${verdict?.message}`.slice(0, expected.length)).toBe(expected);
	});
});

test("a service in a chain fails if and only if the chain ends at the host", () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 6 }), fc.constantFrom("host", "bridge", "none"), (length, end) => {
			const joining = Array.from(
				{ length },
				(_, index) => `s${index}: {image: a, network_mode: "service:s${index + 1}"}`,
			);
			const verdict = verdictOn([...joining, `s${length}: {image: a, network_mode: ${end}}`].join(", "));
			expect(verdict.startsWith("fail ")).toBe(end === "host");
			expect(verdict.startsWith("pass ")).toBe(end !== "host");
		}),
	);
});
