import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Metafile, stop } from "esbuild";
import { defaultPolicy } from "../controls/default-policy.ts";
import { controls } from "../controls/index.ts";
import { BadInputError } from "../core/errors.ts";
import { type FunctionName, functions, hooks } from "../functions/manifest.ts";
import { bundleFunctions } from "../infra/bundle.ts";
import { fingerprintOf } from "../infra/fingerprint.ts";
import { importsOf } from "./support/sources.ts";
import { aWaiver } from "./support/waivers.ts";

const maxBytes = 700 * 1024;

/** The SDK clients that a function uses: one for each folder of adapters/ in its entry. */
const clientsOf = (adapters: readonly string[]): string[] =>
	[...new Set(adapters.map((adapter) => adapter.split("/")[0] ?? ""))].map((folder) =>
		folder === "security-hub" ? "securityhub" : folder,
	);

/** The adapters that read a subject for a verdict on it; what is read for another subject's verdict needs no control of its own. */
const subjectRead: Readonly<Record<string, string>> = {
	"ecr/read-image": "image",
	"ecr/read-repository": "repository",
	"ecs/read-task-definition": "task-definition",
	"ecs/read-service": "service",
	"ecs/read-cluster": "cluster",
	"ecs/read-capacity-provider": "capacity-provider",
};

const folder = mkdtempSync(join(tmpdir(), "bundles-"));
const again = mkdtempSync(join(tmpdir(), "bundles-again-"));
let metafile: Metafile;

const bundleOf = (name: FunctionName, of = folder): string => readFileSync(join(of, name, "index.js"), "utf8");

/** Source files that have left something in a function's bundle. */
const sourcesOf = (name: FunctionName): string[] => {
	const [output] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint?.includes(`/${name}/`));
	return Object.entries(output?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : []));
};

const packagesOf = (name: FunctionName): string[] => [
	...new Set(sourcesOf(name).flatMap((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])),
];

beforeAll(async () => {
	metafile = await bundleFunctions(defaultPolicy, folder);
});
afterAll(async () => {
	for (const one of [folder, again]) rmSync(one, { recursive: true });
	await stop();
});

describe.each(functions)("the bundle of $name", ({ name, adapters }) => {
	test("is at most 700 KiB", () => {
		expect(statSync(join(folder, name, "index.js")).size).toBeLessThanOrEqual(maxBytes);
	});

	test("contains nothing of the SDK clients' manifests but their version", () => {
		expect(bundleOf(name)).not.toMatch(/devDependencies|sideEffects|typesVersions/);
		expect(bundleOf(name)).toMatch(/version:"3\.\d+\.\d+"/);
	});

	test("contains exactly the SDK clients that it uses", () => {
		const found = packagesOf(name).filter((one) => one.startsWith("@aws-sdk/client-"));
		expect(found.sort()).toEqual(
			clientsOf(adapters)
				.map((client) => `@aws-sdk/client-${client}`)
				.sort(),
		);
	});

	test("contains nothing from the deployment, the command line, the readers, the fixes or the tests", () => {
		const own = sourcesOf(name).filter((file) => !file.includes("node_modules/"));
		expect(own.map((file) => file.split("/")[0])).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^(?:infra|cli|demo|test|bench|scripts)$/)]),
		);
		expect(own).not.toContain("policy-file/policy.ts");
		expect(own.filter((file) => /^(?:fix|readers|report)\/|shell|start-command/.test(file))).toEqual([]);
		for (const unwanted of ["aws-cdk-lib", "constructs", "cdk-nag", "yaml", "zod", "esbuild"]) {
			expect(packagesOf(name)).not.toContain(unwanted);
		}
	});

	test("contains no examples and no documentation of controls", () => {
		expect(sourcesOf(name)).not.toContain("domain/example-facts.ts");
		for (const { why, examples } of controls) {
			const [example] = examples.fail;
			expect(bundleOf(name)).not.toContain(why);
			expect(bundleOf(name)).not.toContain(example?.title);
		}
	});

	test("contains the controls that it evaluates, and no others", () => {
		const found = sourcesOf(name).filter((file) => /^controls\/.+\//.test(file));
		const hook = hooks.find((one) => one.name === name);
		// What decides about deployments reads images and services for the verdicts on task definitions only.
		const decides = (adapters as readonly string[]).includes("ecs/read-service-revision");
		const kinds: readonly string[] =
			hook?.judges ?? (decides ? ["task-definition"] : adapters.flatMap((adapter) => subjectRead[adapter] ?? []));
		// Every route needs the image controls for their scan wait; some controls read the settings of another.
		const waits = kinds.length > 0 && hook === undefined && !decides;
		const wanted = controls
			.filter(({ on }) => kinds.includes(on) || (on === "image" && waits))
			.map(({ id }) => `controls/${id}.ts`);
		const importedBy = (files: readonly string[]) =>
			files.flatMap((file) => importsOf(file).map(({ target }) => target));
		const others = [...importedBy(wanted), ...importedBy(importedBy(wanted))];
		expect(found).toEqual(expect.arrayContaining(wanted));
		expect(found.filter((file) => !wanted.includes(file) && !others.includes(file))).toEqual([]);
	});

	test("gets credentials from the environment and contains no other provider", () => {
		const providers = packagesOf(name).filter((one) => one.includes("credential-provider"));
		expect(providers).toEqual(["@aws-sdk/credential-provider-env"]);
	});

	test("contains the policy and the fingerprint of the rules", async () => {
		const rules = { policy: defaultPolicy, fingerprint: await fingerprintOf(defaultPolicy) };
		expect(bundleOf(name)).toContain(`const SHIPSHAPE_RULES=${JSON.stringify(rules)};`);
	});

	test("contains no path of the machine that built it", () => {
		expect(bundleOf(name)).not.toContain(join(import.meta.dirname, ".."));
	});
});

test("the same sources and policy produce the same bytes", async () => {
	await bundleFunctions(defaultPolicy, again);
	for (const { name } of functions) expect(bundleOf(name, again)).toBe(bundleOf(name));
});

test("a policy that is too large for the functions is rejected before bundling", async () => {
	const waiver = aWaiver({ reason: "x".repeat(1000) });
	const tooLong = { ...defaultPolicy, waivers: Array.from({ length: 4000 }, () => waiver) };
	await expect(bundleFunctions(tooLong, join(again, "none"))).rejects.toThrow(
		new BadInputError("the policy has 4.3 MiB, more than the limit of 4 MiB; write fewer waivers and scopes"),
	);
	expect(existsSync(join(again, "none"))).toBe(false);
});
