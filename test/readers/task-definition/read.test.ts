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

describe("a task definition", () => {
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
	])("%s", (_, value) => {
		expect(looksLikeTaskDefinition(value)).toBe(true);
		expect(factsOf(value)).toMatchObject({ arn: "some/app.json", family: "web", containers: [app] });
	});

	test.each([
		["containers alone", [app, { name: "b", image: "c" }]],
		["containers alone in CloudFormation's case", [{ Name: "app", Image: "nginx:1" }]],
		["a definition without a family", { containerDefinitions: [app] }],
	])("%s: the file gives the name", (_, value) => {
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
	])("%j is none", (value) => {
		expect(looksLikeTaskDefinition(value)).toBe(false);
		const what = "there is no list of containerDefinitions; write a task definition";
		expect(refusalOf(() => read(JSON.stringify(value)))).toBe(`some/app.json:1:1: ${what}`);
	});

	test.each([
		[[app, { ...app, memory: 5, LogConfiguration: {} }], true],
		[[app, { ...app, price: 5 }], false],
		[[app, { name: "b", image: "b.PNG" }], false],
		[[{ name: "b", image: "/pictures/b" }], false],
		[[{ name: "b", Image: "https://example.com/b" }], false],
	])("%j is a list of nothing but containers: %j", (value, expected) => {
		expect(looksLikeTaskDefinition(value)).toBe(expected);
		expect(read(value).subjects).toHaveLength(1);
	});

	test("several are told apart by their families, and by numbers where these are the same", () => {
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
	])("tags of %j", (value, tags) => {
		expect(factsOf(value).tags).toEqual({ value: tags });
	});

	test("names of CloudFormation are those of the API, contents of maps the user's", () => {
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
			],
		});
		expect(facts).toMatchObject({
			volumes: [{ name: "files", efsTransitEncryption: "ENABLED" }, { name: "shared" }],
			containers: [{ logDriver: "awslogs", mounts: [{ path: "/d", volume: "files" }] }],
		});
	});

	test("cannot pass for not being known", () => {
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

describe("what a tool fills in later is open", () => {
	const placeholders = ["<USER>", "{{ must_env `USER` }}", "${USER}", "$USER", "%USER%"];
	test.each(placeholders)("%s", (user) => {
		expect(containerOf({ user })?.user).toEqual({ unresolved: `${user} is filled in later` });
	});

	test.each(["1000", "$user", "a<b", "50%"])("%s is what it is", (user) => {
		expect(containerOf({ user })?.user).toBe(user);
	});

	test("of images and variables what is known is kept", () => {
		const image = "<REPOSITORY>:latest";
		const container = containerOf({ image, environment: [{ name: "A", value: "${A}" }] });
		expect(container?.image).toBe(image);
		expect(container?.environment).toEqual([{ name: "A", value: new HiddenText("${A}") }]);
	});

	test("in every field that is judged", () => {
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

describe("places", () => {
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
	const { place } = onlySubject(read(text));
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
	])("%s of %s", (field, container, line, column) => {
		expect(place(field, container)).toEqual({ line, column });
	});

	test("of containers alone, and of definitions in a list", () => {
		expect(onlySubject(read(`[{ "name": "a",\n"image": "b" }]`)).place("image", "a")).toEqual({ line: 2, column: 1 });
		const [, second] = read(`[{ "containerDefinitions": [] },\n{ "containerDefinitions": [] }]`).subjects;
		expect(second?.place("memory")).toEqual({ line: 2, column: 1 });
	});
});

test("whatever a document holds, it is read or refused", () => {
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
				for (const { place } of read(text).subjects) expect(place("environment.0", "a").line).toBe(1);
			});
			expect(outcome).toMatch(/^(?:accepted|some\/app\.json:1:1: there is no list of containerDefinitions; .*)$/);
		}),
		{ numRuns: 500 },
	);
});
