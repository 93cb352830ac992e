import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { controls } from "../../../controls/index.ts";
import type { Subject } from "../../../core/subject.ts";
import { adviceAbove, fixCommandFor } from "../../../domain/notifications/fix-commands.ts";
import { clusterSubject, repositorySubject, serviceSubject } from "../../support/entries.ts";
import { textOf } from "../../support/sources.ts";
import { aFamily } from "../../support/verdicts.ts";

const commandOf = (control: string, subject: Subject) =>
	fixCommandFor(controls.find(({ id }) => id === control) ?? {}, subject);

describe("the command that fixes a failure", () => {
	test.each<[string, Subject, string | null]>([
		[
			"repository/tag-immutability",
			repositorySubject("team/payments"),
			"aws ecr put-image-tag-mutability --repository-name team/payments --image-tag-mutability IMMUTABLE --region ap-northeast-1",
		],
		[
			"service/exec-needs-writable-root",
			serviceSubject("web", "shop"),
			"aws ecs update-service --cluster shop --service web --no-enable-execute-command --force-new-deployment --region ap-northeast-1",
		],
		[
			"cluster/container-insights",
			clusterSubject("shop"),
			"aws ecs update-cluster-settings --cluster shop --settings name=containerInsights,value=enhanced --region ap-northeast-1",
		],
		["repository/lifecycle-policy", repositorySubject(), null],
		["task-definition/read-only-root", aFamily(), null],
	])("of %s", (control, subject, command) => {
		expect(commandOf(control, subject)).toBe(command);
	});

	test.each(["a b", "$(id)", "`id`", "it's", '"', "a;b", "a\\", "NAME", "--cluster", "!!", "*", "~"])(
		"passes the name %s to a shell as one argument",
		(name) => {
			const command = fixCommandFor({ fixCommand: "printf %s\\n NAME" }, repositorySubject(name)) ?? "";
			const printed = execFileSync("bash", ["-c", command.replace(/ --region .*$/, "")], { encoding: "utf8" });
			expect(printed).toBe(`${name}\n`);
		},
	);

	test.each(["a\nb", "a\u202eb", "", "ä"])("is left out for a name that a line cannot show: %j", (name) => {
		expect(fixCommandFor({ fixCommand: "aws it NAME" }, repositorySubject(name))).toBeNull();
	});

	test("is not in the advice above it, whose sentences remain whole", () => {
		const advice = controls
			.filter(({ fixCommand }) => fixCommand !== undefined)
			.map((control) => adviceAbove(control, control.remediation));
		expect(advice).toContain("Enable it. The value enabled is sufficient and costs less.");
		expect(advice.filter((text) => /aws|NAME|:/.test(text) || !text.endsWith("."))).toEqual([]);
		expect(adviceAbove({}, "Set it: aws it NAME.")).toBe("Set it: aws it NAME.");
	});

	test("is in the remediation page of its control, with names that its kind of subject has", () => {
		for (const { id, on, fixCommand } of controls) {
			if (fixCommand === undefined) continue;
			expect(fixCommand).toMatch(/^aws ec[rs] [a-z-]+( [\w.,=-]+)+$/);
			expect(/ CLUSTER\b/.test(fixCommand)).toBe(on === "service");
			const page = textOf(`controls/${id}.md`);
			expect(page).toMatch(new RegExp(fixCommand.replaceAll(/\b(?:NAME|CLUSTER)\b/g, "\\S+")));
		}
	});
});
