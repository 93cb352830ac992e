import { afterEach, describe } from "@jest/globals";
import { type SlackWebApiDouble, slackWebApiDouble } from "../../demo/doubles/slack-web-api.ts";
import { webApiContract } from "./slack-web-api.ts";

describe("the double of Slack's Web API", () => {
	const open: SlackWebApiDouble[] = [];
	afterEach(async () => {
		await Promise.all(open.splice(0).map((one) => one.close()));
	});

	webApiContract(async () => {
		const double = await slackWebApiDouble((error) => {
			throw error;
		});
		open.push(double);
		return double;
	});
});
