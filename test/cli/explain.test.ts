import { describe, expect, test } from "@jest/globals";
import { pageLines } from "../../cli/page-lines.ts";
import { inColour, plain } from "../../cli/terminal.ts";
import { controls } from "../../controls/index.ts";
import { ran } from "../support/terminal.ts";

test("without a name it lists every control with its severity and title", async () => {
	const { status, printed } = await ran(["explain"]);
	const lines = printed.trimEnd().split("\n");
	expect(status).toBe(0);
	expect(lines).toHaveLength(controls.length);
	for (const [index, { id, severity, title }] of controls.entries()) {
		expect(lines[index]?.split(/ {2,}/)).toEqual([id, severity, title]);
	}
});

describe("a control's page", () => {
	test.each(controls.map(({ id, why, references }) => [id, why, references] as const))(
		"%s says why, and what to read",
		async (id, why, references) => {
			const { status, printed } = await ran(["explain", id]);
			expect(status).toBe(0);
			expect(printed.startsWith(`${id}\n`)).toBe(true);
			expect(printed).toContain(why);
			for (const reference of references) expect(printed).toContain(`- ${reference}\n`);
			expect(printed).not.toMatch(/^(?:#|```|<!--|\|)/m);
		},
	);

	test("is found by the last part of its name", async () => {
		expect((await ran(["explain", "tmpfs-size"])).printed).toMatch(/^task-definition\/tmpfs-size\n/);
	});

	test.each([
		["tmpfs-siz", 'there is no control "tmpfs-siz"; write "tmpfs-size"'],
		[
			"task-definition/tmpfs-siz",
			'there is no control "task-definition/tmpfs-siz"; write "task-definition/tmpfs-size"',
		],
		["nothing-like-it", 'there is no control "nothing-like-it"; write shipshape explain for the list'],
		["size", 'there is no control "size"; write shipshape explain for the list'],
	])("that there is none of: %s", async (name, complaint) => {
		expect(await ran(["explain", name])).toEqual({ status: 2, printed: "", complaints: [`shipshape: ${complaint}`] });
	});

	test.each([
		["ECS.5", "task-definition/read-only-root"],
		["ecr.1", "repository/scan-on-push"],
		["ECS.17", "task-definition/no-host-namespaces"],
	])("is found by what Security Hub calls it: %s", async (name, id) => {
		expect((await ran(["explain", name])).printed).toMatch(new RegExp(`^${id}\n`));
	});

	test("one at a time", async () => {
		expect((await ran(["explain", "a", "b"])).complaints).toEqual([
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

- an item that is wrapped too
  - inside

\`\`\`yaml
# no heading
- <https://not.a.link>
\`\`\`

- <https://example.org>
`;

	test("keeps code as it is and leaves the marks out", () => {
		expect(pageLines(page, plain, null)).toEqual([
			"title",
			"",
			"Some words that are wrapped, with a link (https://example.org) in them.",
			"",
			"A  B",
			"1  2",
			"",
			"- an item that is wrapped too",
			"  - inside",
			"",
			"    # no heading",
			"    - <https://not.a.link>",
			"",
			"- https://example.org",
		]);
	});

	test("has bold headings and lines as wide as the terminal", () => {
		const lines = pageLines(page, inColour, 24);
		expect(lines[0]).toBe("\u001b[1mtitle\u001b[22m");
		expect(lines.slice(2, 5)).toEqual(["Some words that are", "wrapped, with a link", "(https://example.org) in"]);
		expect(lines).toContain("- an item that is");
		expect(lines).toContain("  wrapped too");
	});
});

describe("a table in a terminal", () => {
	const table = ["| Written | Judged |", "|---|---|", "| `/run/docker.sock` | CRITICAL |", "| `/usr` | passes |"].join(
		"\n",
	);

	test.each([null, 28])("is in columns where it fits (%p)", (width) => {
		expect(pageLines(`before\n\n${table}\nafter`, plain, width)).toEqual([
			"before",
			"",
			"Written             Judged",
			"`/run/docker.sock`  CRITICAL",
			"`/usr`              passes",
			"after",
		]);
	});

	test("is a paragraph for each row where it does not", () => {
		expect(pageLines(table, plain, 27)).toEqual([
			"- `/run/docker.sock`",
			"  Judged: CRITICAL",
			"- `/usr`",
			"  Judged: passes",
		]);
	});

	test("wraps what is long in a row, under its cell", () => {
		const long = "| State | Verdict |\n|---|---|\n| PENDING | unknown until the last minute |";
		expect(pageLines(long, plain, 22)).toEqual(["- PENDING", "  Verdict: unknown", "  until the last", "  minute"]);
	});

	test("has a bold header", () => {
		expect(pageLines(table, inColour, 80)[0]).toBe("\u001b[1mWritten             Judged\u001b[22m");
	});
});
