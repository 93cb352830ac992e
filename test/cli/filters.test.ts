import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { onlyControls, useFolder } from "../support/cli-folder.ts";
import { runCli } from "../support/terminal.ts";

const write = useFolder("filters");
const root = "task-definition/read-only-root";
const user = "task-definition/non-root-user";
const definition = JSON.stringify({ family: "web", containerDefinitions: [{ name: "app", image: "a:1" }] });
const check = (...args: readonly string[]) => runCli(["check", ...args]);
const start = (...controls: readonly string[]): void => {
	write("shipshape.yaml", ...onlyControls(...(controls.length === 0 ? [root, user] : controls)));
	write("web.json", definition);
};

describe("--severity", () => {
	test("counts only failures that are at least as severe, and says how many are left out", async () => {
		start();
		const { status, printed } = await check("web.json", "--severity", "HIGH");
		expect([status, printed]).toEqual([1, expect.stringContaining("1 failure (1 HIGH), 0 unknown")]);
		expect(printed).toContain("; 1 failure below HIGH left out by --severity\n");
		expect(printed).not.toContain(user);
		const none = await check("web.json", "--severity", "CRITICAL", "--format", "json");
		expect(none).toMatchObject({ status: 0, errors: ["shipshape: 2 failures below CRITICAL left out by --severity"] });
		expect((await check("web.json", "--severity", "LOW")).printed).not.toContain("left out");
		expect((await check("web.json", "--severity", "high")).printed).toBe(printed);
	});

	test("never hides an unknown verdict", async () => {
		start(user);
		write("compose.yaml", "services: {web: {image: 'a:1', user: '${APP_USER}'}}");
		expect(await check("compose.yaml", "--severity", "CRITICAL", "--strict")).toMatchObject({ status: 3 });
	});

	test("does not put into a baseline what it leaves out", async () => {
		start();
		await check("web.json", "--severity", "HIGH", "--write-baseline", "base.json");
		expect(readFileSync("base.json", "utf8")).not.toContain(user);
		expect((await check("web.json", "--baseline", "base.json")).status).toBe(1);
	});

	test("is one of five", async () => {
		start();
		const { status, errors } = await check("web.json", "--severity", "HIHG");
		expect([status, errors]).toEqual([2, ['shipshape: --severity does not accept "HIHG"; write "HIGH"']]);
	});
});

describe("--only and --skip", () => {
	test.each([
		[["--only", root], root, user, "1 control left out by --only"],
		[["--skip", user], root, user, "1 control skipped by --skip"],
		[["--only", "read-only-root"], root, user, "1 control left out by --only"],
		[["--skip", "read-only-root"], user, root, "1 control skipped by --skip"],
		[["--only", `${root}, ${user}`, "--skip", root], user, root, "1 control skipped by --skip"],
	])("%j judges the others and says so", async (args, judged, other, why) => {
		start();
		const { printed } = await check("web.json", ...args);
		expect(printed).toContain(judged);
		expect(printed).not.toContain(other);
		expect(printed).toContain(`; ${why}\n`);
	});

	test("several skipped ones count as many, and their waivers, ignores and baseline are no news", async () => {
		write("shipshape.yaml", ...onlyControls(root, user, "task-definition/memory-limit"));
		write("compose.yaml", "services:", `  web: # shipshape:ignore ${user} r`, "    image: a:1");
		await check("compose.yaml", "--write-baseline", "base.json");
		const args = ["--skip", user, "--skip", root, "--baseline", "base.json"];
		const { status, printed, errors } = await check("compose.yaml", ...args);
		expect([status, errors]).toEqual([0, []]);
		expect(printed).toContain("; 2 controls skipped by --skip; 1 old failure hidden by the baseline base.json\n");
	});

	test.each([
		[["--skip", "read-only-rot"], `--skip: there is no control "read-only-rot"; write "${root}"`],
		[
			["--only", "required-tags"],
			"--only required-tags names several controls; write one of repository/required-tags, task-definition/required-tags",
		],
		[
			["--only", "task-definition/read-only-rot"],
			`there is no control "task-definition/read-only-rot"; write "${root}"`,
		],
		[["--only", "zzz\u001b"], 'there is no control "zzz"; write a name that shipshape explain lists'],
		[["--only", `${root},`], 'there is no control ""'],
		[["--only", "image/vulnerabilities"], "--only image/vulnerabilities: the control is judged in AWS, not in files"],
		[["--only", "task-definition/logging"], "the control is off; enable it in the policy"],
		[["--skip", `${root},${user}`], "--only and --skip leave no control that could be judged"],
	])("%j is an error", async (args, error) => {
		start();
		const { status, printed, errors } = await check("web.json", ...args);
		expect([status, printed, errors]).toEqual([2, "", [expect.stringContaining(error)]]);
	});
});

test("--exit-zero ends with 0 for failures and unknown verdicts, but not for what could not be read", async () => {
	start(root, "task-definition/image-vulnerabilities");
	expect((await check("web.json", "--exit-zero")).status).toBe(0);
	expect((await check("web.json", "--exit-zero", "--strict")).status).toBe(0);
	const exitCodeIn = async (...args: readonly string[]): Promise<number> =>
		JSON.parse((await check("web.json", "--format", "sarif", ...args)).printed).runs[0].invocations[0].exitCode;
	expect(await exitCodeIn()).toBe(1);
	expect(await exitCodeIn("--exit-zero")).toBe(0);
	write("broken.json", "{");
	expect((await check("web.json", "broken.json", "--exit-zero")).status).toBe(2);
	expect((await check("web.json", "--exit-zero", "--policy", "gone.yaml")).status).toBe(2);
});

describe("--ignore-unknown", () => {
	test("passes over files of no supported kind, whatever they contain, and counts them", async () => {
		start();
		write("notes.md", "# Notes");
		write("empty.txt");
		write("picture.bin", "\u0000\u0001\u0000\u0001");
		write("other.json", "{}");
		const named = ["notes.md", "empty.txt", "picture.bin", "other.json"];
		expect((await check("web.json", ...named)).status).toBe(2);
		const { status, printed, errors } = await check("web.json", ...named, "--ignore-unknown");
		expect([status, errors]).toEqual([1, []]);
		expect(printed).toContain("1 file: 2 failures (1 HIGH, 1 MEDIUM)");
		expect(printed).toContain("; 4 unrecognized files: notes.md, empty.txt, picture.bin and 1 more");
		expect(await check(...named, "--ignore-unknown")).toMatchObject({ status: 0, errors: [] });
		expect(await runCli(["fix", ...named, "--ignore-unknown"])).toMatchObject({ status: 0, errors: [] });
	});

	test("passes over no file that is missing, or of a supported kind and broken", async () => {
		start();
		write("broken.json", '{"containerDefinitions": [');
		expect((await check("gone.md", "--ignore-unknown")).status).toBe(2);
		expect((await check("broken.json", "--ignore-unknown")).status).toBe(2);
	});
});
