import { describe, expect, test } from "@jest/globals";
import type { FormatName } from "../../../cli/format-names.ts";
import { github } from "../../../cli/formats/github.ts";
import { gitlab } from "../../../cli/formats/gitlab.ts";
import { text } from "../../../cli/formats/text.ts";
import type { VerdictReport } from "../../../cli/verdicts.d.ts";
import { aVerdict, formatOptions, resultWith } from "../../support/check-results.ts";
import { onlyControls, useFolder } from "../../support/cli-folder.ts";
import { aPlan } from "../../support/plan.ts";
import { runCli } from "../../support/terminal.ts";

const write = useFolder("shared-reasons");
const reason = "the containers are unknown (it is only known after apply)";
const controls = ["host-paths", "image-pinned", "read-only-root"].map((name) => `task-definition/${name}`);

/** The report on a plan in which the containers of these task definitions are only known after apply. */
async function reportOn(names: readonly string[], format: FormatName, ...args: readonly string[]): Promise<string> {
	const resources = names.map((name) => ({
		address: `aws_ecs_task_definition.${name}`,
		values: { family: name },
		unknown: { container_definitions: true },
	}));
	write("plan.json", JSON.stringify(aPlan(resources)));
	write("shipshape.yaml", ...onlyControls(...controls));
	return (await runCli(["check", "plan.json", "--format", format, ...args])).printed;
}

const linesWith = (printed: string): readonly string[] => printed.split("\n").filter((line) => line.includes(reason));

describe("what several controls cannot tell of a subject, for one reason, is said once", () => {
	test.each([[[]], [["--quiet"]]])("in text %j", async (args) => {
		expect(linesWith(await reportOn(["web"], "text", ...args))).toEqual([
			expect.stringMatching(
				/^ {2}aws_ecs_task_definition\.web: 3 controls cannot be judged: .*\) \(plan\.json:1:\d+\)$/,
			),
		]);
	});

	test("in text for several subjects that have it, up to three by name", async () => {
		const [line, ...others] = linesWith(await reportOn(["a", "b", "c", "d"], "text"));
		expect(others).toEqual([]);
		expect(line).toContain("aws_ecs_task_definition.c and 1 more: 3 controls cannot be judged: ");
		expect(line).toMatch(/ \(plan\.json:1:\d+ and 3 more\)$/);
	});

	test("in GitHub's annotations and GitLab's report, for each subject, with the names of the controls", async () => {
		const text = `3 controls cannot be judged: ${reason}. These are ${controls.join(", ")}`;
		const notices = linesWith(await reportOn(["web", "api"], "github"));
		expect(notices).toHaveLength(2);
		expect(notices[0]).toMatch(
			/^::notice file=plan\.json,line=1,col=\d+,title=3 controls of aws_ecs_task_definition\.web /,
		);
		expect(notices[0]).toContain(`::${text}`);
		const issues = JSON.parse(await reportOn(["web", "api"], "gitlab")) as {
			description: string;
			fingerprint: string;
		}[];
		expect(issues.map(({ description }) => description)).toEqual(
			["web", "api"].map((name) => `aws_ecs_task_definition.${name}: ${text}`),
		);
		expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
	});

	test("and in full by the formats for programs", async () => {
		const { verdicts } = JSON.parse(await reportOn(["web"], "json")) as VerdictReport;
		expect(verdicts.map(({ control }) => control)).toEqual(controls);
		expect((await reportOn(["web"], "csv")).match(/^"unknown"/gm)).toHaveLength(3);
		expect((await reportOn(["web"], "junit")).match(/<skipped/g)).toHaveLength(3);
		const { invocations } = JSON.parse(await reportOn(["web"], "sarif")).runs[0];
		expect(JSON.stringify(invocations).match(/ is unknown: /g)).toHaveLength(3);
	});
});

test("failures, other reasons, and the same one of other containers and controls are not lost", () => {
	const [a = "", b = ""] = controls;
	const unknown = (control: string, container: string, message: string) =>
		aVerdict({ control, container, status: "unknown", message });
	const judged = resultWith(
		unknown(a, "x", "container x is unknown"),
		unknown(a, "y", "container y is unknown"),
		unknown(b, "y", "container y is unknown"),
		unknown(b, "x", "only here"),
		aVerdict({ message: "container x is unknown", container: "x" }),
	);
	const printed = [...text(judged, formatOptions)].join("");
	expect(printed).toContain("\n  web.json: 2 controls cannot be judged: the container is unknown (web.json:3:5)\n");
	expect(printed).toContain(`\n  ${b}: 1 unknown\n      only here (web.json:3:5)\n`);
	expect(printed).toContain("1 file: 1 failure (1 HIGH), 4 unknown");
	expect([...github(judged, formatOptions)].filter((line) => line.startsWith("::"))).toHaveLength(3);
	expect(JSON.parse([...gitlab(judged, formatOptions)].join(""))).toHaveLength(3);
});

test("the reasons of containers that depend on the same value are one, without their names", () => {
	const either = (container: string) =>
		aVerdict({ container, status: "unknown", message: `container ${container} is a; or: container ${container} is b` });
	const printed = [...text(resultWith(either("x"), either("y")), formatOptions)].join("");
	expect(printed).toContain("\n      the container is a; or: the container is b (web.json:3:5 and 1 more)\n");
});
