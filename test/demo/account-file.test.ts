import { describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { parseAccount, readAccount } from "../../demo/account-file.ts";

const least = 'account: "111122223333"\nregion: eu-west-1\n';
const digest = `sha256:${"a".repeat(64)}`;

const removable = "write repository/NAME, image/NAME@DIGEST or task-definition/FAMILY[:REVISION]";

describe("an account description", () => {
	test("requires only an account and a Region", () => {
		expect(parseAccount(least, "a.yaml")).toEqual({
			account: "111122223333",
			region: "eu-west-1",
			registry: { scanType: "BASIC", rules: [], pullThroughCacheRules: [] },
			repositories: [],
			taskDefinitions: [],
			services: [],
			clusters: [],
			capacityProviders: [],
			steps: [],
			sweep: false,
		});
	});

	test("may be JSON", () => {
		expect(parseAccount('{"account": "111122223333", "region": "eu-west-1"}', "a.json").region).toBe("eu-west-1");
	});

	test("keeps a document given as a string, and serializes one given as a mapping", () => {
		const text = `${least}repositories: [{ name: one, lifecyclePolicy: "{ }" }, { name: two, lifecyclePolicy: { rules: [] } }]`;
		const policies = parseAccount(text, "a.yaml").repositories.map(({ lifecyclePolicy }) => lifecyclePolicy);
		expect(policies).toEqual(["{ }", '{"rules":[]}']);
	});

	test("accepts filters as strings and in AWS's own form", () => {
		const text = `${least}repositories: [{ name: one, imageTagMutabilityExclusionFilters: [v*, { filter: latest, filterType: WILDCARD }] }]`;
		expect(parseAccount(text, "a.yaml").repositories[0]?.imageTagMutabilityExclusionFilters).toEqual(["v*", "latest"]);
	});

	test("accepts any other field of a task definition", () => {
		const text = `${least}taskDefinitions: [{ family: web, volumes: null, newField: 1, containerDefinitions: [{ name: c, image: null, cpu: x }] }]`;
		expect(parseAccount(text, "a.yaml").taskDefinitions).toEqual([
			{ family: "web", volumes: null, newField: 1, containerDefinitions: [{ name: "c", image: null, cpu: "x" }] },
		]);
	});

	test.each([
		[
			"account: 111122223333\nregion: eu-west-1\n",
			"a.yaml:1:1: account: is 111122223333; write twelve digits in quotes",
		],
		['account: "111122223333"\n', "a.yaml:1:1: region: is missing; write an AWS Region"],
		[`${least}repositorys: []\n`, "a.yaml:3:1: repositorys: unknown key; remove it"],
		[
			`${least}repositories:\n  - name: web\n    imageTagMutability: FROZEN\n`,
			'a.yaml:5:5: repositories[0].imageTagMutability: is "FROZEN"; write MUTABLE or IMMUTABLE or IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION',
		],
		[
			`${least}repositories: [{ name: web, images: [{ digest: "sha256:1" }] }]\n`,
			'a.yaml:3:40: repositories[0].images[0].digest: is "sha256:1"; write sha256: followed by 64 hex digits',
		],
		[
			`${least}repositories: [{ name: web, images: [{ digest: "${digest}", pushedAt: yesterday }] }]\n`,
			'repositories[0].images[0].pushedAt: is "yesterday"; write a time such as 2026-11-20T09:30:00Z',
		],
		[`${least}steps: [{ change: {} }]\n`, "steps[0].after: is missing; write a string"],
		[`${least}repositories: [{ name: Web }]\n`, 'repositories[0].name: is "Web"; write a repository name'],
		[`${least}repositories: [3]\n`, "a.yaml:3:16: repositories[0]: is 3; write a mapping of keys to values"],
		[
			`${least}steps: [{ after: 1.json, change: { remove: [web] } }]\n`,
			`steps[0].change.remove[0]: is "web"; ${removable}`,
		],
		[
			`${least}steps: [{ after: 1.json, change: { remove: ["image/web"] } }]\n`,
			`steps[0].change.remove[0]: is "image/web"; ${removable}`,
		],
		[
			`${least}expected: { failing: [{ control: images/scanned, subject: repository/web }] }\n`,
			'a.yaml:3:25: expected.failing[0].control: is "images/scanned"; write the id of a control, as `npx --no-install shipshape explain` lists them',
		],
		[
			`${least}expected: { failing: [{ control: image/scanned, subject: web }] }\n`,
			'a.yaml:3:49: expected.failing[0].subject: is "web"; write an ARN, repository/NAME, image/NAME@DIGEST, ',
		],
		["account: [\n", "a.yaml:2:1: "],
		["", "a.yaml:1:1: the description: is null; write a mapping of keys to values"],
	])("is rejected with location and remedy: %j", (text, message) => {
		expect(() => parseAccount(text, "a.yaml")).toThrow(BadInputError);
		expect(() => parseAccount(text, "a.yaml")).toThrow(message);
	});

	test.each([
		["{ family: web }", "containerDefinitions: is missing; write a list of containers, each with a name"],
		["{ family: web, containerDefinitions: null }", "containerDefinitions: is null; write a list of containers"],
		["{ family: web, containerDefinitions: [] }", "containerDefinitions: is []; write a list of containers"],
		["{ family: web, containerDefinitions: [web] }", 'containerDefinitions[0]: is "web"; write a mapping of keys'],
		["{ family: web, containerDefinitions: [{}] }", "containerDefinitions[0].name: is missing; write a string"],
		["{ family: web, containerDefinitions: [{ name: '' }] }", 'containerDefinitions[0].name: is ""; write a string'],
		[
			"{ family: web, containerDefinitions: [{ name: c, image: 3 }] }",
			"containerDefinitions[0].image: is 3; write a string",
		],
		["{ family: a.b, containerDefinitions: [{ name: c }] }", 'family: is "a.b"; write a family: 1 to 255 letters'],
		[`{ family: ${"a".repeat(256)}, containerDefinitions: [{ name: c }] }`, "family: is "],
	])("is rejected when ECS cannot accept the task definition: %s", (definition, message) => {
		const parse = () => parseAccount(`${least}taskDefinitions:\n  - ${definition}\n`, "a.yaml");
		expect(parse).toThrow(BadInputError);
		expect(parse).toThrow(/^a\.yaml:4:\d+: taskDefinitions\[0\]/);
		expect(parse).toThrow(message);
	});

	test("is named in the error when it does not exist", () => {
		expect(() => readAccount("no/such.yaml")).toThrow("no/such.yaml: cannot be read (ENOENT); choose a readable file");
	});
});

test("an anchor may be used in every repository", () => {
	const policy = "lifecyclePolicy: &keep { rules: [] }";
	const others = Array.from({ length: 200 }, (_, at) => `  - { name: r${at}, lifecyclePolicy: *keep }\n`);
	const text = `account: "111122223333"\nregion: eu-west-1\nrepositories:\n  - { name: first, ${policy} }\n${others.join("")}`;
	expect(parseAccount(text, "account.yaml").repositories).toHaveLength(201);
});
