import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { resourceOf } from "../../adapters/security-hub/resource.ts";
import { root } from "../support/docs.ts";
import {
	capacityProviderSubject,
	clusterSubject,
	imageSubject,
	repositorySubject,
	serviceSubject,
} from "../support/entries.ts";
import { aFamily, anEntryOf } from "../support/verdicts.ts";

const folder = mkdtempSync(join(tmpdir(), "sdk-parts-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Prints the body of the request that imports a finding about resources, as the client writes it. */
const program = `
import { BatchImportFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
const client = new SecurityHubClient({
	region: "eu-central-1",
	credentials: { accessKeyId: "a", secretAccessKey: "b" },
	maxAttempts: 1,
	requestHandler: { handle: async ({ body }) => { process.stdout.write(body); throw new Error("not sent"); } },
});
const Findings = [{ Id: "a", Resources: JSON.parse(process.env.RESOURCES) }];
await client.send(new BatchImportFindingsCommand({ Findings })).catch(() => {});
`;

/** The resources that a build of the program sends. \`plugins\`: of infra/sdk-parts.mjs. */
function sentBy(plugins: string, resources: readonly object[]): unknown {
	const script = `
import { build } from "esbuild";
import { usedSchemas } from "${join(root, "infra", "sdk-parts.mjs")}";
const input = { contents: process.env.PROGRAM, resolveDir: "${root}" };
await build({ stdin: input, outfile: "${folder}/out.mjs", bundle: true, platform: "node", format: "esm",
	mainFields: ["module", "main"], plugins: ${plugins}, logLevel: "error",
	banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
`;
	const node = (args: readonly string[], env: Readonly<Record<string, string>>): string =>
		execFileSync(process.execPath, [...args], { cwd: root, encoding: "utf8", env: { ...process.env, ...env } });
	node(["--input-type=module", "-e", script], { PROGRAM: program });
	const body = node([join(folder, "out.mjs")], { RESOURCES: JSON.stringify(resources) });
	return JSON.parse(body).Findings[0].Resources;
}

const subjects = [
	...[repositorySubject(), imageSubject(), aFamily(), serviceSubject(), clusterSubject(), capacityProviderSubject()],
];
const resources = subjects.map((subject) =>
	resourceOf(
		anEntryOf({ subject, about: { tags: "1.4.2", tagMutability: "MUTABLE", pushedAt: "2026-11-21T11:00:00.000Z" } }),
	),
);

test("the command line sends the same details of our findings as the whole client does, and no others", () => {
	const foreign = { Type: "AwsEc2Instance", Id: "i", Details: { AwsEc2Instance: { ImageId: "ami-1" } } };
	expect(sentBy("[usedSchemas]", resources)).toEqual(resources);
	expect(sentBy("[]", [foreign])).toEqual([foreign]);
	expect(sentBy("[usedSchemas]", [foreign])).toEqual([{ ...foreign, Details: {} }]);
});

test("a client that is written in another way is an error, not a larger or a broken program", () => {
	const script = `
import { withoutForeignDetails } from "${join(root, "infra", "sdk-parts.mjs")}";
try { withoutForeignDetails("export var ResourceDetails$ = [];"); } catch ({ message }) { process.stdout.write(message); }
`;
	const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
	expect(printed).toContain("is not as expected");
});
