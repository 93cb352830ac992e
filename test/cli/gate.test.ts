import { DescribeImagesCommand, DescribeRegistryCommand } from "@aws-sdk/client-ecr";
import { DescribeTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { describe, expect, test } from "@jest/globals";
import type { GateReport } from "../../cli/verdicts.d.ts";
import { awsError } from "../support/aws-errors.ts";
import { clean, definition, mockRegistry, region, registryHost, vulnerable } from "../support/gated-registry.ts";
import { temporaryFiles } from "../support/temporary-files.ts";
import { runCli } from "../support/terminal.ts";

const { folder, fileWith } = temporaryFiles("gate");

const start = (...args: readonly string[]) =>
	runCli(["gate", "--wait", "0", ...args], { environment: { AWS_REGION: region }, folder });
const withPolicy = (policy: string, ...args: readonly string[]) => start("--policy", fileWith(policy), ...args);

const image = `${registryHost}/payments:1.0`;
const other = `${registryHost}/payments@${vulnerable}`;
const arn = `arn:aws:ecr:${region}:111122223333:repository/payments`;
const [container] = definition().containerDefinitions;
const writable = definition({ containerDefinitions: [{ ...container, readonlyRootFilesystem: false }] });

describe("gate", () => {
	test("ends with 0 and says so if nothing blocks, with the digest that it judged", async () => {
		mockRegistry();
		expect(await start("--image", image)).toEqual({
			status: 0,
			printed: `${image}\n  ${arn}/${clean}\n\nnot blocked\n`,
			errors: [],
		});
	});

	test("ends with 1 and says what is wrong, where, and how to fix it, the worst first", async () => {
		mockRegistry();
		const file = fileWith(writable);
		const { status, printed, errors } = await start("--task-definition", file, "--image", other);
		expect([status, errors]).toEqual([1, []]);
		const lines = printed.trimEnd().split("\n");
		expect(lines.slice(0, 5)).toEqual([file, `  runs payments@${clean}`, other, `  ${arn}/${vulnerable}`, ""]);
		const titles = lines.filter((line) => /^[A-Z]+ {2}/.test(line));
		expect(titles).toEqual([
			`CRITICAL  image/vulnerabilities  ${other}`,
			expect.stringMatching(`^[A-Z]+ {2}task-definition/read-only-root {2}container app {2}${file}:1:\\d+$`),
		]);
		expect(printed).toContain("    → For CVE-2026-0000 the scanner names no fixed version");
		expect(lines.at(-1)).toBe("blocked: image/vulnerabilities, task-definition/read-only-root");
	});

	test.each([
		["a revision", "web:7"],
		["a family", "web"],
		["an ARN", `arn:aws:ecs:${region}:111122223333:task-definition/web:7`],
	])("reads %s from ECS", async (_, given) => {
		mockRegistry({ tagged: [vulnerable] });
		const { status, printed } = await start("--task-definition", given, "--format", "json");
		const { subjects } = JSON.parse(printed) as GateReport;
		expect(status).toBe(1);
		expect(subjects).toMatchObject([
			{
				given,
				kind: "task-definition",
				arn: `arn:aws:ecs:${region}:111122223333:task-definition/web:7`,
				images: [{ repository: "payments", digest: vulnerable }],
			},
		]);
	});

	test("reads a task definition from standard input, and several from one file", async () => {
		mockRegistry();
		const piped = { environment: { AWS_REGION: region }, stdin: JSON.stringify(writable) };
		expect((await runCli(["gate", "--task-definition", "-"], piped)).status).toBe(1);
		const path = fileWith([definition(), { ...writable, family: "batch" }]);
		const { printed } = await start("--task-definition", path, "--format", "json");
		const { subjects } = JSON.parse(printed) as GateReport;
		expect(subjects.map(({ given, decision }) => [given, decision])).toEqual([
			[`${path}#web`, "allowed"],
			[`${path}#batch`, "blocked"],
		]);
	});
});

describe("the policy of the gate", () => {
	test.each<[string, string, readonly string[], number, string]>([
		["mode audit does not turn it off", "mode: audit", ["--image", other], 1, "blocked: image/vulnerabilities"],
		[
			"block.gate: false does",
			"block: { gate: false }",
			["--image", other],
			0,
			"not blocked: the policy turns the gate off",
		],
		["block.gate: false is no answer for --strict", "block: { gate: false }", ["--strict", "--image", other], 3, "off"],
		[
			"a scope may turn the gate on where the policy turns it off",
			"{ block: { gate: false }, scopes: [{ match: { repository: pay* }, block: { gate: true } }] }",
			["--image", other],
			1,
			"blocked: image/vulnerabilities",
		],
		[
			"a protected family is reported",
			"block: { protected: [we*] }",
			["--task-definition", fileWith(writable)],
			0,
			"would be blocked, but the policy protects this family (block.protected)",
		],
		["protected families are no images", "block: { protected: ['*'] }", ["--image", other], 1, "blocked: "],
		[
			"a scope for the family applies to a file",
			"scopes: [{ match: { family: web, region: eu-* }, controls: { task-definition/read-only-root: { blocking: false } } }]",
			["--task-definition", fileWith(writable)],
			0,
			"not blocking: 1 failure (task-definition/read-only-root)",
		],
		[
			"a waiver for the image applies to what runs it",
			"waivers: [{ control: image/vulnerabilities, resource: image/payments@*, reason: r, owner: o, expires: 2999-01-01 }]",
			[
				"--image",
				other,
				"--task-definition",
				fileWith(definition({ containerDefinitions: [{ ...container, image: other }] })),
			],
			0,
			"not blocked",
		],
		[
			"an image does not block if it would not in a task definition",
			"controls: { task-definition/image-vulnerabilities: { enabled: false } }",
			["--image", other],
			0,
			"not blocking: 1 failure (image/vulnerabilities)",
		],
		[
			"unless the policy says so for the image",
			"controls: { task-definition/image-vulnerabilities: { enabled: false }, image/vulnerabilities: { blocking: true } }",
			["--image", other],
			1,
			"blocked: image/vulnerabilities",
		],
	])("%s", async (_name, policy, args, status, text) => {
		mockRegistry();
		const result = await withPolicy(policy, ...args);
		expect([result.status, result.printed, result.errors]).toEqual([status, expect.stringContaining(text), []]);
	});
});

describe("bad input ends with 2 and one line", () => {
	const at = `${registryHost}/payments`;
	const there = "arn:aws:ecs:us-east-1:111122223333:task-definition/web";
	const foreign = `arn:aws:ecs:${region}:444455556666:task-definition/web`;
	const pushFirst = "push the image first, or pull it once if a pull-through cache provides it";
	test.each<[string, readonly string[], string]>([
		["nothing to judge", [], "gate takes no argument; write --task-definition FILE or --image REF"],
		["an argument", ["web.json"], "gate takes no argument; write --task-definition FILE or --image REF"],
		[
			"a time",
			["--image", image, "--wait", "10"],
			'--wait does not accept "10"; write a time up to 24h, such as 30s, 10m or 1h, or 0',
		],
		[
			"a Region",
			["--image", image, "--region", "here"],
			'--region does not accept "here"; write a Region, such as eu-central-1',
		],
		[
			"a reference",
			["--image", "a b"],
			`a b is not an image reference; write one such as ${registryHost}/payments:1.0`,
		],
		[
			"a family",
			["--task-definition", "web:latest"],
			"web:latest is not a task definition; write a file, an ARN, FAMILY or FAMILY:REVISION",
		],
		[
			"another Region",
			["--task-definition", there],
			`${there} is in Region us-east-1, not eu-central-1: write --region us-east-1 if that is meant, or correct the ARN`,
		],
		[
			"another account",
			["--task-definition", foreign],
			`${foreign} is in account 444455556666, not 111122223333: use the credentials of its account if that is meant, or correct the ARN`,
		],
		[
			"a Region that is none",
			["--task-definition", "arn:aws:ecs:here:111122223333:task-definition/web"],
			"arn:aws:ecs:here:111122223333:task-definition/web is not a task definition; write a file, an ARN, FAMILY or FAMILY:REVISION",
		],
		["a file that does not exist", ["--task-definition", "./no.json"], "no.json: no such file; name one that exists"],
		[
			"a tag that does not exist",
			["--image", `${at}:2.0`],
			`${at}:2.0: account 111122223333 has no repository payments with the tag 2.0 in ${region}; ${pushFirst}`,
		],
	])("%s", async (_name, args, error) => {
		mockRegistry();
		const { status, errors } = await start(...args);
		expect([status, errors]).toEqual([2, [`shipshape: ${error}`]]);
	});

	const signIn =
		"sign in with aws sso login, or set AWS_PROFILE to a profile with credentials, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
	test.each([
		["CredentialsProviderError", `no AWS credentials were found (CredentialsProviderError); ${signIn}`],
		["ExpiredTokenException", `the AWS credentials have expired (ExpiredTokenException); ${signIn}`],
		["AccessDeniedException", "ecr:DescribeRegistry was denied (AccessDeniedException)"],
		["ThrottlingException", "ecr:DescribeRegistry did not respond (ThrottlingException)"],
	])("%s", async (name, error) => {
		mockRegistry().ecr.on(DescribeRegistryCommand).rejects(awsError(name));
		const { status, errors } = await start("--image", image);
		expect([status, errors]).toEqual([2, [`shipshape: ${error}`]]);
	});

	test("a denied image or family, also beside one that is blocked", async () => {
		const { ecr, ecs } = mockRegistry();
		ecr.on(DescribeImagesCommand, { imageIds: [{ imageTag: "1.0" }] }).rejects(awsError("AccessDeniedException"));
		ecs.on(DescribeTaskDefinitionCommand).rejects(awsError("AccessDeniedException"));
		const { status, printed, errors } = await start("--image", image, "--image", other, "--task-definition", "web");
		expect(status).toBe(2);
		expect(printed).toContain("blocked: image/vulnerabilities");
		expect(errors).toEqual([
			"shipshape: web: ecs:DescribeTaskDefinition was denied (AccessDeniedException)",
			`shipshape: ${image}: ecr:DescribeImages was denied (AccessDeniedException)`,
		]);
	});
});
