/** What `shipshape check --format json` prints; changed only together with `schemaVersion`. */
export interface VerdictReport {
	readonly schemaVersion: "1";
	readonly tool: { readonly name: "shipshape"; readonly version: string };
	/** `file`: as `--policy` names it, or relative to the working directory; null for the default policy. `name`: the file, or `default policy`. */
	readonly policy: { readonly file: string | null; readonly name: string };
	/** How many of the verdicts below have each status. */
	readonly summary: Readonly<Record<VerdictStatus, number>>;
	/** One per control, subject and container, in the order of the files and of their content. */
	readonly verdicts: readonly FileVerdict[];
	/**
	 * What only AWS can answer, such as the vulnerabilities of an image, and each control on a service, a cluster or a capacity provider:
	 * neither a pass nor a failure, not among the verdicts, and not counted by --strict. The deployed pipeline answers it for what is in
	 * the account.
	 */
	readonly needsAws: readonly Omit<
		FileVerdict,
		"status" | "severity" | "remediation" | "waiver" | "ignore" | "inBaseline"
	>[];
	/** What could not be read, and was therefore not checked. */
	readonly unread: readonly UnreadFile[];
	/** Files found in folders that are of no supported kind. */
	readonly unrecognized: readonly string[];
	/** What options, the policy and `.gitignore` have left out, in words: `2 controls skipped by --skip`. */
	readonly leftOut: readonly string[];
}

export interface UnreadFile {
	readonly file: string;
	/** Null if the problem has no place in the file. */
	readonly line: number | null;
	readonly column: number | null;
	/** `file`: nothing in it was checked; `part`: the rest of it was; `ignore`: all of it was, but an ignore in it is not valid. */
	readonly extent: "file" | "part" | "ignore";
	/** What is wrong, and what to do. */
	readonly message: string;
}

export type VerdictStatus = "pass" | "fail" | "unknown" | "waived" | "not-applicable";
export type VerdictSeverity = "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL";

export interface FileVerdict {
	/** `task-definition/read-only-root`. */
	readonly control: string;
	/** The path of the file as given; `path#name` when a file holds several resources. */
	readonly subject: string;
	/** The family or the name of the repository, as far as the file says it. */
	readonly name?: string;
	/**
	 * What the tool that wrote the file calls the resource: the address in Terraform (`aws_ecs_task_definition.web`), the path of the
	 * construct in the CDK (`Shop/Web/TaskDef/Resource`), otherwise its name in the file; absent if the file is the resource.
	 */
	readonly address?: string;
	readonly location: FileLocation;
	readonly container?: string;
	readonly status: VerdictStatus;
	readonly severity: VerdictSeverity;
	readonly message: string;
	/** How to fix it. */
	readonly remediation: string;
	/** With `waived` by the policy only: the owner, the reason and the expiry date. */
	readonly waiver?: VerdictWaiver;
	/** `false` with a `fail` that does not make the command fail; otherwise absent. */
	readonly blocks?: boolean;
	/** With `waived` by the file itself only: the ignore in place. */
	readonly ignore?: VerdictIgnore;
	/** With `waived` by the baseline only. */
	readonly inBaseline?: true;
}

/** What `shipshape gate --format json` prints; changed only together with `schemaVersion`. */
export interface GateReport {
	readonly schemaVersion: "1";
	readonly tool: { readonly name: "shipshape"; readonly version: string };
	/** `file`: null for the default policy. `name`: the file, or `default policy`. The mode does not change the decision. */
	readonly policy: {
		readonly file: string | null;
		readonly name: string;
		readonly mode: "audit" | "enforce";
		readonly block: {
			readonly gate: boolean;
			readonly onUnscanned: "allow" | "block";
			readonly onUnknown: "allow" | "block";
			readonly onOtherRegistry: "allow" | "block";
			readonly protected: readonly string[];
		};
	};
	/** `no-answer`: nothing blocks, but something could not be read. `off`: `block.gate` is false, and nothing was judged. */
	readonly decision: "blocked" | "not-blocked" | "no-answer" | "off";
	readonly waitedSeconds: number;
	/** In the order of the command line. */
	readonly subjects: readonly GateSubjectReport[];
}

export interface GateSubjectReport {
	/** As it was written on the command line. */
	readonly given: string;
	readonly kind: "image" | "task-definition";
	/** `CLUSTER/SERVICE` of `--service`, as deployed to which a task definition was judged; null without it. */
	readonly service: string | null;
	/**
	 * `would-have`: the policy's mode is audit for the service. `off`: `block.gate` is false for it. `unread`: there is no answer, because
	 * something could not be read.
	 */
	readonly decision: "blocked" | "would-have" | "protected" | "overridden" | "allowed" | "off" | "unread";
	/** Of `would-have`, `protected` and `overridden`: why it is not blocked, such as until when and why somebody answers for it. */
	readonly reason: string | null;
	/** Of the image, or of the revision; null for a file, and for what was not found. */
	readonly arn: string | null;
	/** Of an image: the digest that was judged. */
	readonly digest: string | null;
	/** The images in the registry that would run. */
	readonly images: readonly { readonly repository: string; readonly digest: string }[];
	/** The images that a task definition names and that were not read, as it names them: those of any other registry, account or Region, too. */
	readonly imagesNotRead: readonly string[];
	readonly unread: string | null;
	readonly verdicts: readonly GateVerdict[];
}

export interface GateVerdict extends Omit<FileVerdict, "location" | "blocks"> {
	/** Null for what is in AWS. */
	readonly location: FileLocation | null;
	/** Whether it is a reason to stop the deployment. */
	readonly blocks: boolean;
}

/** What `shipshape slack-preview` prints; changed only together with `schemaVersion`. */
export interface SlackPreview {
	readonly schemaVersion: "1";
	readonly messages: readonly SlackPreviewMessage[];
}

export interface SlackPreviewMessage {
	/** What it is about, as in the verdicts; several in a digest. */
	readonly subjects: readonly string[];
	/** In words: `channel #payments`, `the default webhook`. */
	readonly to: string;
	/** Neither `channel` nor `webhook`: the webhook that the Slack secret has for what no route matches. `webhook`: its name in the secret. */
	readonly destination: {
		readonly channel?: string;
		readonly webhook?: string;
		readonly minimumSeverity: VerdictSeverity;
	};
	/** For notifications and screen readers. */
	readonly text: string;
	/** Block Kit. */
	readonly blocks: readonly object[];
}

/** Line and column start at 1. */
export interface FileLocation {
	readonly file: string;
	readonly line: number;
	readonly column: number;
}

export interface VerdictWaiver {
	readonly owner: string;
	readonly reason: string;
	/** A date, `2026-12-31`. */
	readonly expires: string;
}

/** A comment `shipshape:ignore`, or the metadata of a resource. */
export interface VerdictIgnore {
	readonly reason: string;
	readonly location: FileLocation;
}
