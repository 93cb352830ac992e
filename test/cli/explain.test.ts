import { describe, expect, test } from "@jest/globals";
import { renderMarkdown } from "../../cli/render-markdown.ts";
import { ansiPaint, plainPaint } from "../../cli/terminal.ts";
import { controls } from "../../controls/index.ts";
import { runCli } from "../support/terminal.ts";

test("explain without a name lists every control with its severity and title", async () => {
	const { status, printed } = await runCli(["explain"]);
	const lines = printed.trimEnd().split("\n");
	expect(status).toBe(0);
	expect(lines).toHaveLength(controls.length);
	for (const [index, { id, severity, title }] of controls.entries()) {
		expect(lines[index]?.split(/ {2,}/)).toEqual([id, severity, title]);
	}
});

describe("a control's page", () => {
	test.each(controls.map(({ id, why, references }) => [id, why, references] as const))(
		"of %s explains why and lists references",
		async (id, why, references) => {
			const { status, printed } = await runCli(["explain", id]);
			expect(status).toBe(0);
			expect(printed.startsWith(`${id}\n`)).toBe(true);
			expect(printed).toContain(why);
			for (const reference of references) expect(printed).toContain(`- ${reference}\n`);
			expect(printed).not.toMatch(/^(?:#|```|<!--|\|)/m);
		},
	);

	test("is found by the last part of its name", async () => {
		expect((await runCli(["explain", "tmpfs-size"])).printed).toMatch(/^task-definition\/tmpfs-size\n/);
	});

	test.each([
		["tmpfs-siz", 'unknown control "tmpfs-siz"; write "tmpfs-size"'],
		["task-definition/tmpfs-siz", 'unknown control "task-definition/tmpfs-siz"; write "task-definition/tmpfs-size"'],
		["nothing-like-it", 'unknown control "nothing-like-it"; run shipshape explain to list all controls'],
		["size", 'unknown control "size"; run shipshape explain to list all controls'],
		["required-tag", 'unknown control "required-tag"; write "required-tags"'],
		[
			"required-tags",
			'several controls are called "required-tags"; write one of capacity-provider/required-tags, ' +
				"cluster/required-tags, repository/required-tags, service/required-tags, task-definition/required-tags",
		],
	])("is suggested when the name is unknown or ambiguous: %s", async (name, error) => {
		expect(await runCli(["explain", name])).toEqual({ status: 2, printed: "", errors: [`shipshape: ${error}`] });
	});

	test.each([
		["ECS.5", "task-definition/read-only-root"],
		["ecr.1", "repository/scan-on-push"],
		["ECS.17", "task-definition/no-host-namespaces"],
	])("is found by the id of the Security Hub control: %s", async (name, id) => {
		expect((await runCli(["explain", name])).printed).toMatch(new RegExp(`^${id}\n`));
	});

	test("is printed one at a time: two names are bad usage", async () => {
		expect((await runCli(["explain", "a", "b"])).errors).toEqual([
			"shipshape: explain takes one control; write one name",
		]);
	});
});

describe("Markdown in a terminal", () => {
	const page = `<!-- Generated -->

# title

Some words that are wrapped, with a [link](https://example.org) in them.

| A | B |
|---|---|
| 1 | 2 |

- an item that is wrapped twice
  - inside

\`\`\`yaml
# no heading
- <https://not.a.link>
\`\`\`

- <https://example.org>
`;

	test("keeps code unchanged and removes the markup", () => {
		expect(renderMarkdown(page, plainPaint, null)).toEqual([
			"title",
			"",
			"Some words that are wrapped, with a link (https://example.org) in them.",
			"",
			"A  B",
			"1  2",
			"",
			"- an item that is wrapped twice",
			"  - inside",
			"",
			"    # no heading",
			"    - <https://not.a.link>",
			"",
			"- https://example.org",
		]);
	});

	test("has bold headings and is wrapped to the width of the terminal", () => {
		const lines = renderMarkdown(page, ansiPaint, 24);
		expect(lines[0]).toBe("\u001b[1mtitle\u001b[22m");
		expect(lines.slice(2, 5)).toEqual(["Some words that are", "wrapped, with a link", "(https://example.org) in"]);
		expect(lines).toContain("- an item that is");
		expect(lines).toContain("  wrapped twice");
	});
});

describe("a table in a terminal", () => {
	const table = ["| Written | Judged |", "|---|---|", "| `/run/docker.sock` | CRITICAL |", "| `/usr` | passes |"].join(
		"\n",
	);

	test.each([null, 28])("is printed in columns when it fits (width %p)", (width) => {
		expect(renderMarkdown(`before\n\n${table}\nafter`, plainPaint, width)).toEqual([
			"before",
			"",
			"Written             Judged",
			"`/run/docker.sock`  CRITICAL",
			"`/usr`              passes",
			"after",
		]);
	});

	test("is printed as one paragraph per row when it does not fit", () => {
		expect(renderMarkdown(table, plainPaint, 27)).toEqual([
			"- `/run/docker.sock`",
			"  Judged: CRITICAL",
			"- `/usr`",
			"  Judged: passes",
		]);
	});

	test("wraps long cells", () => {
		const long = "| State | Verdict |\n|---|---|\n| PENDING | unknown until the last minute |";
		expect(renderMarkdown(long, plainPaint, 22)).toEqual([
			"- PENDING",
			"  Verdict: unknown",
			"  until the last",
			"  minute",
		]);
	});

	test("has a bold header", () => {
		expect(renderMarkdown(table, ansiPaint, 80)[0]).toBe("\u001b[1mWritten             Judged\u001b[22m");
	});
});
