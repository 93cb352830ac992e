import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { textOf } from "../support/docs.ts";
import { root } from "../support/emulated.ts";

const section = textOf("docs/enforcement.md").split("## Tasks that are no deployments")[1]?.split("\n## ")[0] ?? "";
const commands = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = ""]) => script);

/** The AWS CLI as the commands use it: the output of the stack, and a policy whose document has to be JSON in a file. */
const aws = `aws() {
  case "$1 $2" in
    "cloudformation describe-stacks") [[ "$*" == *"OutputKey=='TaskDefinitionRegisteredRoleArn'"* ]] && echo arn:aws:iam::111122223333:role/of-the-stack ;;
    "iam create-policy") echo "$4"; cat "\${6#file://}" > "created-$4.json" ;;
    *) return 1 ;;
  esac
}`;

test("the commands of the page create the policies, with the role of the stack", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-policies-"));
	try {
		cpSync(join(root, "infra", "policies"), join(folder, "infra", "policies"), { recursive: true });
		const script = ["set -e", aws, ...commands].join("\n");
		const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
		expect([status, stderr]).toEqual([0, ""]);
		expect(stdout.trim().split("\n")).toEqual(["shipshape-protect-block-tag", "shipshape-deny-blocked-tasks"]);
		const created = JSON.parse(readFileSync(join(folder, "created-shipshape-protect-block-tag.json"), "utf8"));
		const [{ Condition }] = created.Statement;
		expect(Condition.ArnNotLike).toEqual({ "aws:PrincipalArn": ["arn:aws:iam::111122223333:role/of-the-stack"] });
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test("the page names every document", () => {
	for (const name of ["deny-blocked-tasks", "protect-block-tag", "deny-services"])
		expect(section).toContain(`\`${name}.json\``);
});
