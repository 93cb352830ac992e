import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { parseDuration } from "../../../cli/duration.ts";
import type { GateReport } from "../../../cli/verdicts.d.ts";
import { version } from "../../../cli/version.ts";
import { BadInputError } from "../../../core/errors.ts";
import { definition, mockRegistry, region, registryHost, vulnerable } from "../../support/gated-registry.ts";
import { runCli } from "../../support/terminal.ts";
import { parseXml } from "../../support/xml.ts";

const gate = (args: readonly string[], stdin = "") =>
	runCli(["gate", "--wait", "0", ...args], { environment: { AWS_REGION: region }, stdin, folder: tmpdir() });
const folder = mkdtempSync(join(tmpdir(), "gate-formats-"));
afterAll(() => rmSync(folder, { recursive: true }));
const policyWith = (text: string): string => {
	const path = join(folder, "policy.yaml");
	writeFileSync(path, text);
	return path;
};
const image = `${registryHost}/payments@${vulnerable}`;

test("JSON names the tool, the policy, what was judged and what blocks", async () => {
	mockRegistry();
	const { printed, errors } = await gate(["--image", image, "--format", "json"]);
	const { subjects, ...report } = JSON.parse(printed) as GateReport;
	expect(report).toEqual({
		schemaVersion: "1",
		tool: { name: "shipshape", version: version() },
		policy: {
			file: null,
			name: "default policy",
			mode: "audit",
			block: { gate: true, onUnscanned: "allow", onUnknown: "allow", onOtherRegistry: "allow", protected: [] },
		},
		decision: "blocked",
		waitedSeconds: 0,
	});
	expect(subjects).toMatchObject([
		{ given: image, kind: "image", decision: "blocked", digest: vulnerable, unread: null },
	]);
	const blocking = subjects[0]?.verdicts.filter(({ blocks }) => blocks);
	expect(blocking).toMatchObject([
		{ control: "image/vulnerabilities", subject: image, status: "fail", location: null },
	]);
	expect(errors).toEqual(["shipshape: blocked: image/vulnerabilities"]);
});

test.each([
	["no-answer", "no answer: 1 of 1 could not be read", "block: { gate: true }", 2],
	[
		"off",
		"not blocked: the policy turns the gate off (block.gate: false); nothing was judged",
		"block: { gate: false }",
		0,
	],
])("the decision is %s in JSON and in text", async (decision, line, policy, expected) => {
	mockRegistry();
	const args = ["--policy", policyWith(policy), "--image", `${registryHost}/payments:2.0`];
	expect(JSON.parse((await gate([...args, "--format", "json"])).printed)).toMatchObject({ decision });
	const { status, printed } = await gate(args);
	expect([status, printed.trimEnd().split("\n").at(-1)]).toEqual([expected, line]);
});

test("JUnit has a failure for each verdict that blocks, an error for what is not read, and skips the rest", async () => {
	mockRegistry();
	const missing = `${registryHost}/payments:2.0`;
	const { status, printed } = await gate(["--image", image, "--image", missing, "--format", "junit"]);
	expect(status).toBe(2);
	parseXml(printed);
	expect(printed.match(/<failure message="[^"]*" type="CRITICAL">/g)).toHaveLength(1);
	expect(
		printed.match(/<error message="account 111122223333 has no repository payments with the tag 2.0/g),
	).toHaveLength(1);
	expect(printed).toContain(`<testsuite name="${image}" tests="3" failures="1" errors="0"`);
});

test("a report in a file comes with the decision on standard error", async () => {
	mockRegistry();
	const path = join(folder, "gate.txt");
	const { status, printed, errors } = await gate(["--image", image, "--output", path]);
	expect([status, printed, errors]).toEqual([1, "", ["shipshape: blocked: image/vulnerabilities"]]);
	expect(readFileSync(path, "utf8")).toMatch(/\nblocked: image\/vulnerabilities\n$/);
});

test.each(["text", "json", "junit"])(
	"%s contains no value of the environment and no control sequence",
	async (format) => {
		mockRegistry();
		const [container] = definition().containerDefinitions;
		const environment = [{ name: "DB_PASSWORD", value: "hunter2-secret" }];
		const hostile = { ...container, name: "a\u001b[31m::error::b", environment, readonlyRootFilesystem: false };
		const text = JSON.stringify(definition({ containerDefinitions: [hostile] }));
		const { status, printed, errors } = await gate(["--task-definition", "-", "--format", format], text);
		expect(status).toBe(1);
		expect(printed).toContain("task-definition/no-plaintext-secrets");
		expect(printed + errors.join("\n")).not.toMatch(/hunter2|^::/m);
		expect(printed + errors.join("\n")).not.toContain("\u001b");
	},
);

test.each([
	["0", 0],
	["0s", 0],
	["30s", 30_000],
	["10m", 600_000],
	["1h", 3_600_000],
	["24h", 86_400_000],
])("%s is a time", (text, expected) => {
	expect(parseDuration("--wait", text)).toBe(expected);
});

test.each(["10", "25h", "1.5m", "-1s", "1d", "m", "1h30m", " 1s", "9999999s"])("%j is not a time", (text) => {
	expect(() => parseDuration("--wait", text)).toThrow(BadInputError);
});
