import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commands } from "../../cli/commands.ts";
import { formatNames } from "../../cli/format-names.ts";
import { kinds } from "../../cli/kinds.ts";
import { controls } from "../../controls/index.ts";
import { runCli } from "../support/terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shells = ["bash", "zsh", "fish"] as const;
const isInstalled = (shell: string): boolean => spawnSync(shell, ["-c", "exit 0"]).status === 0;
const codeOf = async (shell: string): Promise<string> => (await runCli(["completion", shell])).printed;

beforeAll(async () => {
	for (const shell of shells) writeFileSync(join(folder, shell), await codeOf(shell));
	writeFileSync(join(folder, "compose.yaml"), "");
});

/** What bash proposes for the last of these words; as bash splits them, so that `--format=j` is three. */
function proposedByBash(...words: readonly string[]): readonly string[] {
	const script = [
		`source ${join(folder, "bash")}`,
		`COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))`,
		"_shipshape",
		'printf "%s\\n" "${COMPREPLY[@]}"',
	].join("\n");
	const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script, "bash", ...words], { encoding: "utf8" });
	expect(stderr).toBe("");
	return stdout.split("\n").filter((word) => word !== "");
}

const optionsOf = async (name: string): Promise<readonly string[]> => {
	const { options = {} } = (await commands[name]?.()) ?? {};
	return [...Object.keys(options), "help"].map((option) => `--${option}`);
};

describe("bash", () => {
	test("completes commands", () => {
		expect(proposedByBash("shipshape", "")).toEqual([...Object.keys(commands), "help", "--help", "--version"]);
		expect(proposedByBash("shipshape", "ch")).toEqual(["check"]);
		expect(proposedByBash("shipshape", "help", "")).toEqual(Object.keys(commands));
	});

	test.each(Object.keys(commands))("completes the options of %s", async (name) => {
		const proposed = proposedByBash("shipshape", name, "--");
		expect(proposed).toEqual(await optionsOf(name));
	});

	test("completes the values of an option, written either way", () => {
		expect(proposedByBash("shipshape", "check", "--format", "")).toEqual([...formatNames]);
		expect(proposedByBash("shipshape", "check", "--format", "j")).toEqual(["json", "junit"]);
		expect(proposedByBash("shipshape", "check", "--format", "=")).toEqual([...formatNames]);
		expect(proposedByBash("shipshape", "check", "--format", "=", "j")).toEqual(["json", "junit"]);
		expect(proposedByBash("shipshape", "fix", "x.yaml", "--as", "")).toEqual([...kinds]);
	});

	test.each(["--only", "--skip"])("completes controls after %s, and after a comma there", (option) => {
		const ids = controls.filter(({ on }) => ["repository", "task-definition"].includes(on)).map(({ id }) => id);
		expect(proposedByBash("shipshape", "check", option, "")).toEqual(ids);
		expect(proposedByBash("shipshape", "check", option, "task-definition/tmpfs-si")).toEqual([
			"task-definition/tmpfs-size",
		]);
		expect(proposedByBash("shipshape", "check", option, "a/b,c,task-definition/tmpfs-si")).toEqual([
			"a/b,c,task-definition/tmpfs-size",
		]);
		expect(proposedByBash("shipshape", "check", option, "=", `${ids[0]},`)).toEqual(ids.map((id) => `${ids[0]},${id}`));
		expect(proposedByBash("shipshape", "check", "--format", "x,js")).toEqual([]);
	});

	test("completes controls and shells", () => {
		expect(proposedByBash("shipshape", "explain", "")).toEqual(controls.map(({ id }) => id));
		expect(proposedByBash("shipshape", "completion", "")).toEqual([...shells]);
	});

	test("leaves names of files, and values that are free, to the shell", () => {
		expect(proposedByBash("shipshape", "check", "com")).toEqual([]);
		expect(proposedByBash("shipshape", "check", "--policy", "com")).toEqual([]);
		expect(readDefault()).toContain("-o default");
	});
});

/** How bash knows what to do where nothing is proposed. */
function readDefault(): string {
	const script = `source ${join(folder, "bash")}; complete -p shipshape`;
	return spawnSync("bash", ["--norc", "-c", script], { encoding: "utf8" }).stdout;
}

describe.each(shells)("%s", (shell) => {
	const check = shell === "fish" ? ["--no-execute"] : ["-n"];
	(isInstalled(shell) ? test : test.skip)("reads the code without an error", () => {
		const { status, stderr } = spawnSync(shell, [...check, join(folder, shell)], { encoding: "utf8" });
		expect([status, stderr]).toEqual([0, ""]);
	});

	test("gets every command, option and value", async () => {
		const code = await codeOf(shell);
		for (const [name, load] of Object.entries(commands)) {
			expect(code).toContain(name);
			for (const [option, one] of Object.entries((await load()).options)) {
				expect(code).toContain(shell === "fish" ? `from ${name}" -l ${option}` : `--${option}`);
				if (one.type === "choice") expect(code).toContain(one.choices.join(" "));
				if (one.type === "string" && one.words !== undefined) expect(code).toContain(one.words.join(" "));
			}
		}
	});
});

(isInstalled("zsh") ? test : test.skip)("zsh completes a command", () => {
	const script = `autoload -U compinit; compinit -D -u; source ${join(folder, "zsh")}; print -r -- $_comps[shipshape]`;
	expect(spawnSync("zsh", ["-f", "-c", script], { encoding: "utf8" }).stdout).toBe("_shipshape\n");
});

(isInstalled("fish") ? test : test.skip)("fish completes commands, options and values", () => {
	const proposed = (line: string): readonly string[] => {
		const script = `source ${join(folder, "fish")}; complete -C "${line}"`;
		const { stdout } = spawnSync("fish", ["--no-config", "-c", script], { encoding: "utf8" });
		return stdout.split("\n").map((one) => one.split("\t")[0] ?? "");
	};
	expect(proposed("shipshape ch")).toContain("check");
	expect(proposed("shipshape check --for")).toContain("--format");
	expect(proposed("shipshape check --format j")).toEqual(expect.arrayContaining(["json", "junit"]));
	expect(proposed("shipshape check --skip task-definition/tmpfs-si")).toContain("task-definition/tmpfs-size");
	expect(proposed("shipshape explain task-definition/tmpfs-si")).toContain("task-definition/tmpfs-size");
});

test.each([
	[["completion"], "completion takes one shell; write bash, zsh or fish"],
	[["completion", "bsh"], 'unknown shell "bsh"; write "bash"'],
])("%j is bad usage", async (args, error) => {
	expect(await runCli(args)).toEqual({ status: 2, printed: "", errors: [`shipshape: ${error}`] });
});
