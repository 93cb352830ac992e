import { describe, expect, test } from "@jest/globals";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { removeDuplicateNotes } from "../../../readers/compose/subjects.ts";
import { readDockerRun } from "../../../readers/docker-run/read.ts";
import { readAt } from "../../support/builders.ts";
import { aSourceFile, containerIn, tasksIn } from "../../support/engine-files.ts";

const nowhere = { value: null, at: () => ({ line: 1, column: 1 }) };
const text = `services:
  web: {image: a, pid: host, tmpfs: [/tmp], volumes: ['data:/data'], environment: {A: 1}}
  db: {image: b, volumes_from: ['web:ro'], platform: windows, env_file: [gone.env]}
  job: {image: c, network_mode: host, ipc: host, env_file: [lost.env, gone.env]}
volumes: {data: , more: {}}
`;

describe("a service as a task definition", () => {
	const read = () => {
		const reading = readCompose(aSourceFile(text));
		const { web, db, job } = tasksIn(reading);
		return { reading, web, db, job };
	};

	test("has all facts", () => {
		const { reading, web } = read();
		const container = containerIn(reading, "web");
		expect(web).toEqual({
			kind: "task-definition",
			family: "web",
			arn: "compose.yaml#web",
			revision: null,
			status: null,
			engine: "docker",
			compatibilities: [],
			platformVersions: [],
			execServices: [],
			memoryMiB: null,
			operatingSystem: "linux",
			pidMode: "host",
			ipcMode: null,
			networkMode: null,
			volumes: [{ name: "data" }, { name: "more" }],
			containers: [container],
			neighbours: [containerIn(reading, "db"), containerIn(reading, "job")],
			tags: { value: {} },
			readAt,
		});
		expect(container).toMatchObject({
			name: "web",
			tmpfs: [{ path: "/tmp" }],
			mounts: [{ path: "/data", readOnly: false }],
			environment: [{ name: "A" }],
		});
	});

	test("has facts of its own", () => {
		const { reading, db, job } = read();
		expect(reading.subjects.map(({ facts }) => facts.arn)).toEqual(
			["web", "db", "job"].map((name) => `compose.yaml#${name}`),
		);
		expect(db).toMatchObject({ operatingSystem: "windows", pidMode: null });
		expect(job).toMatchObject({ networkMode: "host", ipcMode: "host", operatingSystem: "linux" });
		expect(containerIn(reading, "db")).toMatchObject({ tmpfs: [], mounts: [{ path: "/data", readOnly: true }] });
		expect(containerIn(reading, "job")).toMatchObject({ tmpfs: [], mounts: [] });
	});

	test("has all other services as neighbors, in their order", () => {
		const { web, db, job } = read();
		const names = (task: TaskDefinitionFacts | undefined) => task?.neighbours.map(({ name }) => name);
		expect([names(web), names(db), names(job)]).toEqual([
			["db", "job"],
			["web", "job"],
			["web", "db"],
		]);
	});

	test("gives a note at the position of what could not be read", () => {
		const { reading } = read();
		expect(reading.notes).toEqual([
			{ at: { line: 3, column: 74 }, text: "env_file gone.env cannot be read (there is no such file)" },
			{ at: { line: 4, column: 61 }, text: "env_file lost.env cannot be read (there is no such file)" },
			{ at: { line: 4, column: 71 }, text: "env_file gone.env cannot be read (there is no such file)" },
		]);
	});

	test("gives one note for what several services inherit", () => {
		const shared = "x-e: &e {env_file: [gone.env]}\nservices: {a: {image: a}, b: {extends: a, image: b}}";
		const extending = shared.replace("a: {image: a}", "a: {image: a, env_file: [gone.env]}");
		expect(readCompose(aSourceFile(extending)).notes).toHaveLength(1);
		expect(readCompose(aSourceFile(shared)).notes).toEqual([]);
	});
});

test("has no neighbors and no volumes when it is a command line", () => {
	const tasks = tasksIn(readDockerRun(aSourceFile("docker run -v data:/a a\ndocker run -v data:/b b", {}, nowhere)));
	for (const [name, task] of Object.entries(tasks)) {
		expect(task).toMatchObject({ arn: `compose.yaml#${name}`, engine: "docker", neighbours: [], volumes: [] });
	}
	expect(Object.keys(tasks)).toEqual(["run-1", "run-2"]);
});

describe("notes", () => {
	const note = (line: number, column: number, told: string) => ({ at: { line, column }, text: told });

	test("are reported once each, in the order of the first", () => {
		const [one, two] = [note(2, 1, "gone"), note(1, 1, "gone")];
		expect(removeDuplicateNotes([one, two, note(2, 1, "gone"), note(1, 1, "gone")])).toEqual([one, two]);
	});

	test.each([
		["a line", note(2, 1, "gone")],
		["a column", note(1, 2, "gone")],
		["a text", note(1, 1, "lost")],
	])("are distinct when they have another %s", (_, other) => {
		expect(removeDuplicateNotes([note(1, 1, "gone"), other])).toEqual([note(1, 1, "gone"), other]);
	});

	test("are distinct when line and column form the same digits", () => {
		expect(removeDuplicateNotes([note(1, 11, "gone"), note(11, 1, "gone")])).toHaveLength(2);
		expect(removeDuplicateNotes([])).toEqual([]);
	});
});
