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
const policyOff = "block: { gate: false }";
const useThose = "use the credentials of its account";
const orCorrect = "if that is meant, or correct the image";

describe("an image that the gate cannot read ends with 2 and one line, whatever the policy says", () => {
	const write = `write one such as ${registryHost}/payments:1.0`;
	const notInEcr = `is not in a private ECR registry, and the gate reads no other; ${write}`;
	const notReference = `is not an image reference; ${write}`;
	const named = "lower-case letters and digits, with one of . _ - / between them";
	const notName = `is in ECR, but its repository name is not valid: ${named}; ${write}`;
	const notTag = `is in ECR, but its tag is not valid: up to 128 letters, digits and _ . -, and neither . nor - first; ${write}`;
	const notFilled = (hole: string): string => `is not an image reference: ${hole} is not filled in; ${write}`;
	const at = `${registryHost}/payments`;
	test.each<[string, string, string]>([
		["without a registry", "payments:1.4.2", notInEcr],
		["with an empty registry", "/payments:1.4.2", notInEcr],
		["as a URL", "http://x/y", notInEcr],
		["of a host that only begins like one of ECR", `${registryHost}.evil/payments:1`, notInEcr],
		["of a host without a Region", "111122223333.dkr.ecr.here.amazonaws.com/payments:1", notInEcr],
		["of Docker Hub", "nginx", notInEcr],
		["of Docker Hub with a capital letter", "Nginx:foo", notInEcr],
		["of the public ECR registry", "public.ecr.aws/xray/aws-xray-daemon:3.x", notInEcr],
		["with a capital letter in its repository", `${registryHost}/Payments:1`, notName],
		["with two slashes", `${registryHost}//payments:1`, notName],
		["with a tag that begins with a period", `${at}:.1`, notTag],
		["with a space", "a b", notReference],
		["with a digest that is none", `${at}@sha256:12`, notReference],
		["with a placeholder for the digest", `${at}@<DIGEST>`, notFilled("<DIGEST>")],
		["with a placeholder for the tag", `${at}:\${TAG}`, notFilled("${TAG}")],
		["with a placeholder for all of it", "$IMAGE", notFilled("$IMAGE")],
		["with nothing in it", "", "--image needs a value; write it after the option"],
	])("%s, also if the policy turns the gate off", async (_name, image, error) => {
		for (const policy of [...policies, policyOff]) {
			const { ecr } = mockRegistry();
			const { status, printed, errors } = await gate("--strict", "--policy", fileWith(policy), "--image", image);
			expect([status, printed, errors]).toEqual([2, "", [expect.stringContaining(error)]]);
			expect(ecr.commandCalls(DescribeRegistryCommand)).toEqual([]);
		}
	});

	test.each<[string, string, string]>([
		[
			"of another Region",
			otherRegion,
			`is in Region us-east-1, not eu-central-1: write --region us-east-1 ${orCorrect}`,
		],
		[
			"of a mistyped Region",
			"111122223333.dkr.ecr.eu-cental-1.amazonaws.com/payments:1",
			`is in Region eu-cental-1, not eu-central-1: write --region eu-cental-1 ${orCorrect}`,
		],
		["of another account", otherAccount, `is in account 444455556666, not 111122223333: ${useThose} ${orCorrect}`],
		[
			"of another account and Region",
			"444455556666.dkr.ecr.us-east-1.amazonaws.com/payments:1",
			`is in account 444455556666, not 111122223333: ${useThose} and --region us-east-1 ${orCorrect}`,
		],
		[
			"of another partition",
			"111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/payments:1",
			`is in the partition aws-cn, not aws: ${useThose} and --region cn-north-1 ${orCorrect}`,
		],
	])("%s", async (_name, image, error) => {
		for (const policy of policies) {
			mockRegistry();
			const { status, printed, errors } = await gate("--strict", "--policy", fileWith(policy), "--image", image);
			expect([status, printed, errors]).toEqual([2, "", [`shipshape: ${image} ${error}`]]);
		}
	});

	test("beside one that it can read, and before it reads that", async () => {
		const { ecr } = mockRegistry();
		const { status, errors } = await gate("--image", own, "--image", otherRegion);
		expect([status, errors]).toEqual([
			2,
			[`shipshape: ${otherRegion} is in Region us-east-1, not eu-central-1: write --region us-east-1 ${orCorrect}`],
		]);
		expect(ecr.commandCalls(DescribeImageScanFindingsCommand)).toEqual([]);
	});

	test("with an escape sequence, which is not printed", async () => {
		mockRegistry();
		const { status, errors } = await gate("--image", `${registryHost}/pay\u001b[31mments:1.0`);
		expect(status).toBe(2);
		expect(errors).toEqual([expect.stringContaining(`ments:1.0 ${notName}`)]);
		expect(errors.join("")).not.toContain("\u001b");
	});
});

