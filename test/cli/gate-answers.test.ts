import { DescribeImagesCommand, DescribeRepositoriesCommand } from "@aws-sdk/client-ecr";
import { describe, expect, test } from "@jest/globals";
import { awsError } from "../support/aws-errors.ts";
import { definition, mockRegistry, region, registryHost } from "../support/gated-registry.ts";
import { temporaryFiles } from "../support/temporary-files.ts";
import { runCli } from "../support/terminal.ts";

const { folder, fileWith } = temporaryFiles("gate-answers");

const gate = (policy: string, ...args: readonly string[]) =>
	runCli(["gate", "--wait", "0", "--policy", fileWith(policy), ...args], {
		environment: { AWS_REGION: region },
		folder,
	});
const [container] = definition().containerDefinitions;
const running = (...images: readonly string[]): string =>
	fileWith(definition({ containerDefinitions: images.map((image, at) => ({ ...container, name: `c${at}`, image })) }));
const own = `${registryHost}/payments:1.0`;
const sidecar = "public.ecr.aws/xray/aws-xray-daemon:3.x";
const definedWithSidecar = ["--task-definition", running(own, sidecar)];
const taggedLater = fileWith(
	definition({
		containerDefinitions: [{ ...container, image: sidecar }],
		tags: "<TAGS>",
	}),
);
const service = ["--service", "production/payments"];

describe("an image of another registry", () => {
	test.each<[string, string, readonly string[], number, string]>([
		[
			"is unknown, by its name",
			"mode: enforce",
			definedWithSidecar,
			0,
			`${sidecar}, which could not be checked because its registry`,
		],
		[
			"is not decided about by onUnknown",
			"block: { onUnknown: block }",
			definedWithSidecar,
			0,
			"block.onUnknown: block, block.onOtherRegistry: allow",
		],
		["counts as answered for --strict, because the policy allows it", "{}", ["--strict", ...definedWithSidecar], 0, ""],
		[
			"is no answer for --strict where a scope may block it",
			"scopes: [{ match: { tag: { team: shop } }, block: { onOtherRegistry: block } }]",
			["--strict", "--task-definition", taggedLater],
			3,
			"block.onOtherRegistry: allow",
		],
		[
			"blocks if the policy says so, with the way to have it judged",
			"block: { onOtherRegistry: block }",
			definedWithSidecar,
			1,
			"→ Copy the image into this account's private ECR registry in this Region, or pull it through an ECR pull-through",
		],
	])("%s", async (_name, policy, args, status, text) => {
		mockRegistry();
		const result = await gate(policy, ...args);
		expect([result.status, result.errors]).toEqual([status, []]);
		expect(result.printed).toContain(text);
	});
});

describe("an image that its own registry does not have ends with 2", () => {
	const pushFirst = "push the image first, or pull it once if a pull-through cache provides it";
	test.each<[string, readonly string[], string]>([
		["by its tag", [`${registryHost}/payments:nope`], "its repository has no tag nope"],
		["by its repository", [`${registryHost}/nope:1.0`], "its repository does not exist"],
		["in audit mode too, because it cannot run", [`${registryHost}/payments:nope`], "its repository has no tag nope"],
		["beside images that exist", [own, sidecar, `${registryHost}/payments:nope`], "its repository has no tag nope"],
	])("%s", async (name, images, because) => {
		mockRegistry()
			.ecr.on(DescribeRepositoriesCommand, { repositoryNames: ["nope"] })
			.rejects(awsError("RepositoryNotFoundException"));
		const file = running(...images);
		const audit = name.includes("audit") ? service : [];
		const { status, errors } = await gate("mode: audit", "--task-definition", file, ...audit);
		expect([status, errors]).toEqual([
			2,
			[`shipshape: ${file}: ${images.at(-1)} does not exist: ${because}; ${pushFirst}`],
		]);
	});

	test("with all that are missing", async () => {
		mockRegistry();
		const { errors } = await gate(
			"{}",
			"--task-definition",
			running(`${registryHost}/payments:a`, `${registryHost}/payments:b`),
		);
		expect(errors[0]).toMatch(/payments:a does not exist: .*no tag a; .*payments:b does not exist: .*no tag b; push/);
	});

	test("in a family in ECS as well", async () => {
		mockRegistry().ecr.on(DescribeImagesCommand).rejects(awsError("ImageNotFoundException"));
		expect((await gate("{}", "--task-definition", "web:7")).status).toBe(2);
	});

	test("but not where the policy turns the gate off", async () => {
		mockRegistry();
		const policy = "scopes: [{ match: { family: web }, block: { gate: false } }]";
		const { status } = await gate(policy, "--task-definition", running(`${registryHost}/payments:nope`));
		expect(status).toBe(0);
	});
});

