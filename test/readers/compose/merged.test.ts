import { describe, expect, test } from "@jest/globals";
import type { ContainerFacts } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { readCompose } from "../../../readers/compose/read.ts";
import { containerIn, mergedFile, placeIn, tasksIn } from "../../support/engine-files.ts";

const read = (...texts: readonly (string | null)[]) => readCompose(mergedFile(texts));
const web = (base: string, ...overrides: readonly string[]) =>
	containerIn(read(...[`image: a, ${base}`, ...overrides].map((own) => `services: {web: {${own}}}`)), "web");
const variablesIn = ({ environment }: ContainerFacts) => (isUnresolved(environment) ? [] : environment);

describe("files that are merged", () => {
	test.each([
		["user: root", "user: app", { user: "app" }],
		["read_only: true", "read_only: null", { readonlyRootFilesystem: true }],
		["read_only: true", "ports: ['80:80']", { readonlyRootFilesystem: true }],
		["read_only: true", "read_only: !reset null", { readonlyRootFilesystem: null }],
		["user: root", "user: !override app", { user: "app" }],
		["cap_add: [A]", "cap_add: [B]", { capabilities: { add: ["A", "B"], drop: [] } }],
		["cap_add: [A]", "cap_add: !override [B]", { capabilities: { add: ["B"], drop: [] } }],
		["cap_add: [A, B]", "cap_add: [!reset A, !override C]", { capabilities: { add: ["A", "B", "C"], drop: [] } }],
		["tmpfs: [/a]", "tmpfs: /b", { tmpfs: [{ path: "/a" }, { path: "/b" }] }],
		["tmpfs: ['/a:mode=1777,size=1m']", "tmpfs: ['/a:size=2m']", { tmpfs: [{ path: "/a", sizeMiB: 2 }] }],
		["volumes: [one:/a, two:/b]", "volumes: [three:/a]", { mounts: [{ volume: "two" }, { volume: "three" }] }],
		[
			"volumes: [one:/a]",
			"volumes: [{type: bind, source: !override /srv, target: /a}]",
			{ mounts: [{ hostPath: "/srv" }] },
		],
		["logging: {driver: none}", "logging: {driver: !override syslog}", { logDriver: "syslog" }],
		["logging: {driver: none}", "logging: {driver: !reset null}", { logDriver: null }],
		[
			"deploy: {resources: {limits: {memory: 1g}}}",
			"deploy: {resources: {limits: {memory: !reset 0}}}",
			{ memoryMiB: null },
		],
		["environment: {A: 1}", "environment: [A=2, B=3]", { environment: [{ name: "A" }, { name: "B" }] }],
		["environment: {A: 1, B: 2}", "environment: {A: !reset null}", { environment: [{ name: "B" }] }],
		["environment: {A: 1}", "environment: {A: !override 2}", { environment: [{ name: "A" }] }],
	])("have the facts that Compose merges: %s with %s", (base, own, facts) => {
		expect(web(base, own)).toMatchObject(facts);
	});

	test.each([
		[["environment: [TOKEN=a]", "environment: {TOKEN: !reset null}"]],
		[["environment: {TOKEN: a}", "environment: {OTHER: b}", "environment: {TOKEN: !reset null}"]],
	])("leave it open whether Compose removes a variable from a list: %j", ([base = "", ...overrides]) => {
		const unresolved = expect.stringContaining("!reset removes it only from a mapping");
		expect(variablesIn(web(base, ...overrides)).at(-1)).toMatchObject({ name: "TOKEN", value: { unresolved } });
	});

	test("keep a variable of env_file whose value in environment is removed", () => {
		const file = mergedFile(
			[
				"services: {web: {image: a, env_file: a.env, environment: {A: own}}}",
				"services: {web: {environment: {A: !reset null}}}",
			],
			{ "a.env": "A=file" },
		);
		expect(containerIn(readCompose(file), "web").environment).toMatchObject([{ name: "A" }]);
	});

	test("take paths and variables from the folder of the base, and services of their own file to extend", () => {
		const file = mergedFile(
			[
				"services: {web: {image: a}, base: {image: x, user: wrong}}",
				"services: {base: {image: '$TAG', user: own}, web: {extends: base}}",
			],
			{ ".env": "TAG=t:1" },
			["here/compose.yaml", "elsewhere/more.yaml"],
		);
		const reading = readCompose(file);
		expect(containerIn(reading, "web")).toMatchObject({ image: "t:1", user: "own" });
		expect(reading.subjects.map(({ facts }) => facts.arn)).toEqual(["here/compose.yaml#web", "here/compose.yaml#base"]);
	});

	test("can add services, remove them, and replace them as a whole", () => {
		const base = "services: {a: {image: a, privileged: true}, b: {image: b, privileged: true}, c: {image: c, user: x}}";
		const reading = read(base, "services: {a: !reset null, b: !override {image: z}, c: null, d: {image: d}}");
		expect(Object.keys(tasksIn(reading))).toEqual(["b", "c", "d"]);
		expect(containerIn(reading, "b")).toMatchObject({ image: "z", privileged: null });
		expect(containerIn(reading, "c").user).toBe("x");
		expect(Object.keys(tasksIn(read(base, "services: !override {d: {image: d}}")))).toEqual(["d"]);
	});

	test("override what another of them includes", () => {
		const file = mergedFile(["include: [sub.yaml]", "services: {db: {privileged: true}}"], {
			"sub.yaml": "services: {db: {image: db, user: me}}",
		});
		expect(containerIn(readCompose(file), "db")).toMatchObject({ image: "db", privileged: true, user: "me" });
	});

	test.each([
		["{o: bind}", "{device: /srv}", "/srv"],
		["{o: bind, device: /old}", "{device: /srv}", "/srv"],
		["{o: bind, device: /srv}", "{device: !reset null}", null],
		["{o: bind, device: /srv}", "!override {o: bind}", null],
		["{o: bind, device: /srv}", "null", "/srv"],
	])("merge the options of their volumes: %s with %s", (base, own, hostPath) => {
		const volume = (options: string) => `volumes: {data: {driver_opts: ${options}}}`;
		const reading = read(`services: {web: {image: a, volumes: [data:/v]}}\n${volume(base)}`, volume(own));
		expect(containerIn(reading, "web").mounts).toMatchObject([{ hostPath }]);
	});

	test.each(["", "# nothing\n", "{}", "services:\n", "name: x"])(
		"are the base when the other one is empty: %j",
		(empty) => {
			const base = "services: {web: {image: a, user: b, tmpfs: [/a], environment: {A: 1}}}";
			expect(tasksIn(read(base, empty))).toEqual(tasksIn(read(base)));
		},
	);

	test.each([["services: {web: [a]}", "service web is not a mapping"]])(
		"are noted where one of them cannot be read: %s",
		(text, note) => {
			const at = { file: "1.yaml", line: 1, column: 12 };
			expect(read("services: {web: {image: a}}", text).notes).toEqual([{ at, text: note }]);
		},
	);

	test("are refused with the path of the file that Compose refuses", () => {
		expect(() => read("services: {web: {image: a}}", "services: [b]")).toThrow("1.yaml:1:1: services is not a mapping");
	});
});

