import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { FileVerdict, SlackPreview } from "../../cli/verdicts.d.ts";
import { refusalOf } from "../../demo/doubles/slack-rules.ts";
import { type BuiltCommandLine, builtCommandLine, runProgram } from "../support/built-command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "slack-preview-"));
let built: BuiltCommandLine;
beforeAll(() => {
	built = builtCommandLine();
});
afterAll(() => {
	built.remove();
	rmSync(folder, { recursive: true });
});

const aVerdict = (verdict: Partial<FileVerdict> = {}): FileVerdict => ({
	...{
		control: "task-definition/read-only-root",
		subject: "web.json",
		container: "app",
		status: "fail",
		severity: "HIGH",
	},
	location: { file: "web.json", line: 3, column: 5 },
	message: "container app can write to its root filesystem",
	remediation: 'Write "readonlyRootFilesystem": true in the container.',
	...verdict,
});
const aRepository = (verdict: Partial<FileVerdict> = {}): FileVerdict =>
	aVerdict({ control: "repository/tag-immutability", subject: "stack.yaml#Images", severity: "MEDIUM", ...verdict });
const reportOf = (verdicts: readonly unknown[]): string =>
	JSON.stringify({ schemaVersion: "1", summary: {}, verdicts });

const write = (name: string, text: string): string => {
	writeFileSync(join(folder, name), text);
	return name;
};
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

async function preview(verdicts: readonly unknown[], ...args: readonly string[]) {
	const finished = await runProgram(built.program, ["slack-preview", "-", ...args], folder, reportOf(verdicts));
	const messages = finished.printed === "" ? [] : (JSON.parse(finished.printed) as SlackPreview).messages;
	return { ...finished, messages };
}

describe("slack-preview", () => {
	test("prints one message for each subject that fails, of all its failures, and none for the others", async () => {
		const { status, errors, messages } = await preview([
			aVerdict(),
			aVerdict({ container: "log", message: "container log can write to its root filesystem" }),
			aVerdict({ control: "task-definition/non-root-user", severity: "MEDIUM", message: "container app runs as root" }),
			aRepository(),
			aRepository({ subject: "passes", status: "pass" }),
			aRepository({ subject: "waived", status: "waived" }),
			aRepository({ subject: "unknown", status: "unknown" }),
		]);
		expect({ status, errors }).toEqual({ status: 0, errors: [] });
		expect(messages.map(({ subjects, to, text }) => [subjects, to, text.split("\n")[0]])).toEqual([
			[["web.json"], "the default webhook", "🔴 HIGH: task definition web.json fails 2 checks"],
			[["stack.yaml#Images"], "the default webhook", "🟠 MEDIUM: repository stack.yaml#Images fails 1 check"],
		]);
		expect(messages[0]?.text).toContain("container app can write to its root filesystem; container log can write");
		for (const { text, blocks } of messages) expect(refusalOf({ text, blocks })).toBeNull();
	});

	test("says that a file is in no account, and names that of --account and --region", async () => {
		const [inFile] = (await preview([aRepository()])).messages;
		expect(JSON.stringify(inFile)).toContain("no account, no Region");
		expect(JSON.stringify(inFile)).toContain("read from a file");
		expect(JSON.stringify(inFile)).not.toMatch(/console\.aws|--region/);
		const named = (await preview([aRepository({ name: "shop" }), aVerdict({ name: "web" })])).messages;
		expect(named.map(({ text }) => text.split("\n")[0])).toEqual([
			"🟠 MEDIUM: repository shop fails 1 check",
			"🔴 HIGH: task definition web fails 1 check",
		]);
		const place = ["--account", "111122223333", "--region", "eu-central-1", "--repository", "shop"];
		const [inAws] = (await preview([aRepository()], ...place)).messages;
		expect(JSON.stringify(inAws)).toContain("account 111122223333, eu-central-1");
		expect(JSON.stringify(inAws)).toContain('"read from a file"');
		expect(JSON.stringify(inAws)).toContain(
			"aws ecr put-image-tag-mutability --repository-name shop --image-tag-mutability IMMUTABLE --region eu-central-1",
		);
	});

	test("prints nothing to send, and says so, if nothing fails", async () => {
		const { status, errors, messages } = await preview([aVerdict({ status: "pass" })]);
		expect({ status, messages }).toEqual({ status: 0, messages: [] });
		expect(errors).toEqual(["shipshape: no message: nothing fails that would be reported"]);
	});

	test("reads what check prints", async () => {
		const definition = { family: "web", containerDefinitions: [{ name: "app", image: "nginx:1.27" }] };
		write("taskdef.json", JSON.stringify(definition));
		const { printed } = await runProgram(built.program, ["check", "taskdef.json", "--format", "json"], folder);
		write("verdicts.json", printed);
		const { status, printed: shown } = await runProgram(built.program, ["slack-preview", "verdicts.json"], folder);
		expect(status).toBe(0);
		expect(shown).toContain("task-definition/read-only-root");
		expect((JSON.parse(shown) as SlackPreview).messages[0]?.text).toContain(": task definition web fails");
	});

	test("prints one digest for each destination with --digest, and mentions it for more than four messages", async () => {
		const five = Array.from({ length: 5 }, (_, index) => aRepository({ subject: `stack.yaml#Images${index}` }));
		const { messages, errors } = await preview(five);
		expect(messages).toHaveLength(5);
		expect(errors).toEqual([
			"shipshape: 5 new failures to the default webhook at once are one digest; --digest shows it",
		]);
		const digest = await preview(five, "--digest");
		expect(digest.errors).toEqual([]);
		expect(digest.messages).toMatchObject([
			{ subjects: five.map(({ subject }) => subject), to: "the default webhook" },
		]);
		expect(digest.messages[0]?.text).toContain("5 subjects: 5 MEDIUM");
	});
});

