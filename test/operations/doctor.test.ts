import { SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { createOperatorClients } from "../../adapters/clients/operator.ts";
import { BadInputError } from "../../core/errors.ts";
import { examine } from "../../operations/doctor.ts";
import { findInstallation } from "../../operations/installation.ts";
import { commandPermissions } from "../../operations/permissions.ts";
import { anInstallation, failEveryCall, installStack, outputs, sizes } from "../support/installation.ts";

const checkAll = () => examine(createOperatorClients("eu-central-1"), anInstallation, "2026-11-29T12:00:00.000Z");

describe("doctor", () => {
	test("reports as unknown, with the action, what it may not read", async () => {
		failEveryCall("AccessDeniedException");
		const results = await checkAll();
		expect(results.filter(({ status }) => status !== "unknown")).toEqual([]);
		expect(results.filter(({ fix }) => fix.length > 0)).toEqual([]);
		const allowed = commandPermissions.doctor.map(({ action }) => action);
		for (const { message } of results) {
			const [action = ""] = message.split(" ");
			expect(message).toMatch(/^[a-z]+:[A-Za-z]+ was denied \(AccessDeniedException\)$/);
			expect(allowed).toContain(action);
		}
	});

	test("checks each rule, function and queue of the manifest", async () => {
		failEveryCall("AccessDeniedException");
		const results = await checkAll();
		const countOf = (name: string): number => results.filter(({ check }) => check === name).length;
		expect(countOf("rule")).toBe(sizes.rules);
		expect(countOf("function")).toBe(sizes.functions);
		expect(countOf("queue")).toBe(sizes.queues);
		expect(countOf("dead-letters")).toBe(sizes.deadLetters);
		expect(results.map(({ check }) => check)).toEqual(
			expect.arrayContaining([
				"trail",
				"security-hub",
				"scanning",
				"pull-times",
				"ledger",
				"sweep",
				"slack",
				"off-switch",
				"hooks",
			]),
		);
	});

	test("reports as unknown what is throttled", async () => {
		failEveryCall("ThrottlingException");
		const results = await checkAll();
		expect(results.filter(({ status }) => status !== "unknown")).toEqual([]);
	});

	test("throws what is not a failure of AWS", async () => {
		failEveryCall("AccessDeniedException");
		mockClient(SQSClient).rejects(new TypeError("a defect"));
		await expect(checkAll()).rejects.toThrow("a defect");
	});
});

describe("an installation", () => {
	test("is found by its stack", async () => {
		expect(await findInstallation(installStack(), "Shipshape")).toEqual(anInstallation);
	});

	test("is not found without a stack, and the message says what to do", async () => {
		const attempt = findInstallation(installStack(null), "Shipshape");
		await expect(attempt).rejects.toThrow(BadInputError);
		await expect(attempt).rejects.toThrow(
			/there is no stack Shipshape in Region eu-central-1 of this account; write its name with --stack, or set AWS_REGION/,
		);
	});

	test("is not found in a stack of something else", async () => {
		const { SweepHours: _, ...others } = outputs;
		await expect(findInstallation(installStack(others), "Other")).rejects.toThrow(
			"stack Other has no output SweepHours; write the name of a stack of Shipshape with --stack, or deploy this version",
		);
	});

	test("knows the six functions whose pulls ECR counts", () => {
		const pulling = anInstallation.functions.filter(({ pulls }) => pulls).map(({ construct }) => construct);
		expect(pulling).toEqual([
			"ImageScanned",
			"ImagePushed",
			"TaskDefinitionRegistered",
			"DeploymentStarted",
			"Sweep",
			"DeploymentGate",
		]);
	});
});
