import { expect, test } from "@jest/globals";
import { environment, required } from "../../core/environment.ts";

test("the variables have the names that the stack sets and the functions read", () => {
	expect(environment).toEqual({
		ledgerTable: "LEDGER_TABLE",
		queueUrl: "QUEUE_URL",
		familyQueueUrl: "FAMILY_QUEUE_URL",
		deploymentQueueUrl: "DEPLOYMENT_QUEUE_URL",
		refreshQueueUrl: "REFRESH_QUEUE_URL",
		recheckQueueUrl: "RECHECK_QUEUE_URL",
		sweepQueueUrl: "SWEEP_QUEUE_URL",
		offSwitchParameter: "OFF_SWITCH_PARAMETER",
		replaySource: "REPLAY_SOURCE",
		replayCanBlock: "REPLAY_CAN_BLOCK",
		gateFunctionArn: "GATE_FUNCTION_ARN",
		deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
		deadLetterQueueUrls: "DEAD_LETTER_QUEUE_URLS",
		slackSecretArn: "SLACK_SECRET_ARN",
		notificationTopicArn: "NOTIFICATION_TOPIC_ARN",
		slackOrigin: "SLACK_ORIGIN",
		govSlack: "GOV_SLACK",
	});
});

test("required returns the value of a variable", () => {
	expect(required("LEDGER_TABLE", { LEDGER_TABLE: "ledger", QUEUE_URL: "" })).toBe("ledger");
});

test.each([[{}], [{ LEDGER_TABLE: "" }], [{ LEDGER_TABLE: undefined }]])(
	"required throws if the variable is missing or empty: %j",
	(from) => {
		expect(() => required("LEDGER_TABLE", from)).toThrow("environment variable LEDGER_TABLE is missing or empty");
	},
);
