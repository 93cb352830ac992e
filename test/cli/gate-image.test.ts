import { DescribeImageScanFindingsCommand, DescribeRegistryCommand } from "@aws-sdk/client-ecr";
import { describe, expect, test } from "@jest/globals";
import type { GateReport } from "../../cli/verdicts.d.ts";
import { definition, mockRegistry, region, registryHost } from "../support/gated-registry.ts";
import { temporaryFiles } from "../support/temporary-files.ts";
import { runCli } from "../support/terminal.ts";

const { folder, fileWith } = temporaryFiles("gate-image");
const gate = (...args: readonly string[]) =>
	runCli(["gate", "--wait", "0", ...args], { environment: { AWS_REGION: region }, folder });
const own = `${registryHost}/payments:1.0`;
const otherRegion = "111122223333.dkr.ecr.us-east-1.amazonaws.com/payments:1.4.2";
const otherAccount = `444455556666.dkr.ecr.${region}.amazonaws.com/payments:1.4.2`;
const policies = ["{}", "block: { onOtherRegistry: block }", "mode: audit"];

describe("an image that the gate cannot read ends with 2 and one line, whatever the policy says", () => {
	const write = `write one such as ${registryHost}/payments:1.0`;
	const notInEcr = `is not in a private ECR registry, and the gate reads no other; ${write}`;
	const notReference = `is not an image reference; ${write}`;
	test.each<[string, string, string, boolean]>([
		["of another Region", otherRegion, "is not in eu-central-1; write --region us-east-1", true],
		[
			"of another account",
			otherAccount,
			"is not in the account of the credentials, 111122223333; use those of its account",
			true,
		],
		[
			"of another account and Region",
			"444455556666.dkr.ecr.us-east-1.amazonaws.com/payments:1",
			"is not in the account of the credentials, 111122223333; use those of its account, and write --region us-east-1",
			true,
		],
		[
			"of another partition",
			"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/payments:1",
			"is in the partition aws-cn, and the credentials are for aws; use those of its account",
			true,
		],
		["without a registry", "payments:1.4.2", notInEcr, false],
		["with an empty registry", "/payments:1.4.2", notInEcr, false],
		["as a URL", "http://x/y", notInEcr, false],
		["of a host that only begins like one of ECR", `${registryHost}.evil/payments:1`, notInEcr, false],
		["of Docker Hub", "nginx", notInEcr, false],
		["with a capital letter", "Nginx:foo", notInEcr, false],
		["of the public ECR registry", "public.ecr.aws/xray/aws-xray-daemon:3.x", notInEcr, false],
		["with a space", "a b", notReference, false],
		["with nothing in it", "", "--image needs a value; write it after the option", false],
	])("%s", async (_name, image, error, isAsked) => {
		for (const policy of policies) {
			const { ecr } = mockRegistry();
			const { status, printed, errors } = await gate("--strict", "--policy", fileWith(policy), "--image", image);
			expect([status, printed, errors]).toEqual([2, "", [expect.stringContaining(error)]]);
			expect(ecr.commandCalls(DescribeRegistryCommand)).toHaveLength(isAsked ? 1 : 0);
		}
	});

	test("beside one that it can read, and before it reads that", async () => {
		const { ecr } = mockRegistry();
		const { status, errors } = await gate("--image", own, "--image", otherRegion);
		expect([status, errors]).toEqual([
			2,
			[`shipshape: ${otherRegion} is not in eu-central-1; write --region us-east-1`],
		]);
		expect(ecr.commandCalls(DescribeImageScanFindingsCommand)).toEqual([]);
	});

	test("with an escape sequence, which is not printed", async () => {
		mockRegistry();
		const { status, errors } = await gate("--image", `${registryHost}/pay\u001b[31mments:1.0`);
		expect(status).toBe(2);
		expect(errors).toEqual([expect.stringContaining(`ments:1.0 ${notInEcr}`)]);
		expect(errors.join("")).not.toContain("\u001b");
	});
});

describe("an image in ECR of another account or Region that a task definition names", () => {
	const [container] = definition().containerDefinitions;
	const running = (...images: readonly string[]): string =>
		fileWith(
			definition({ containerDefinitions: images.map((image, at) => ({ ...container, name: `c${at}`, image })) }),
		);
	const only = `only the registry of account 111122223333 in ${region} is`;
	const ofRegion = `${otherRegion} was not read: ${only}; to have it judged, run shipshape gate --image with --region us-east-1`;
	const ofAccount = `${otherAccount} was not read: ${only}; to have it judged, run shipshape gate --image with the credentials of account 444455556666`;

	test.each<[string, string, number]>([
		["is named as not read, and onOtherRegistry allows it", "{}", 0],
		["is named as not read, and onOtherRegistry blocks it", "block: { onOtherRegistry: block }", 1],
	])("%s", async (_name, policy, expected) => {
		mockRegistry();
		const file = running(own, otherRegion, "nginx", otherAccount);
		for (const format of ["text", "json", "junit"]) {
			const result = await gate(
				"--strict",
				"--policy",
				fileWith(policy),
				"--task-definition",
				file,
				"--format",
				format,
			);
			expect(result.status).toBe(expected);
			expect(result.errors.slice(0, 2)).toEqual([
				`shipshape: ${file}: ${ofRegion}`,
				`shipshape: ${file}: ${ofAccount}`,
			]);
		}
	});

	test("is in the JSON report", async () => {
		mockRegistry();
		const { printed } = await gate("--task-definition", running(own, otherRegion, "nginx"), "--format", "json");
		const { subjects } = JSON.parse(printed) as GateReport;
		expect(subjects).toMatchObject([
			{ decision: "allowed", images: [{ repository: "payments" }], imagesNotRead: [otherRegion] },
		]);
	});

	test("is not named where the policy turns the gate off", async () => {
		mockRegistry();
		const policy = fileWith("scopes: [{ match: { family: web }, block: { gate: false } }]");
		const { errors } = await gate("--policy", policy, "--task-definition", running(otherRegion));
		expect(errors).toEqual([]);
	});
});
