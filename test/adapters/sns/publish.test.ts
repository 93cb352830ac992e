import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { publish } from "../../../adapters/sns/publish.ts";
import type { SnsMessage } from "../../../adapters/sns/sns-message.ts";
import type { Destination } from "../../../core/destination.ts";
import { PermanentRejectionError, TryLaterError, UnconfirmedError } from "../../../core/errors.ts";
import { awsError, networkError, unparsable } from "../../support/aws-errors.ts";

const topic = "arn:aws:sns:eu-west-1:111122223333:alerts";
const message: SnsMessage = {
	subject: "Shipshape: HIGH",
	message: { default: "{}", email: "text", http: "{}", https: "{}", sms: "s" },
	attributes: { kind: "change", severity: "HIGH", account: "111122223333", region: "eu-west-1" },
};

const sns = mockClient(SNSClient);
beforeEach(() => {
	sns.reset();
	sns.on(PublishCommand).resolves({ MessageId: "m" });
});
const publishTo = (destination: Destination = {}) =>
	publish(new SNSClient({ region: "eu-west-1" }), topic, message, destination);

const failingWith = async (error: Error | string): Promise<unknown> => {
	sns.on(PublishCommand).rejects(error);
	const failure: unknown = await publishTo().catch((thrown: unknown) => thrown);
	expect(sns.calls()).toHaveLength(1);
	return failure;
};

test.each<[Destination, string]>([
	[{}, "default"],
	[{ minimumSeverity: "LOW" }, "default"],
	[{ channel: "#payments" }, "#payments"],
	[{ webhook: "payments" }, "payments"],
])("a message for %j is published with its forms, and its destination %s as an attribute", async (to, destination) => {
	expect(await publishTo(to)).toBe("published");
	const text = (StringValue: string) => ({ DataType: "String", StringValue });
	expect(sns.calls().map(({ args: [{ input }] }) => input)).toEqual([
		{
			TopicArn: topic,
			Subject: message.subject,
			MessageStructure: "json",
			Message: JSON.stringify(message.message),
			MessageAttributes: {
				...{ kind: text("change"), severity: text("HIGH"), account: text("111122223333"), region: text("eu-west-1") },
				destination: text(destination),
			},
		},
	]);
});

describe("a message that never will be published", () => {
	test.each([
		[
			"NotFound",
			"the topic arn:aws:sns:eu-west-1:111122223333:alerts does not exist; create it, or deploy with another",
		],
		["NotFoundException", "does not exist"],
		["AuthorizationError", "was denied (AuthorizationError): the function's role or the policy of the topic does not"],
		["AuthorizationErrorException", "the function's role or the policy of the topic does not allow it"],
		["KMSAccessDenied", "allow the function's role to use the key of the topic"],
		["KMSDisabledException", "allow the function's role to use the key of the topic"],
		["InvalidParameter", "SNS rejected the message: sns:Publish failed (InvalidParameter)"],
	])("with %s says what to do", async (name, text) => {
		const status = name.startsWith("Auth") ? 403 : 400;
		const failure = await failingWith(awsError(name, status));
		expect(failure).toBeInstanceOf(PermanentRejectionError);
		expect((failure as Error).message).toContain(text);
	});
});

describe("a message that was not published, and may be later", () => {
	test.each<[string, Error]>([
		["while SNS throttles", awsError("ThrottledException", 429)],
		["while the key of the topic is throttled", awsError("KMSThrottlingException", 400)],
		["while SNS fails", awsError("InternalError", 500)],
		["without a connection", networkError("ECONNREFUSED")],
		["while the name of SNS cannot be resolved", networkError("EAI_AGAIN")],
		[
			"if the connection is not made in time",
			Object.assign(new Error("the request socket did not establish a connection with the server within 1000 ms."), {
				name: "TimeoutError",
			}),
		],
	])("%s", async (_, error) => {
		const failure = await failingWith(error);
		expect(failure).toBeInstanceOf(TryLaterError);
		expect(failure).not.toBeInstanceOf(UnconfirmedError);
	});
});

describe("a message that may have been published", () => {
	test.each<[string, Error]>([
		["no answer in time", Object.assign(new Error("the request timed out"), { name: "TimeoutError" })],
		["a deadline", Object.assign(new Error("aborted"), { name: "AbortError" })],
		["a connection that breaks", networkError("ECONNRESET")],
		["an answer that cannot be read", unparsable()],
	])("%s", async (_, error) => {
		expect(await failingWith(error)).toBeInstanceOf(UnconfirmedError);
	});

	test("an answer without an id", async () => {
		sns.on(PublishCommand).resolves({});
		await expect(publishTo()).rejects.toThrow(UnconfirmedError);
		expect(sns.calls()).toHaveLength(1);
	});
});

test("an error of our own stays what it is", async () => {
	const error = new TypeError("x is not a function");
	expect(await failingWith(error)).toBe(error);
});
