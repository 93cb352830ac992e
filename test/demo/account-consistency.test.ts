import { describe, expect, test } from "@jest/globals";
import { BadInputError } from "../../core/errors.ts";
import { parseAccount } from "../../demo/account-file.ts";

const digest = `sha256:${"a".repeat(64)}`;
const webArn = "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1";
const web = "{ family: web, containerDefinitions: [{ name: c }] }";
const parse = (more: string) =>
	parseAccount(`account: "111122223333"\nregion: eu-west-1\n${more}`, "a.yaml", ["1.json"]);

describe("rejects an inconsistent description", () => {
	test.each([
		[
			"repositories: [{ name: one }, { name: one }]\n",
			"a.yaml:3:33: repositories[1].name: repository one is a duplicate; define it once",
		],
		[
			`repositories: [{ name: one, images: [{ digest: "${digest}" }, { digest: "${digest}", tags: [x] }] }]\n`,
			"repositories[0].images[1].digest: repository one has a duplicate image; define it once, with all its tags",
		],
		[
			"steps: [{ after: 1.json, change: { repositories: [{ name: one }, { name: one }] } }]\n",
			"a.yaml:3:68: steps[0].change.repositories[1].name: repository one is a duplicate; define it once",
		],
		[
			"steps: [{ after: 2.json, change: {} }]\n",
			'a.yaml:3:11: steps[0].after: unknown event file "2.json"; write the name of a file in the events folder',
		],
		[
			"services: [{ name: s, taskDefinition: web }]\n",
			'a.yaml:3:23: services[0].taskDefinition: unknown task definition "web"; write the FAMILY:REVISION of one in taskDefinitions',
		],
		[
			`taskDefinitions: [${web}]\nservices: [{ name: s, taskDefinition: "web:2" }]\n`,
			'a.yaml:4:23: services[0].taskDefinition: unknown task definition "web:2"',
		],
		[
			"steps: [{ after: 1.json, change: { services: [{ name: s, taskDefinition: web }] } }]\n",
			'steps[0].change.services[0].taskDefinition: unknown task definition "web"',
		],
	])("%s", (more, message) => {
		expect(() => parse(more)).toThrow(BadInputError);
		expect(() => parse(more)).toThrow(message);
	});
});

describe("accepts a consistent description", () => {
	test.each([
		[
			"one image in two repositories",
			`repositories: [${["one", "two"].map((name) => `{ name: ${name}, images: [{ digest: "${digest}" }] }`)}]`,
		],
		[
			"a repository that a step changes",
			"repositories: [{ name: one }]\nsteps: [{ after: 1.json, change: { repositories: [{ name: one }] } }]",
		],
		[
			"services by family, revision and ARN",
			`taskDefinitions: [${web}, ${web}]\nservices:\n${["web", "web:2", webArn]
				.map((name, at) => `  - { name: s${at}, taskDefinition: "${name}" }\n`)
				.join("")}`,
		],
		[
			"a service of a task definition that a step registers",
			`steps: [{ after: 1.json, change: { taskDefinitions: [${web}], services: [{ name: s, taskDefinition: "web:1" }] } }]`,
		],
		["a service without a definition", "services: [{ name: s }]"],
	])("%s", (_, more) => {
		expect(() => parse(more)).not.toThrow();
	});
});