describe("what cannot be read", () => {
	const denied = "ecr:DescribeImages was denied (AccessDeniedException)";
	const start = (policy: string, ...args: readonly string[]) => {
		mockRegistry().ecr.on(DescribeImagesCommand).rejects(awsError("AccessDeniedException"));
		return gate(policy, "--task-definition", running(own), ...args);
	};
	test.each<[string, string, readonly string[], number, string]>([
		["is no answer", "mode: enforce", service, 2, "no answer: 1 of 1 could not be read"],
		["is no answer without a service, in mode audit too", "mode: audit", [], 2, "no answer: 1 of 1 could not be read"],
		["is reported in audit mode, and stops no pipeline", "mode: audit", service, 0, "not blocked"],
		["is no reason for --strict in audit mode", "mode: audit", [...service, "--strict"], 0, "not blocked"],
		[
			"would block in audit mode, and stops no pipeline",
			"{ mode: audit, block: { onUnknown: block } }",
			service,
			0,
			"would be blocked, but the policy's mode is audit",
		],
		["makes no difference to a protected family", "block: { protected: [web] }", [], 0, "not blocked"],
	])("%s", async (_name, policy, args, expected, text) => {
		const { status, printed, errors } = await start(policy, ...args);
		expect([status, errors]).toEqual([expected, [expect.stringContaining(denied)]]);
		expect(printed).toContain(text);
	});

	test.each([
		["enforce", '<error message="ecr:DescribeImages was denied'],
		["audit", '<skipped message="ecr:DescribeImages was denied'],
	])("is in JUnit in mode %s", async (mode, text) => {
		const { printed } = await start(`mode: ${mode}`, ...service, "--strict", "--format", "junit");
		expect(printed).toContain(text);
		expect(printed.includes("<error")).toBe(mode === "enforce");
	});
});

describe("--strict", () => {
	const of = (policy: string, ...args: readonly string[]) => {
		mockRegistry({ scans: { [`sha256:${"a".repeat(64)}`]: ["IN_PROGRESS"] } });
		return gate(policy, "--strict", "--task-definition", running(own), ...args);
	};
	const notBlocking = "controls: { task-definition/image-vulnerabilities: { blocking: false } }";
	test.each<[string, string, readonly string[], number]>([
		["ends with 3 if a control that can block has no answer", "mode: enforce", [], 3],
		["ends with 0 if the control cannot block", notBlocking, [], 0],
		["ends with 0 in audit mode, in which none can", "mode: audit", service, 0],
		["ends with 0 for a protected family", "block: { protected: [web] }", [], 0],
	])("%s", async (_name, policy, args, expected) => {
		const { status, printed } = await of(policy, ...args);
		expect(printed).toContain("1 unknown verdict");
		expect(status).toBe(expected);
		const junit = (await of(policy, ...args, "--format", "junit")).printed;
		expect(junit.includes("<error")).toBe(expected === 3);
	});
});

test("a family of another partition is rejected with one line", async () => {
	mockRegistry();
	const given = "arn:aws-cn:ecs:eu-central-1:111122223333:task-definition/web:7";
	const { status, errors } = await gate("{}", "--task-definition", given);
	expect([status, errors]).toEqual([
		2,
		[
			`shipshape: ${given} is in the partition aws-cn, not aws: use the credentials of its account if that is meant, or correct the ARN`,
		],
	]);
});

describe("a file that is no task definition ends with 2 and one line:", () => {
	const noObject = "not a JSON object or YAML mapping; write a task definition";
	test.each([
		["a text in a file for JSON", "not json {", ":1:1: not JSON; write a string in double quotes"],
		["a string in JSON", '"web"', `:1:1: ${noObject}`],
		["a number", "7", `:1:1: ${noObject}`],
		["JSON that ends too early", '{"family": "web",', ":1:18: the JSON ends too early; write the rest of it"],
		[
			"a list in it that is none",
			'{"containerDefinitions": 7}',
			":1:1: containerDefinitions is not a list; write a task definition",
		],
	])("%s", async (_, text, error) => {
		const file = fileWith(text);
		const { status, errors } = await gate("{}", "--task-definition", file);
		expect([status, errors]).toEqual([2, [expect.stringContaining(`${file}${error}`)]]);
	});

	test("a text on standard input", async () => {
		const { status, errors } = await runCli(["gate", "--task-definition", "-"], { stdin: "not json {", folder });
		expect([status, errors]).toEqual([2, [`shipshape: stdin:1:1: ${noObject}`]]);
	});
});
