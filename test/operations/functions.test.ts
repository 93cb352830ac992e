import {
	GetFunctionConcurrencyCommand,
	GetFunctionConfigurationCommand,
	LambdaClient,
	ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkFunction } from "../../operations/doctor/functions.ts";
import { type InstalledFunction, queueArnOf } from "../../operations/installation.ts";
import { anInstallation } from "../support/installation.ts";

const [scanned] = anInstallation.functions as [InstalledFunction];

function check(State: string) {
	const lambda = mockClient(LambdaClient);
	lambda.on(GetFunctionConfigurationCommand).resolves({ FunctionName: scanned.name, Role: "role" });
	lambda.on(GetFunctionConcurrencyCommand).resolves({});
	const EventSourceArn = queueArnOf(anInstallation, scanned.queue ?? "");
	const EventSourceMappings = [{ UUID: "mapping", EventSourceArn, State }];
	lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings });
	return checkFunction(new LambdaClient({}), anInstallation, scanned, null);
}

test.each(["Enabled", "Enabling", "Updating", "Creating"])("a mapping that is %s is ok", async (state) => {
	expect((await check(state)).status).toBe("ok");
});

test("a mapping that is Disabled is enabled by a command", async () => {
	const { status, fix } = await check("Disabled");
	expect([status, fix]).toEqual([
		"problem",
		["aws lambda update-event-source-mapping --uuid mapping --enabled --region eu-central-1"],
	]);
});

test.each(["Disabling", "Deleting"])(
	"a mapping that is %s has no command, because Lambda would refuse it",
	async (state) => {
		const { status, message, fix } = await check(state);
		expect([status, fix]).toEqual(["problem", []]);
		expect(message).toMatch(new RegExp(`is ${state}\\); wait until Lambda has finished that, and run doctor again$`));
	},
);
