import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { controls } from "../../controls/index.ts";
import scanOnPush from "../../controls/repository/scan-on-push.ts";
import { settingsOf } from "../../core/policy.ts";
import { parsePolicy, readPolicy } from "../../policy-file/policy.ts";
import { policyPathIn } from "../../policy-file/policy-names.ts";
import { policyFileOf, policyJsonSchema, policySchemaText } from "../../policy-file/policy-schema.ts";
import { refusalOf } from "../support/policy-refusal.ts";

describe("a policy consists of the defaults and the settings of the file", () => {
	test.each(["", "# nothing yet\n", "---\n", "{}"])("an empty file gives the defaults: %j", (text) => {
		expect(parsePolicy(text, "shipshape.yaml")).toEqual(defaultPolicy);
	});

	test("mappings are merged, lists and single values replaced", () => {
		const text = `
mode: enforce
controls:
  image/vulnerabilities: { maximum: { HIGH: 5, CRITICAL: unlimited, LOW: 9 } }
  image/scanned: { scanWait: [2, 30] }
  task-definition/tmpfs-supported: { enabled: false, severity: LOW, blocking: true }
block: { protected: ["legacy-*"] }
`;
		const policy = parsePolicy(text, "shipshape.yaml");
		expect(policy).toEqual({
			...defaultPolicy,
			mode: "enforce",
			controls: {
				...defaultPolicy.controls,
				"image/vulnerabilities": {
					...defaultPolicy.controls["image/vulnerabilities"],
					maximum: { CRITICAL: Number.MAX_SAFE_INTEGER, HIGH: 5, LOW: 9 },
				},
				"image/scanned": { enabled: true, scanWait: [2, 30] },
				"task-definition/tmpfs-supported": { enabled: false, severity: "LOW", blocking: true },
			},
			block: { ...defaultPolicy.block, protected: ["legacy-*"] },
		});
	});

	test("a policy is unchanged after a round trip through JSON", () => {
		const policy = parsePolicy("controls: { image/vulnerabilities: { maximum: { HIGH: unlimited } } }", "p.yaml");
		expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
	});

	test("a file with the defaults gives the defaults", () => {
		const { registry, ...rest } = settingsOf(defaultPolicy.controls, scanOnPush);
		const controls = { ...defaultPolicy.controls, [scanOnPush.id]: rest };
		expect(registry).toBeNull();
		expect(parsePolicy(JSON.stringify({ ...defaultPolicy, controls }), "p.json")).toEqual(defaultPolicy);
	});
});