describe("the place of a finding in merged files", () => {
	const reading = read(
		"services:\n  web:\n    image: a\n    tmpfs: [/a, /b]\n",
		"services:\n  web:\n    privileged: true\n    tmpfs:\n      - /b:size=1m\n",
	);

	test.each([
		["image", "0.yaml:3:5"],
		["privileged", "1.yaml:3:5"],
		["linuxParameters.tmpfs.0", "0.yaml:4:13"],
		["linuxParameters.tmpfs.1", "1.yaml:5:9"],
		["user", "0.yaml:2:3"],
	])("is in the file that decides: %s at %s", (field, place) => {
		expect(placeIn(reading, "web", field)).toBe(place);
	});
});

describe("a file that is missing", () => {
	const missing = { unresolved: "1.yaml: no such file" };

	test("may set all that no later one does", () => {
		const reading = read("services: {web: {image: a, user: b}}", null, "services: {web: {privileged: false}}");
		expect(containerIn(reading, "web")).toMatchObject({ image: missing, user: missing, privileged: false });
	});

	test("may be the base of the others", () => {
		const reading = read(null, "services: {web: {image: a}}");
		const [subject] = reading.subjects;
		expect(subject?.facts.arn).toBe("0.yaml#web");
		expect(containerIn(reading, "web")).toMatchObject({ image: "a", user: { unresolved: "0.yaml: no such file" } });
	});
});

describe("a service without image and build", () => {
	const whole = "it has neither an image nor a build; check it together with the file that it overrides";

	test("is known as far as it goes", () => {
		const reading = read("services: {web: {privileged: true, cap_add: [A], environment: {B: 1}}}");
		const container = containerIn(reading, "web");
		expect(container).toMatchObject({ privileged: true, image: { unresolved: whole }, user: { unresolved: whole } });
		expect(container.capabilities).toEqual({
			add: { unresolved: whole, known: [null, "A"] },
			drop: { unresolved: whole },
		});
		expect(variablesIn(container).map(({ name }) => name)).toEqual(["any secret", "B"]);
		expect(tasksIn(reading)["web"]).toMatchObject({ pidMode: { unresolved: whole } });
	});

	test.each([
		["mem_limit: 64m", 64],
		["deploy: {resources: {limits: {memory: 64m}}}", 64],
		["mem_limit: $X", { unresolved: whole }],
		["mem_limit: 0", { unresolved: whole }],
	])("has the limit that it sets, however the other file writes it: %s", (limit, memoryMiB) => {
		expect(containerIn(read(`services: {web: {${limit}}}`), "web").memoryMiB).toEqual(memoryMiB);
	});

	test.each(["build: .", "image: b", "image: $X"])("is complete with %s in any file", (own) => {
		expect(
			containerIn(read("services: {web: {privileged: true}}", `services: {web: {${own}}}`), "web").user,
		).toBeNull();
	});

	test("is complete when it extends a service that is", () => {
		expect(web("extends: base}, base: {build: ., privileged: true").user).toBeNull();
	});
});
