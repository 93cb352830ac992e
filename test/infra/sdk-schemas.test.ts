import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { root } from "../support/docs.ts";

const folder = mkdtempSync(join(tmpdir(), "error-classes-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Prints the name of each error that AWS answers with, its status and whether it is of the class by which adapters know it. */
const program = `
import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
const answering = (type) => ({
	region: "eu-central-1",
	credentials: { accessKeyId: "a", secretAccessKey: "b" },
	maxAttempts: 1,
	requestHandler: { handle: async () => ({ response: { statusCode: 400, headers: { "x-amzn-errortype": type },
		body: new Response(JSON.stringify({ __type: type, message: "m" })).body } }) },
});
const errorOf = async (client, command) => {
	const { name, message, $metadata, ...rest } = await client.send(command).catch((error) => error);
	return [name, message, $metadata.httpStatusCode];
};
const found = [];
for (const type of ["ConditionalCheckFailedException", "ResourceNotFoundException", "ThrottlingException"]) {
	const client = new DynamoDBClient(answering(type));
	const command = new GetItemCommand({ TableName: "t", Key: {} });
	found.push(await errorOf(client, command));
	found.push(await client.send(command).catch((error) => error instanceof ConditionalCheckFailedException));
}
for (const type of ["InvalidAccessException", "LimitExceededException"])
	found.push(await errorOf(new SecurityHubClient(answering(type)), new DescribeHubCommand({})));
process.stdout.write(JSON.stringify(found));
`;

const script = `
import { build } from "esbuild";
import { usedSchemas } from "${join(root, "infra", "sdk-parts.mjs")}";
const input = { contents: process.env.PROGRAM, resolveDir: "${root}" };
await build({ stdin: input, outdir: "${folder}", outExtension: { ".js": ".mjs" }, splitting: true, minify: true, bundle: true, platform: "node", format: "esm",
	mainFields: ["module", "main"], plugins: [usedSchemas], logLevel: "error",
	banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
`;

test("of a client's schemas, only those of the commands that are called are in the program", () => {
	execFileSync(process.execPath, ["--input-type=module", "-e", script], {
		cwd: root,
		env: { ...process.env, PROGRAM: program },
	});
	const parts = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
	const bundled = parts.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
	expect(bundled).toContain("DescribeHubRequest");
	expect(bundled).not.toContain("CreateAutomationRuleRequest");
	expect(bundled).not.toContain("CreateBackupInput");
});

test("errors without a class of their own keep their name, message and status, and one keeps its class", () => {
	const node = (...args: readonly string[]): string =>
		execFileSync(process.execPath, [...args], {
			cwd: root,
			encoding: "utf8",
			env: { ...process.env, PROGRAM: program },
		});
	node("--input-type=module", "-e", script);
	expect(JSON.parse(node(join(folder, "stdin.mjs")))).toEqual([
		...[["ConditionalCheckFailedException", "m", 400], true],
		...[["ResourceNotFoundException", "m", 400], false],
		...[["ThrottlingException", "m", 400], false],
		["InvalidAccessException", "m", 400],
		["LimitExceededException", "m", 400],
	]);
});
