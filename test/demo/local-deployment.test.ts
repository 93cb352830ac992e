import { expect, test } from "@jest/globals";
import { accountSchema } from "../../demo/account-schema.ts";
import { slackWindowFor } from "../../demo/local-deployment.ts";

const accountWith = (repositories: number, taskDefinitions: number) =>
	accountSchema.parse({
		account: "111122223333",
		region: "eu-west-1",
		repositories: Array.from({ length: repositories }, (_, number) => ({ name: `app-${number}` })),
		taskDefinitions: Array.from({ length: taskDefinitions }, (_, number) => ({
			family: `app-${number}`,
			containerDefinitions: [{ name: "app", image: "app" }],
		})),
	});

test.each([
	["collects changes for Slack for two seconds in a small account", 60, 40, { slackWindowSeconds: 2 }],
	["collects changes for Slack as a real deployment does in a large account", 60, 41, {}],
])("a local run %s", (_, repositories, taskDefinitions, window) => {
	expect(slackWindowFor(accountWith(repositories, taskDefinitions))).toEqual(window);
});
