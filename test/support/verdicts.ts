import type { BlockRecord } from "../../core/block-record.ts";
import type { Control } from "../../core/control.ts";
import type { LedgerEntry, RecordedVerdict } from "../../core/ledger.ts";
import { arnOf, type TaskDefinitionSubject } from "../../core/subject.ts";
import type { Verdict } from "../../core/verdict.ts";
import { readAt } from "./builders.ts";

/** The family `web` in the samples' account. */
export const aFamily = (family = "web"): TaskDefinitionSubject => ({
	kind: "task-definition",
	partition: "aws",
	account: "111122223333",
	region: "ap-northeast-1",
	family,
});

/** A failing verdict on the family `web`. */
export const aVerdict = (verdict: Partial<Verdict> = {}): Verdict => ({
	control: "task-definition/read-only-root",
	subject: arnOf(aFamily()),
	status: "fail",
	severity: "HIGH",
	message: "the root filesystem is writable",
	remediation: "set readonlyRootFilesystem to true",
	field: "readonlyRootFilesystem",
	...verdict,
});

/** The same as the ledger stores it. */
export const aRecordedVerdict = (verdict: Partial<RecordedVerdict> = {}): RecordedVerdict => ({
	status: "fail",
	severity: "HIGH",
	message: "the root filesystem is writable",
	remediation: "set readonlyRootFilesystem to true",
	pending: false,
	containers: [],
	fields: {},
	vulnerabilities: [],
	since: readAt,
	firstFailed: readAt,
	...verdict,
});

/** The entry of an existing family without verdicts. */
export const anEntryOf = (entry: Partial<LedgerEntry> = {}): LedgerEntry => ({
	subject: aFamily(),
	arn: arnOf(aFamily()),
	readAt,
	rules: "rules-1",
	state: "present",
	controls: {},
	blocks: [],
	about: {},
	...entry,
});

/** Revision 8 of `web`, deregistered. */
export const aBlock = (block: Partial<BlockRecord> = {}): BlockRecord => ({
	action: "deregister",
	resource: `${arnOf(aFamily())}:${block.revision ?? 8}`,
	revision: 8,
	because: ["task-definition/read-only-root"],
	at: readAt,
	outcome: "done",
	...block,
});

/** The deployment of revision 8 of `web` to service shop/web, refused by the gate. */
export const aRefusal = (block: Partial<BlockRecord> = {}): BlockRecord =>
	aBlock({
		action: "gate",
		resource: "arn:aws:ecs:ap-northeast-1:111122223333:service-revision/shop/web/4712",
		reason: "the root filesystem is writable",
		...block,
	});

/** A control on task definitions that always passes. */
export const aControl = (control: Partial<Control> = {}): Control => ({
	id: "task-definition/read-only-root",
	on: "task-definition",
	field: "readonlyRootFilesystem",
	title: "Containers have a read-only root filesystem",
	severity: "HIGH",
	why: "What runs in the container cannot change its programs.",
	remediation: "set readonlyRootFilesystem to true",
	references: [],
	examples: { pass: [], fail: [] },
	evaluate: () => ({ status: "pass", message: "all is well" }),
	...control,
});
