import tmpfsSize from "../../controls/task-definition/tmpfs-size.ts";
import type { Control } from "../../core/control.ts";
import type { Severity } from "../../core/verdict.ts";
import type { ReportModel } from "../../report/model.ts";
import { anEntry, family, image, place, recorded, repository, someEntries } from "./report-entries.ts";
import { receivedMessage } from "./slack-message.ts";

/** A control of which only the texts matter here. */
function aControl(
	id: string,
	severity: Severity,
	title: string,
	why: string,
	aws?: string,
	{ chart, settings }: Pick<Control, "chart" | "settings"> = {},
): Control {
	const remediation = `Change it so that: ${title}.`;
	const on = id.split("/")[0] as Control["on"];
	const references = ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"];
	const examples = { pass: [], fail: [] };
	const evaluate = () => [];
	return {
		id,
		on,
		field: "name",
		title,
		severity,
		why,
		remediation,
		references,
		examples,
		evaluate,
		...(aws && { aws }),
		...(chart && { chart }),
		...(settings && { settings }),
	};
}

const controls: readonly Control[] = [
	aControl(
		"repository/scan-on-push",
		"HIGH",
		"Repositories are scanned on push",
		"An image that was never scanned may contain known vulnerabilities.",
		"ECR.1",
	),
	aControl(
		"repository/tag-immutability",
		"MEDIUM",
		"ECR repositories should have tag immutability configured",
		"Anyone who can push to a mutable tag can replace the image behind it after the scan.",
		"ECR.2",
	),
	aControl(
		"repository/lifecycle-policy",
		"MEDIUM",
		"Repositories have a lifecycle policy",
		"Images that are never pulled still cost money every month.",
		"ECR.3",
		{ chart: { kind: "lifecycle-savings" } },
	),
	aControl(
		"image/vulnerabilities",
		"HIGH",
		"Images stay below the allowed vulnerabilities",
		"Known vulnerabilities are the first thing an attacker tries.",
	),
	aControl(
		"image/scanned",
		"MEDIUM",
		"Container images should have a scan result",
		"Without a result nothing can be said about the image.",
	),
	aControl(
		"task-definition/read-only-root",
		"HIGH",
		"Containers should not be able to write to their root filesystem",
		"A writable root lets an intruder keep tools and change the program.",
		"ECS.5",
	),
	aControl(
		"task-definition/tmpfs-options",
		"MEDIUM",
		"Tmpfs mounts are noexec, nosuid and nodev",
		"Files in a writable mount must not be executable.",
	),
	aControl(
		"task-definition/tmpfs-size",
		"MEDIUM",
		"Tmpfs mounts leave memory to the process",
		"A tmpfs is charged to the container's memory.",
		undefined,
		tmpfsSize,
	),
];

const revision = "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web";

/** A report as a demo run produces it: some checks pass, some fail, one revision is blocked, one check is unknown. */
export const aReportModel = (more: Partial<ReportModel> = {}): ReportModel => ({
	account: place.account,
	region: place.region,
	generatedAt: "2026-11-21T13:32:00.000Z",
	mode: "enforce",
	entries: someEntries,
	controls,
	slack: [{ at: "2026-11-21T13:31:09.400Z", method: "POST", body: receivedMessage }],
	blocked: [
		{
			at: "2026-11-21T13:31:08.000Z",
			action: "deregister",
			resource: `${revision}:8`,
			because: ["task-definition/read-only-root"],
			outcome: "done",
		},
		{
			at: "2026-11-21T13:31:06.000Z",
			action: "deregister",
			resource: `${revision}:7`,
			because: ["task-definition/read-only-root"],
			outcome: "failed",
			reason: "ECS did not answer in time",
		},
	],
	outcome: {
		events: 27,
		routed: 22,
		unrouted: 5,
		verdicts: { fail: 9, unknown: 3, waived: 1, pass: 11, "not-applicable": 2 },
		deadLetters: 1,
		seconds: { start: 6.2, deploy: 18.4, events: 12.9, total: 38.1 },
	},
	...more,
});

/** An account in which nothing has been checked yet. */
export const anEmptyModel = (): ReportModel => aReportModel({ entries: [], slack: [], blocked: [] });

const longest = `${"x".repeat(120)}<script>"'&</script>{{7*7}}url(https://example.com/x.png)`;

/** Every untrusted string is `text`: names, reasons, remediation, vulnerabilities, messages. */
export function hostileModel(text: string = longest): ReportModel {
	const verdict = recorded("fail", text, {
		remediation: `${text}\n${text}`,
		containers: [text],
		fields: { lifecyclePolicy: text, freedBytes: "9", storagePrice: text, tmpfsMiB: "9", memoryMiB: "99" },
		vulnerabilities: [{ id: text, severity: text, package: text, installed: text, fixed: text, uri: text }],
		since: text,
		firstFailed: text,
	});
	const verdicts = {
		"repository/lifecycle-policy": verdict,
		"task-definition/tmpfs-size": verdict,
		"image/scanned": { ...verdict, status: "unknown" as const },
		[`a/${text}`]: { ...verdict, status: "waived" as const },
	};
	const about = { tags: text, revision: text };
	const subjects = [repository(text), { ...image(text, "a"), digest: text }, family(text)];
	const message = { text, blocks: [{ type: "section", text: { type: "plain_text", text } }, { type: text }] };
	return aReportModel({
		account: text,
		region: text,
		generatedAt: text,
		entries: subjects.map((subject) => ({ ...anEntry(subject, verdicts, about), readAt: text })),
		slack: [
			{ at: text, method: text, body: message },
			{ at: text, method: text, body: text },
		],
		blocked: [{ at: text, action: text, resource: text, because: [text], outcome: text, reason: text }],
		outcome: { events: 1, routed: 1, unrouted: 0, verdicts: { [text]: 1 }, deadLetters: 0, seconds: { [text]: 1 } },
	});
}
