import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { HiddenText } from "../../../core/hidden-text.ts";
import { isUnresolved } from "../../../core/reading.ts";
import { readTaskDefinitions } from "../../../readers/task-definition/read.ts";
import { looksLikeTaskDefinition } from "../../../readers/task-definition/recognize.ts";
import { aFile, asTaskDefinition, onlySubject } from "../../support/read-files.ts";
import { refusalOf } from "../../support/refused.ts";

const app = { name: "app", image: "nginx:1" };
const definition = { family: "web", containerDefinitions: [app] };
const read = (value: unknown, path = "some/app.json") => readTaskDefinitions(aFile(value, path));
const factsOf = (value: unknown) => asTaskDefinition(onlySubject(read(value)));
const containerOf = (container: object) => {
	const { containers } = factsOf({ containerDefinitions: [container] });
	return isUnresolved(containers) ? undefined : containers[0];
};

describe("a file with a task definition", () => {
	test.each([
		["as it is registered", definition],
		["as it is described", { taskDefinition: definition, tags: [] }],
		["as CloudTrail records what was asked", { eventName: "RegisterTaskDefinition", requestParameters: definition }],
		["as CloudTrail records the answer", { requestParameters: null, responseElements: { taskDefinition: definition } }],
		["in EventBridge's envelope", { "detail-type": "x", detail: { requestParameters: definition } }],
		["answered in EventBridge's envelope", { detail: { responseElements: { taskDefinition: definition } } }],
		["in a list", [definition]],
		["in a list of its own name", { taskDefinitions: [definition] }],
		["in CloudFormation's case", { Family: "web", ContainerDefinitions: [{ Name: "app", Image: "nginx:1" }] }],
		[
			"described in another SDK's case",
			{ TaskDefinition: { Family: "web", ContainerDefinitions: [{ Name: "app", Image: "nginx:1" }] } },
		],
	])("is read: %s", (_, value) => {
		expect(looksLikeTaskDefinition(value)).toBe(true);
		expect(factsOf(value)).toMatchObject({ arn: "some/app.json", family: "web", containers: [app] });
	});

	test.each([
		["containers alone", [app, { name: "b", image: "c" }]],
		["containers alone in CloudFormation's case", [{ Name: "app", Image: "nginx:1" }]],
		["a definition without a family", { containerDefinitions: [app] }],
	])("gives its name to a definition without a family: %s", (_, value) => {
		expect(looksLikeTaskDefinition(value)).toBe(true);
		expect(factsOf(value)).toMatchObject({ arn: "some/app.json", family: "app" });
	});

	test.each([
		[{}],
		[[]],
		[null],
		["text"],
		[{ containerDefinitions: {} }],
		[{ taskDefinition: "web:1" }],
		[{ taskDefinitions: ["web:1"] }],
		[[app, "text"]],
		[[{ name: "app" }]],
		[[{ image: "nginx" }]],
		[{ spec: { containers: [app] } }],
	])("is refused without a definition: %j", (value) => {
		expect(looksLikeTaskDefinition(value)).toBe(false);
		const isDocument = typeof value === "object" && value !== null;
		const problem = isDocument ? "containerDefinitions is not a list" : "not a JSON object or YAML mapping";
		const what = `${problem}; write a task definition`;
		expect(refusalOf(() => read(JSON.stringify(value)))).toBe(`some/app.json:1:1: ${what}`);
	});

	test.each([
		[[app, { ...app, memory: 5, LogConfiguration: {} }], true],
		[[app, { ...app, price: 5 }], false],
		[[app, { name: "b", image: "b.PNG" }], false],
		[[{ name: "b", image: "/pictures/b" }], false],
		[[{ name: "b", Image: "https://example.com/b" }], false],
	])("is recognized as a list of only containers (%j): %j", (value, expected) => {
		expect(looksLikeTaskDefinition(value)).toBe(expected);
		expect(read(value).subjects).toHaveLength(1);
	});

	test("names several definitions by their families, with numbers for duplicates", () => {
		const { subjects } = read([definition, { ...definition, family: "api" }, definition, { containerDefinitions: [] }]);
		expect(subjects.map(({ facts }) => facts.arn)).toEqual(
			["web", "api", "web-2", "app"].map((name) => `some/app.json#${name}`),
		);
	});

	test.each([
		[{ ...definition, tags: [{ key: "team", value: "shop" }] }, { team: "shop" }],
		[{ taskDefinition: definition, tags: [{ key: "team", value: "shop" }] }, { team: "shop" }],
		[{ ...definition, Tags: [{ Key: "team", Value: "shop" }] }, { team: "shop" }],
		[{ ...definition, tags: null }, {}],
		[definition, {}],
	])("gives the tags of %j", (value, tags) => {
		expect(factsOf(value).tags).toEqual({ value: tags });
	});

	test("may use CloudFormation's names, and keeps the keys of maps", () => {
		const facts = factsOf({
			ContainerDefinitions: [
				{
					Name: "app",
					LogConfiguration: { LogDriver: "awslogs", Options: { Mode: "x" } },
					MountPoints: [{ ContainerPath: "/d", SourceVolume: "files" }],
				},
			],
			Volumes: [
				{ Name: "files", EFSVolumeConfiguration: { TransitEncryption: "ENABLED" } },
				{ Name: "shared", FSxWindowsFileServerVolumeConfiguration: {} },
				{ Name: "objects", S3FilesVolumeConfiguration: { RootDirectory: "/" } },
			],
		});
		expect(facts).toMatchObject({
			volumes: [{ name: "files", efsTransitEncryption: "ENABLED" }, { name: "shared" }, { name: "objects" }],
			containers: [{ logDriver: "awslogs", mounts: [{ path: "/d", volume: "files" }] }],
		});
		expect(facts.volumes).toContainEqual({ name: "objects" });
	});

	test("drops a key named unresolved", () => {
		expect(
			containerOf({
				...app,
				privileged: true,
				unresolved: "x",
				user: { unresolved: "y" },
				environment: { unresolved: "z" },
			}),
		).toMatchObject({
			privileged: true,
			user: { unresolved: "user is an object, not a string" },
			environment: { unresolved: "environment is an object, not a list" },
		});
	});
});

