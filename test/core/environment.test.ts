import { expect, test } from "@jest/globals";
import { environment, required } from "../../core/environment.ts";

test("the names of the variables are those that stack and functions agree on", () => {
	expect(environment).toEqual({
		ledgerTable: "LEDGER_TABLE",
		queueUrl: "QUEUE_URL",
		replaySource: "REPLAY_SOURCE",
		deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
		slackSecretArn: "SLACK_SECRET_ARN",
		slackOrigin: "SLACK_ORIGIN",
	});
});

test("a variable that is there is read", () => {
	expect(required("LEDGER_TABLE", { LEDGER_TABLE: "ledger", QUEUE_URL: "" })).toBe("ledger");
});

test.each([[{}], [{ LEDGER_TABLE: "" }], [{ LEDGER_TABLE: undefined }]])(
	"a variable that must be there is missed in %j",
	(from) => {
		expect(() => required("LEDGER_TABLE", from)).toThrow("environment variable LEDGER_TABLE is missing or empty");
	},
);
