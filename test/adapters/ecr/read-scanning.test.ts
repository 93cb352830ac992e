import {
	BatchGetRepositoryScanningConfigurationCommand,
	ECRClient,
	GetRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { readScanning } from "../../../adapters/ecr/read-scanning.ts";
import { awsError } from "../../support/aws-errors.ts";

const ecr = mockClient(ECRClient);
beforeEach(() => {
	ecr.reset();
});

const repositoryIs = (scanOnPush: boolean, scanFrequency?: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN" | "MANUAL") =>
	ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves({
		scanningConfigurations: [
			{ repositoryName: "payments", scanOnPush, ...(scanFrequency === undefined ? {} : { scanFrequency }) },
		],
	});
const registryIs = (scanType?: "BASIC" | "ENHANCED") =>
	ecr.on(GetRegistryScanningConfigurationCommand).resolves({
		registryId: "111122223333",
		...(scanType === undefined ? {} : { scanningConfiguration: { scanType, rules: [] } }),
	});
const read = () => readScanning(new ECRClient({}), "payments");
const timesAsked = () => ecr.commandCalls(GetRegistryScanningConfigurationCommand).length;

describe("the registry's scan type is read only if the repository's own flag decides", () => {
	test.each([
		["a rule covers it", true, "SCAN_ON_PUSH"],
		["a rule watches it", true, "CONTINUOUS_SCAN"],
		["its flag is off", false, "MANUAL"],
	] as const)("not if %s", async (_, scanOnPush, scanFrequency) => {
		repositoryIs(scanOnPush, scanFrequency);
		expect(await read()).toEqual({ value: { scanOnPush, scanFrequency, appliedFilters: [] } });
		expect(timesAsked()).toBe(0);
	});

	test.each([
		["BASIC", "BASIC"],
		["ENHANCED", "ENHANCED"],
		[undefined, "BASIC"],
	] as const)("a registry of type %s: %s", async (given, scanType) => {
		registryIs(given);
		repositoryIs(true, "MANUAL");
		const manual = { scanOnPush: true, scanFrequency: "MANUAL", appliedFilters: [], scanType };
		expect(await read()).toEqual({ value: manual });
		repositoryIs(true);
		expect(await read()).toEqual({ value: { ...manual, scanFrequency: null } });
	});

	test("a registry without a readable scan type is unread", async () => {
		repositoryIs(true, "MANUAL");
		ecr.on(GetRegistryScanningConfigurationCommand).rejects(awsError("AccessDeniedException"));
		expect(await read()).toEqual({ unread: expect.stringContaining("ecr:GetRegistryScanningConfiguration") });
	});
});
