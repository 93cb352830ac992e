import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createOffSwitchReader } from "../../../adapters/ssm/read-off-switch.ts";
import { awsError } from "../../support/aws-errors.ts";

const ssm = mockClient(SSMClient);
const client = new SSMClient({ region: "ap-northeast-1" });
const name = "/shipshape/Shipshape/enforcement";
let now: number;
const reader = () => createOffSwitchReader(client, name, () => now);
/** What AWS answers, one call after the other: the parameter's value, or an error. */
let answers: (string | undefined | Error)[];
const calls = () => ssm.commandCalls(GetParameterCommand).length;

beforeEach(() => {
	ssm.reset();
	now = 0;
	answers = [];
	ssm.on(GetParameterCommand, { Name: name }).callsFake(() => {
		const Value = answers.shift();
		if (Value instanceof Error) throw Value;
		return { Parameter: Value === undefined ? {} : { Value } };
	});
});

test.each(["policy", "audit"])("%s is read once and holds for 30 seconds", async (value) => {
	answers = [value, value === "policy" ? "audit" : "policy"];
	const { read } = reader();
	expect([await read(), await read()]).toEqual([{ value }, { value }]);
	now = 29_999;
	expect(await read()).toEqual({ value });
	expect(calls()).toBe(1);
	now = 30_000;
	expect(await read()).not.toEqual({ value });
	expect(calls()).toBe(2);
});

test("the 30 seconds begin before the parameter is read", async () => {
	ssm.on(GetParameterCommand).callsFake(() => {
		now += 4_000;
		return { Parameter: { Value: "policy" } };
	});
	const { read } = reader();
	await read();
	now = 30_000;
	await read();
	expect(calls()).toBe(2);
});

test("a line break behind the value does not count", async () => {
	answers = ["audit\n"];
	expect(await reader().read()).toEqual({ value: "audit" });
});

describe("what cannot be read is not cached, and no older value stands in for it", () => {
	test.each([
		["on", 'it is "on"; write policy or audit'],
		["AUDIT", 'it is "AUDIT"; write policy or audit'],
		["", 'it is ""; write policy or audit'],
		["x\u202e".repeat(300), `it is "${"x ".repeat(99)}x…"; write policy or audit`],
	])("the value %j", async (value, unread) => {
		answers = ["policy", value, "audit"];
		const { read } = reader();
		await read();
		now = 30_000;
		expect(await read()).toEqual({ unread });
		expect(await read()).toEqual({ value: "audit" });
	});

	test("a response without a value, three times", async () => {
		answers = [undefined, undefined, undefined, "audit"];
		const { read } = reader();
		expect(await read()).toEqual({ unread: "ssm:GetParameter returned an incomplete response" });
		expect(await read()).toEqual({ value: "audit" });
	});

	test.each([
		["AccessDeniedException", "ssm:GetParameter was denied (AccessDeniedException)"],
		["ParameterNotFound", "ssm:GetParameter failed (ParameterNotFound)"],
	])("%s", async (error, unread) => {
		answers = [awsError(error, 400), "audit"];
		const { read } = reader();
		expect(await read()).toEqual({ unread });
		expect(await read()).toEqual({ value: "audit" });
	});

	test.each([
		["ThrottlingException", 400],
		["InternalServerError", 500],
	])("%s, which may succeed later", async (error, status) => {
		answers = [awsError(error, status), "audit"];
		const { read } = reader();
		await expect(read()).rejects.toMatchObject({
			name: "TryLaterError",
			message: `ssm:GetParameter did not respond (${error})`,
		});
		expect(await read()).toEqual({ value: "audit" });
	});
});