describe("the route of a message", () => {
	const policy = `slack:
  channel: "#all"
  minimumSeverity: MEDIUM
  routes:
    - { match: { repository: payments/* }, channel: "#payments" }
    - { match: { family: web-*, account: "111122223333" }, webhook: web, minimumSeverity: HIGH }
    - { match: { tag: { team: data } }, channel: "#data" }
`;
	const routed = (verdicts: readonly unknown[], ...args: readonly string[]) =>
		preview(verdicts, "--policy", write("routes.yaml", policy), "--tag", "team=web", ...args);

	test.each<[readonly string[], FileVerdict, string]>([
		[["--repository", "payments/api"], aRepository(), "channel #payments"],
		[["--repository", "web"], aRepository(), "channel #all"],
		[["--repository", "payments/api", "--tag", "team=data"], aRepository(), "channel #data"],
		[["--family", "web-shop", "--account", "111122223333"], aVerdict(), "webhook web"],
		[["--family", "web-shop", "--account", "444455556666"], aVerdict(), "channel #all"],
	])("with %j is that of the policy", async (args, verdict, to) => {
		const { messages, errors } = await routed([verdict], ...args);
		expect(errors).toEqual([]);
		expect(messages.map((message) => message.to)).toEqual([to]);
	});

	test("is found in shipshape.yaml beside", async () => {
		write("shipshape.yaml", policy);
		const { messages } = await preview([aRepository()], "--repository", "payments/api", "--tag", "a=b");
		rmSync(join(folder, "shipshape.yaml"));
		expect(messages).toMatchObject([{ destination: { channel: "#payments", minimumSeverity: "MEDIUM" } }]);
	});

	test("by what is not known is passed over, with a note that says what to give", async () => {
		const { messages, errors } = await preview([aRepository(), aVerdict()], "--policy", "routes.yaml");
		expect(messages.map(({ to }) => to)).toEqual(["channel #all", "channel #all"]);
		expect(errors).toEqual([
			"shipshape: stack.yaml#Images: cannot tell whether route 1 of the policy applies; give --repository",
			"shipshape: stack.yaml#Images: cannot tell whether route 3 of the policy applies, because a file's verdicts have no tags; give --tag",
			"shipshape: web.json: cannot tell whether route 2 of the policy applies; give --account, --family",
			"shipshape: web.json: cannot tell whether route 3 of the policy applies, because a file's verdicts have no tags; give --tag",
		]);
	});

	test("decides which failures are worth a message", async () => {
		const web = ["--family", "web-shop", "--account", "111122223333"];
		const { messages, errors } = await routed([aVerdict({ severity: "MEDIUM" })], ...web);
		expect(messages).toEqual([]);
		expect(errors[0]).toBe("shipshape: web.json: no message, because its failures (MEDIUM) are below HIGH");
	});
});

