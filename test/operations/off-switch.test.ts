import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { checkOffSwitch } from "../../operations/doctor/off-switch.ts";
import { awsError } from "../support/aws-errors.ts";
import { anInstallation } from "../support/installation.ts";

const name = "/shipshape/Shipshape/enforcement";
const put = `aws ssm put-parameter --name ${name} --value policy`;
const region = "--region eu-central-1";
const changed = new Date("2026-11-29T03:10:00Z");

function check(Value: string | Error) {
	const ssm = mockClient(SSMClient);
	if (Value instanceof Error) ssm.on(GetParameterCommand, { Name: name }).rejects(Value);
	else ssm.on(GetParameterCommand, { Name: name }).resolves({ Parameter: { Value, LastModifiedDate: changed } });
	return checkOffSwitch(new SSMClient({}), anInstallation);
}

describe("doctor about the off switch", () => {
	test.each(["policy", " policy\n"])("is content with %j", async (value) => {
		expect(await check(value)).toMatchObject({ status: "ok", fix: [] });
	});

	test("reports that nothing is blocked, since when, and how to change that", async () => {
		expect(await check("audit")).toEqual({
			status: "problem",
			message: `the off switch (parameter ${name}) is audit since 2026-11-29T03:10:00.000Z, so nothing is blocked`,
			fix: [`${put} --overwrite ${region}`],
		});
	});

	test.each(["Policy", "enforce", "off"])("reports the unknown value %j", async (value) => {
		expect(await check(value)).toEqual({
			status: "problem",
			message: expect.stringContaining(
				`is "${value}" since 2026-11-29T03:10:00.000Z, which is neither policy nor audit`,
			),
			fix: [`${put} --overwrite ${region}`],
		});
	});

	test("reports a parameter that was deleted, and how to create it", async () => {
		expect(await check(awsError("ParameterNotFound"))).toEqual({
			status: "problem",
			message: expect.stringContaining("no longer exists, so the policy's block.onUnknown decides"),
			fix: [`${put} --type String ${region}`],
		});
	});
});
