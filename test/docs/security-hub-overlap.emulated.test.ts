import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Loopback, listen } from "../../demo/doubles/loopback.ts";
import { blocksOf, sectionOf, textOf } from "../support/docs.ts";
import { describeEmulated } from "../support/emulated.ts";
import { type Finished, programs, runShell } from "../support/shell.ts";

/*
 * The commands of the page with the AWS CLI, and the two operations of Security Hub that they call, as in its service model.
 */

const [script = ""] = blocksOf(sectionOf(textOf("docs/security-hub-overlap.md"), "What to disable")).map(
	({ text }) => text,
);
const standards = ["aws-foundational-security-best-practices/v/1.0.0", "nist-800-53/v/5.0.0"].map(
	(name) => `arn:aws:securityhub:eu-west-1::standards/${name}`,
);

/** The AWS CLI takes a second and more to start, so two of the controls must do; another test compares the list. */
const shortened = script.replace(/^for control in [\s\S]*?; do$/m, "for control in ECR.1 ECR.3; do");

/** ECR.3 is disabled in the second standard already. */
const statusOf = (control: string, standard: string): string =>
	control === "ECR.3" && standard === standards[1] ? "DISABLED" : "ENABLED";

describeEmulated("what docs/security-hub-overlap.md says to run", () => {
	const folder = mkdtempSync(join(tmpdir(), "shipshape-overlap-"));
	const updates: Readonly<Record<string, string>>[] = [];
	let server: Loopback;
	let finished: Finished;

	beforeAll(async () => {
		server = await listen(({ method, path, body }) => {
			if (method === "PATCH" && path === "/associations") {
				updates.push(...JSON.parse(body).StandardsControlAssociationUpdates);
				return { status: 200, body: '{"UnprocessedAssociationUpdates": []}' };
			}
			const control = new URL(path, "http://localhost").searchParams.get("SecurityControlId") ?? "";
			const summaries = standards.map((StandardsArn) => ({
				...{ StandardsArn, SecurityControlId: control, AssociationStatus: statusOf(control, StandardsArn) },
				...{ SecurityControlArn: `arn:aws:securityhub:eu-west-1:777788889999:security-control/${control}` },
			}));
			return { status: 200, body: JSON.stringify({ StandardsControlAssociationSummaries: summaries }) };
		});
		const env = {
			PATH: `${programs(folder, "")}:${process.env["PATH"] ?? ""}`,
			HOME: folder,
			AWS_ENDPOINT_URL: server.url,
			AWS_ACCESS_KEY_ID: "777788889999",
			AWS_SECRET_ACCESS_KEY: "local",
			AWS_DEFAULT_REGION: "eu-west-1",
		};
		finished = await runShell(env, folder, shortened);
	}, 300_000);

	afterAll(async () => {
		await server.close();
		rmSync(folder, { recursive: true });
	});

	test("disables each control in each standard in which it is enabled, with a reason", () => {
		expect(finished).toMatchObject({ status: 0, errors: "" });
		const update = { AssociationStatus: "DISABLED", UpdatedReason: "Shipshape" };
		expect(updates).toEqual([
			{ StandardsArn: standards[0], SecurityControlId: "ECR.1", ...update },
			{ StandardsArn: standards[1], SecurityControlId: "ECR.1", ...update },
			{ StandardsArn: standards[0], SecurityControlId: "ECR.3", ...update },
		]);
	});
});
