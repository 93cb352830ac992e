import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { environment } from "../../core/environment.ts";
import { endpoints, functions, hooks } from "../../functions/manifest.ts";
import { answerForSlack } from "../support/slack-network.ts";

const env = {
	AWS_REGION: "ap-northeast-1",
	LEDGER_TABLE: "ledger",
	REFRESH_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/refresh",
	SWEEP_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/sweep",
	RECHECK_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/pushes",
	DEPLOYMENT_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/deployments",
	QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/own",
	FAMILY_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/families",
	DEAD_LETTER_QUEUE_URL: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/dead",
	DEAD_LETTER_QUEUE_URLS: "https://sqs.ap-northeast-1.amazonaws.com/111122223333/dead",
	OFF_SWITCH_PARAMETER: "/shipshape/Shipshape/enforcement",
	SLACK_SECRET_ARN: "arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:shipshape/slack-webhook",
};
const before = process.env;
beforeEach(() => {
	process.env = { ...before, ...env };
});
afterEach(() => {
	process.env = before;
});

/** As a cold start does it. */
async function coldStart(
	name: string,
): Promise<{ handler: (event: { Records: unknown[] }, context: unknown) => Promise<unknown> }> {
	let loaded = {};
	await jest.isolateModulesAsync(async () => {
		loaded = await import(`../../functions/${name}/handler.ts`);
	});
	return loaded as Awaited<ReturnType<typeof coldStart>>;
}

describe("a function connects its ports at startup and names a missing variable", () => {
	test.each(hooks)("$name starts and answers what is no request", async ({ name }) => {
		jest.spyOn(process.stdout, "write").mockReturnValue(true);
		const { handler } = await coldStart(name);
		expect(await handler({ Records: [] }, { getRemainingTimeInMillis: () => 30_000 })).toMatchObject({
			hookStatus: expect.stringMatching(/^SUCCE(?:SS|EDED)$/),
		});
		jest.restoreAllMocks();
	});

	test.each(endpoints)("$name starts and rejects what is no request", async ({ name }) => {
		const { handler } = await coldStart(name);
		expect(await handler({ Records: [] }, {})).toEqual({ statusCode: 400, body: "" });
	});

	const ofQueues = functions.filter(({ name }) => ![...hooks, ...endpoints].some((one) => one.name === name));
	test.each(ofQueues)("$name starts and reports no failure for an empty batch", async ({ name }) => {
		const { handler } = await coldStart(name);
		expect(await handler({ Records: [] }, { getRemainingTimeInMillis: () => 60_000 })).toEqual({
			batchItemFailures: [],
		});
	});

	test.each(
		functions.flatMap((entry) =>
			entry.environment.map((variable) => ({ name: entry.name, missing: environment[variable] })),
		),
	)("$name does not start without $missing", async ({ name, missing }) => {
		process.env[missing] = "";
		await expect(coldStart(name)).rejects.toThrow(`environment variable ${missing} is missing or empty`);
	});
});

describe("the allowed origin of the webhook", () => {
	const message = { text: "hello", blocks: [] };
	const posted: string[] = [];
	beforeEach(() => {
		posted.length = 0;
		answerForSlack(({ origin }) => {
			posted.push(origin);
			return { status: 200, body: "ok" };
		});
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});

	/** Posts through a webhook of this origin, as the function that notifies Slack does. */
	async function postTo(origin: string): Promise<string> {
		mockClient(SecretsManagerClient).resolves({ SecretString: `${origin}/services/T/B/x` });
		const { slackPorts } = await import("../../functions/slack-ports.ts");
		return slackPorts().post(message, {}, []);
	}

	test.each([
		[undefined, "https://hooks.slack.com"],
		["", "https://hooks.slack.com"],
		["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
	])("with SLACK_ORIGIN=%s is %s", async (set, origin) => {
		if (set !== undefined) process.env["SLACK_ORIGIN"] = set;
		expect(await postTo(origin)).toBe("posted");
		await expect(postTo("https://hooks.example.com")).rejects.toThrow("does not belong to https://hooks.slack.com");
		const other = origin === "https://hooks.slack.com" ? "https://hooks.slack-gov.com" : "https://hooks.slack.com";
		await expect(postTo(other)).rejects.toThrow(`does not belong to ${origin}`);
		expect(posted).toEqual([origin]);
	});
});