describe("the picture", () => {
	const hostile = aRepository({
		subject: 'x"><script>alert(1)</script><!channel>.yaml',
		message: "</text></svg><img src=x onerror=alert(1)> & *bold* <https://evil.example|click>",
	});

	test.each(["svg", "html"])(
		"as .%s shows each message and its destination, with outside text escaped",
		async (ending) => {
			const { status, errors } = await preview(
				[aVerdict(), hostile],
				"--picture",
				`out.${ending}`,
				"--output",
				"out.json",
			);
			expect({ status, errors }).toEqual({ status: 0, errors: [] });
			const picture = read(`out.${ending}`);
			expect(picture).toMatch(ending === "svg" ? /^<svg / : /^<!doctype html>/);
			expect(picture).toContain("to the default webhook");
			expect(picture).toContain("task definition web.json");
			expect(picture).not.toMatch(/<script|<img|href|src=x onerror=alert\(1\)>/);
			expect(picture.match(/<\/svg>/g)).toHaveLength(ending === "svg" ? 1 : 2);
			expect((JSON.parse(read("out.json")) as SlackPreview).messages).toHaveLength(2);
		},
	);
});

describe("bad usage", () => {
	test.each<[readonly string[], string]>([
		[[], "slack-preview takes one file; write one that shipshape check --format json printed, or -"],
		[["a", "b"], "slack-preview takes one file; write one that shipshape check --format json printed, or -"],
		[["a", "--picture", "x.png"], '--picture does not accept "x.png"; write a file that ends in .html or .svg'],
		[["a", "--account", "1"], '--account does not accept "1"; write twelve digits'],
		[["a", "--region", "Berlin"], '--region does not accept "Berlin"; write a Region, such as eu-central-1'],
		[["a", "--tag", "team"], '--tag does not accept "team"; write KEY=VALUE, such as team=web'],
		[["missing.json"], "missing.json: no such file; name one that exists"],
	])("%j is one line with a remedy, and status 2", async (args, line) => {
		const { status, printed, errors } = await runProgram(built.program, ["slack-preview", ...args], folder);
		expect({ status, printed, errors }).toEqual({ status: 2, printed: "", errors: [`shipshape: ${line}`] });
	});

	const remedy = "write it with shipshape check --format json of this version";
	test.each<[string, string]>([
		["{", "stdin:1:2: the JSON ends too early; write the rest of it"],
		["[]", `stdin:1:1: has no verdicts of files; ${remedy}`],
		['{"schemaVersion": "2", "verdicts": []}', `stdin:1:19: not the schemaVersion "1"; ${remedy}`],
		[reportOf([7]), `stdin:1:47: not a mapping; ${remedy}`],
		[
			reportOf([aVerdict({ control: "task-definition/x\u001b[2J" })]),
			`stdin:1:47: names no control of this version: "task-definition/x [2J"; ${remedy}`,
		],
		[
			reportOf([aVerdict({ control: "image/scanned" })]),
			`stdin:1:47: image/scanned judges nothing that is in a file; ${remedy}`,
		],
		[reportOf([aVerdict({ subject: "" })]), `stdin:1:47: names no subject; ${remedy}`],
		[reportOf([{ ...aVerdict(), status: "bad" }]), `stdin:1:47: has no status; ${remedy}`],
		[reportOf([{ ...aVerdict(), severity: "toString" }]), `stdin:1:47: has no severity; ${remedy}`],
		[reportOf([{ ...aVerdict(), message: 7 }]), `stdin:1:47: has no message and remediation; ${remedy}`],
	])("the input %j is one line with its place and a remedy, and status 2", async (text, line) => {
		const finished = await runProgram(built.program, ["slack-preview", "-"], folder, text);
		expect(finished).toEqual({ status: 2, printed: "", errors: [`shipshape: ${line}`] });
	});
});
