import { expect, test } from "@jest/globals";
import { controls } from "../../../controls/index.ts";
import { indexPage, pageOf } from "../../../scripts/generate/pages.ts";

const control = (id: string) => {
	const found = controls.find((candidate) => candidate.id === id);
	if (found === undefined) throw new Error(`no control ${id}`);
	return found;
};

test("a page says what is judged, why, what to do, and shows examples with their verdicts", () => {
	const page = pageOf(control("task-definition/tmpfs-size"), "## More\n\ntext\n");
	expect(page.split("\n").filter((line) => line.startsWith("#"))).toEqual([
		"# task-definition/tmpfs-size",
		"## Why",
		"## What to do",
		"## Settings",
		"## What passes",
		"## What fails",
		"## More",
		"## References",
	]);
	expect(page).toContain("    warn: 0.2\n    maximum: 0.3\n");
	expect(page).toContain(
		"- No size\n  - MEDIUM: container with-no-size: tmpfs /tmp has no size. Set a size for tmpfs /tmp",
	);
	expect(page).toContain("  - the tmpfs mounts of container with-150: 150 MiB is 15% of the task's 1000 MiB\n");
});

test("a control without settings and longer text has no sections for them", () => {
	const page = pageOf(control("task-definition/read-only-root"), null);
	expect(page).not.toContain("## Settings");
	expect(page).toContain("| task-definition | HIGH | ECS.5 | yes |");
	expect(page).toMatch(/\n\n## References\n\n- <https:[^\n]*\n- <https:[^\n]*>\n$/);
});

test("a page says from which severity on a control stops a deploy", () => {
	expect(pageOf({ ...control("image/scanned"), blocking: "CRITICAL" }, null)).toContain(
		"| image | MEDIUM | – | from CRITICAL on |",
	);
});

test("the table links to the pages from where it stands", () => {
	const row = indexPage([control("repository/scan-on-push")])
		.trimEnd()
		.split("\n")
		.at(-1);
	expect(row).toBe(
		"| [repository/scan-on-push](repository/scan-on-push.md) | ECR repositories should scan images when they are pushed | HIGH | ECR.1 | – |",
	);
	expect(
		indexPage(controls)
			.split("\n")
			.filter((line) => line.startsWith("| [")),
	).toHaveLength(controls.length);
});