describe("each mistake is reported on one line with its location and what to write instead", () => {
	const firstLine = "shipshape.yaml:1:";
	test.each([
		["moed: audit", `${firstLine}1: unknown key "moed"; write "mode"`],
		["waiver: []", `${firstLine}1: unknown key "waiver"; write "waivers"`],
		[
			"exceptions: []",
			`${firstLine}1: unknown key "exceptions"; write one of mode, controls, scopes, waivers, slack, block, sweep, exclude`,
		],
		["controls: { tmpfs-size: {} }", `${firstLine}13: unknown key "tmpfs-size"; write "task-definition/tmpfs-size"`],
		[
			"__proto__: { mode: enforce }",
			`${firstLine}1: unknown key "__proto__"; write one of mode, controls, scopes, waivers, slack, block, sweep, exclude`,
		],
		[
			"<<: { mode: enforce }",
			`${firstLine}1: unknown key "<<"; write one of mode, controls, scopes, waivers, slack, block, sweep, exclude`,
		],
		["mode: enfroce", `${firstLine}7: mode is enfroce; write audit or enforce`],
		["controls:", `${firstLine}10: controls is empty; write a mapping of keys to values`],
		["- mode", `${firstLine}1: the policy is - mode; write a mapping of keys to values`],
		["block: { gate: yes }", `${firstLine}16: block.gate is yes; write true or false`],
		["slack: { routes: no }", `${firstLine}18: slack.routes is no; write a list of routes`],
		[
			"block: { breakGlass: [{ resource: '*', reason: b, owner: c }] }",
			`${firstLine}23: expires of break-glass 1 is missing; write a valid date, as YYYY-MM-DD`,
		],
		[
			"slack: { routes: [{ match: {}, channel: '#web' }] }",
			`${firstLine}28: a route without match keys would apply to every subject; write one of account, region, repository, family, cluster, tag`,
		],
		[
			"routes: []",
			`${firstLine}1: unknown key "routes"; write one of mode, controls, scopes, waivers, slack, block, sweep, exclude`,
		],
		["block: { deregister: yes }", `${firstLine}22: block.deregister is yes; write true or false`],
		["block: { keepFor: '7' }", `${firstLine}19: block.keepFor is '7'; write a whole number from 1 to 365`],
		["block: { keepFor: 1.5 }", `${firstLine}19: block.keepFor is 1.5; write a whole number from 1 to 365`],
		[
			"controls: { image/scanned: { scanWait: [5, 5] } }",
			`${firstLine}40: controls.image/scanned.scanWait is [5, 5]; write the numbers in ascending order, each only once`,
		],
		[
			"controls: { task-definition/tmpfs-size: { maximum: 0.1 } }",
			`${firstLine}13: warn (0.2) is above maximum (0.1); write a warn of at most 0.1`,
		],
		["mode: audit\nmode: enforce", 'shipshape.yaml:2:1: the key "mode" appears twice; write it once'],
		["a: &a [x]\nb: *a", "shipshape.yaml:2:4: *a is an alias; write the value out"],
		["mode: audit\n---\nmode: enforce", "shipshape.yaml:2:1: a second document begins; write only one"],
		["%YAML 1.1\n---\nmode: audit", `${firstLine}1: not YAML 1.2; remove the %YAML line`],
	])("%j", (text, refusal) => {
		expect(refusalOf(text)).toBe(refusal);
	});

	test("all mistakes are reported at once, in the order of the file", () => {
		expect(refusalOf("slack: { minimumSeverity: high }\nblock: { keepfor: 3 }").split("\n")).toEqual([
			"shipshape.yaml:1:27: slack.minimumSeverity is high; write one of CRITICAL, HIGH, MEDIUM, LOW or INFORMATIONAL",
			'shipshape.yaml:2:10: unknown key "keepfor"; write "keepFor"',
		]);
	});

	test("mistakes are reported in the order of the file, even if the keys are in another order or on one line", () => {
		const text = "slack: { minimumSeverity: high }\nblock: { onUnknown: no, deregister: no }\nmode: no";
		expect(refusalOf(text).match(/^shipshape\.yaml:\d+:\d+/gm)).toEqual([
			"shipshape.yaml:1:27",
			"shipshape.yaml:2:21",
			"shipshape.yaml:2:37",
			"shipshape.yaml:3:7",
		]);
	});

	test("values at their bounds are accepted", () => {
		expect(refusalOf("controls: { task-definition/tmpfs-size: { warn: 0.3, maximum: 0.3 } }")).toBe("accepted");
	});

	test("a long list of mistakes is truncated", () => {
		const many = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}: 1`).join("\n");
		expect(refusalOf(many(20)).split("\n")).toHaveLength(20);
		const lines = refusalOf(many(50)).split("\n");
		expect(lines).toHaveLength(21);
		expect(lines.at(-1)).toBe("shipshape.yaml: and 30 more; fix these first");
	});

	test.each([
		["mode: !!js/function 'x'", "write the value without a tag"],
		["{ mode: audit", "write it as YAML 1.2"],
		[`mode: ${"[".repeat(50_000)}`, "nested too deeply; write fewer levels"],
		[`mode: ${"a".repeat(2 ** 22)}`, "longer than 4 MiB; write a shorter file"],
	])("%.30j is rejected and nothing in it is executed", (text, refusal) => {
		expect(refusalOf(text)).toContain(refusal);
	});

	test("any text is a policy or is rejected with one printable line for each mistake", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: "grapheme" })), (text) => {
				const lines = refusalOf(text).split("\n");
				// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
				for (const line of lines) expect(line).toMatch(/^(?:accepted|shipshape\.yaml:\d+:\d+: [^\u0000-\u001f]+)$/);
			}),
			{ numRuns: 500 },
		);
	});
});

describe("reading the file", () => {
	const folder = mkdtempSync(join(tmpdir(), "policy-"));
	afterAll(() => rmSync(folder, { recursive: true }));

	test("without a file the defaults apply", () => {
		expect(readPolicy(null)).toBe(defaultPolicy);
		expect(policyPathIn(folder)).toBeNull();
	});

	test("a file is read, even with a byte order mark, and named in its errors", () => {
		const path = join(folder, "shipshape.yaml");
		writeFileSync(path, "\ufeffmode: enforce\n");
		expect(policyPathIn(folder)).toBe(path);
		expect(readPolicy(path).mode).toBe("enforce");
		writeFileSync(path, Buffer.from("\ufeffmode: enforce\r\n", "utf16le"));
		expect(readPolicy(path).mode).toBe("enforce");
		writeFileSync(path, "mode: 1\n");
		expect(() => readPolicy(path)).toThrow(`${path}:1:7: mode is 1; write audit or enforce`);
		writeFileSync(path, Buffer.from([0x23, 0xe9]));
		expect(() => readPolicy(path)).toThrow(`${path}:1:2: a byte that is not UTF-8; save the file as UTF-8`);
	});

	test("a file of 4 MiB is read", () => {
		const path = join(folder, "largest.yaml");
		writeFileSync(path, `#${"x".repeat(2 ** 22 - 1)}`);
		expect(readPolicy(path)).toEqual(defaultPolicy);
	});

	test.each([
		["missing.yaml", null, "no such file; name one that exists"],
		[".", null, "not a file; name a file"],
		["binary.yaml", Buffer.from("pass\0word"), "is binary, not text; name a text file"],
		["half.yaml", Buffer.from([0xff, 0xfe, 0x6d]), "is UTF-16 with characters that are cut off; save it as UTF-8"],
		["a\0b.yaml", null, "cannot be read (ERR_INVALID_ARG_VALUE)"],
		["large.yaml", Buffer.alloc(2 ** 22 + 1, 32), "longer than 4 MiB; write a shorter file"],
	])("%s is rejected with the reason", (name, content, reason) => {
		const path = join(folder, name);
		if (content !== null) writeFileSync(path, content);
		expect(() => readPolicy(path)).toThrow(`${path}: ${reason}`);
	});
});

test("the published JSON Schema matches the code", () => {
	const published = readFileSync(join(import.meta.dirname, "../../schema/shipshape.schema.json"), "utf8");
	const schema = policyFileOf(controls);
	expect(published).toBe(policySchemaText(schema));
	expect(JSON.parse(published)).toEqual(policyJsonSchema(schema));
});