describe("a placeholder", () => {
	const placeholders = ["<USER>", "{{ must_env `USER` }}", "${USER}", "$USER", "%USER%"];
	test.each(placeholders)("is unresolved: %s", (user) => {
		expect(containerOf({ user })?.user).toMatchObject({ unresolved: `${user} is filled in later`, isSet: true });
	});

	test.each(["1000", "$user", "a<b", "50%"])("is not recognized in %s", (user) => {
		expect(containerOf({ user })?.user).toBe(user);
	});

	test("keeps the known part of images and variables", () => {
		const image = "<REPOSITORY>:latest";
		const container = containerOf({ image, environment: [{ name: "A", value: "a-${A}" }] });
		expect(container?.image).toBe(image);
		expect(container?.environment).toEqual([{ name: "A", value: new HiddenText("a-${A}") }]);
	});

	test("is unresolved in every field that is judged", () => {
		const { containers, ...facts } = factsOf({
			memory: "{{memory}}",
			networkMode: "{{networkmode}}",
			volumes: [{ name: "${V}", host: { sourcePath: "${DIR}" } }],
			containerDefinitions: [{ mountPoints: [{ sourceVolume: "${V}", containerPath: "/d" }] }],
		});
		expect(facts).toMatchObject({
			memoryMiB: { unresolved: "{{memory}} is filled in later" },
			networkMode: { unresolved: "{{networkmode}} is filled in later" },
			volumes: [{ name: "${V}" }],
		});
		expect(containers).toMatchObject([
			{ mounts: [{ volume: "${V}", hostPath: { unresolved: "${DIR} is filled in later" } }] },
		]);
	});
});

describe("the position of a field", () => {
	const text = `{
	"taskDefinition": {
		"networkMode": "host",
		"volumes": [{ "name": "v" }],
		"containerDefinitions": [
			{ "name": "app", "memory": 512 },
			{
				"User": "root",
				"environment": [
					{ "name": "A" },
					{ "name": "B" }
				],
				"linuxParameters": { "tmpfs": [{ "size": 0 }] }
			}
		]
	}
}`;
	const { positionOf } = onlySubject(read(text));
	test.each([
		["networkMode", undefined, 3, 3],
		["networkMode", "app", 3, 3],
		["pidMode", undefined, 2, 20],
		["volumes.0", "app", 4, 15],
		["volumes.7", undefined, 4, 3],
		["memory", "app", 6, 21],
		["memory", undefined, 2, 20],
		["user", "app", 6, 4],
		["user", "#2", 8, 5],
		["environment", "#2", 9, 5],
		["environment.1", "#2", 11, 6],
		["linuxParameters.tmpfs.0.size", "#2", 13, 38],
		["linuxParameters.tmpfs.0.mountOptions", "#2", 13, 36],
		["linuxParameters.capabilities.add", "#2", 13, 5],
		["image", "nobody", 2, 20],
	])("is found: %s of %s", (field, container, line, column) => {
		expect(positionOf(field, container)).toEqual({ line, column });
	});

	test("is found in a list of containers, and in a list of definitions", () => {
		expect(onlySubject(read(`[{ "name": "a",\n"image": "b" }]`)).positionOf("image", "a")).toEqual({
			line: 2,
			column: 1,
		});
		const [, second] = read(`[{ "containerDefinitions": [] },\n{ "containerDefinitions": [] }]`).subjects;
		expect(second?.positionOf("memory")).toEqual({ line: 2, column: 1 });
	});
});

test("any document is read or refused", () => {
	const key = fc.constantFrom(
		"containerDefinitions",
		"taskDefinition",
		"detail",
		"volumes",
		"name",
		"image",
		"Name",
		"tmpfs",
		"linuxParameters",
		"environment",
		"unresolved",
		"__proto__",
		"tags",
	);
	const anything = fc.object({
		key,
		values: [fc.string(), fc.constantFrom("${A}", "a"), fc.boolean(), fc.integer()],
		withNullPrototype: false,
	});
	fc.assert(
		fc.property(fc.oneof(anything, fc.array(anything)), (value) => {
			const text = JSON.stringify(value);
			const outcome = refusalOf(() => {
				for (const { positionOf } of read(text).subjects) expect(positionOf("environment.0", "a").line).toBe(1);
			});
			expect(outcome).toMatch(/^(?:accepted|some\/app\.json:1:1: containerDefinitions is not a list; .*)$/);
		}),
		{ numRuns: 500 },
	);
});