describe("an image that a task definition names and that is not read", () => {
	const [container] = definition().containerDefinitions;
	const running = (...images: readonly string[]): string =>
		fileWith(
			definition({ containerDefinitions: images.map((image, at) => ({ ...container, name: `c${at}`, image })) }),
		);
	const notRead = (image: string, credentials: string): string =>
		`${image} was not read: only the registry of account 111122223333 in ${region} is; ` +
		`to have it judged, run shipshape gate --image with ${credentials} ${orCorrect}`;
	const ofRegion = notRead(otherRegion, "--region us-east-1");
	const ofAccount = notRead(otherAccount, "the credentials of account 444455556666");

	test.each<[string, string, number]>([
		["is named if it is in ECR elsewhere, and onOtherRegistry allows it", "{}", 0],
		["is named if it is in ECR elsewhere, and onOtherRegistry blocks it", "block: { onOtherRegistry: block }", 1],
	])("%s", async (_name, policy, expected) => {
		mockRegistry();
		const file = running(own, otherRegion, "nginx", otherAccount);
		for (const format of ["text", "json", "junit"]) {
			const args = ["--strict", "--policy", fileWith(policy), "--task-definition", file, "--format", format];
			const { status, errors } = await gate(...args);
			expect(status).toBe(expected);
			expect(errors.slice(0, 2)).toEqual([`shipshape: ${file}: ${ofRegion}`, `shipshape: ${file}: ${ofAccount}`]);
		}
	});

	test("is named with what is wrong in its name if ECR cannot have it", async () => {
		mockRegistry();
		const images = [
			"444455556666.dkr.ecr.us-east-1.amazonaws.com/Payments:1",
			"444455556666.dkr.ecr.us-east-1.amazonaws.com/payments:-1",
			"444455556666.dkr.ecr.us-east-1.amazonaws.com/payments@<DIGEST>",
		];
		const { errors } = await gate("--task-definition", running(...images));
		expect(errors).toEqual([
			expect.stringContaining(`${images[0]} was not read: its repository name is not valid: lower-case letters`),
			expect.stringContaining(`${images[1]} was not read: its tag is not valid: up to 128 letters`),
			expect.stringContaining(`${images[2]} was not read: <DIGEST> is not filled in`),
		]);
	});

	test("is in the JSON report, wherever it is", async () => {
		mockRegistry();
		const images = [own, otherRegion, "nginx", "nginx", "public.ecr.aws/xray/aws-xray-daemon:3.x", "a b"];
		const { printed } = await gate("--task-definition", running(...images), "--format", "json");
		const { subjects } = JSON.parse(printed) as GateReport;
		expect(subjects).toMatchObject([
			{ decision: "allowed", images: [{ repository: "payments" }], imagesNotRead: [otherRegion, ...images.slice(3)] },
		]);
	});

	test("is not named where the policy turns the gate off", async () => {
		mockRegistry();
		const policy = fileWith("scopes: [{ match: { family: web }, block: { gate: false } }]");
		const { errors } = await gate("--policy", policy, "--task-definition", running(otherRegion));
		expect(errors).toEqual([]);
	});
});
