/** Ordered from worst to mildest; ASFF's `Severity.Label` has the same five. */
export const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const;
export type Severity = (typeof severities)[number];

/** In the order in which they decide when the verdicts on several containers are combined into one. */
export const statuses = ["fail", "unknown", "waived", "pass", "not-applicable"] as const;
export type Status = (typeof statuses)[number];

/** The answer of a control for a subject or for one of its containers. */
export interface Judgement {
	readonly status: Exclude<Status, "waived">;
	/** One sentence that names the cause. */
	readonly message: string;
	/** What to write instead; absent: the control's own remediation. */
	readonly remediation?: string;
	/** Absent: the control's own severity. */
	readonly severity?: Severity;
	readonly container?: string;
	/** Only with `unknown`: a result is expected, and the subject is checked again automatically. */
	readonly pending?: boolean;
	/** Only with `unknown`: it stays so whatever AWS answers, as for an image in a registry that is not read. Nobody is notified of it. */
	readonly isByDesign?: true;
	/** Only with `unknown`, of a file: what is missing cannot be written in such a file, only AWS can answer. */
	readonly needsAws?: true;
	/** Only with `unknown`: the id of the control that fails for the same reason and is reported instead. */
	readonly explainedBy?: string;
	/** Only with `fail` or `unknown`: what is missing, if nothing is known to be wrong. Absent: see `gapsOf`. */
	readonly gaps?: readonly Gap[];
	/** The cause, narrower than the control's own `field`: `linuxParameters.tmpfs.1.size`; positions in lists count from 0. */
	readonly field?: string;
	/** Exact values for programs; become the finding's ProductFields. Never a secret or the value of an environment variable. */
	readonly fields?: Readonly<Record<string, string>>;
	/** The worst vulnerabilities, for ASFF's `Vulnerabilities`. */
	readonly vulnerabilities?: readonly ReportedVulnerability[];
}

/** A reason for a verdict other than a known defect. The policy decides whether it blocks: `block.onUnscanned`, `block.onUnknown`. */
export type Gap = "unscanned" | "unknown";

/** What is missing for a verdict: nothing for a failure, unless it says so; an unknown verdict is a gap by itself. */
export const gapsOf = ({ status, gaps }: { readonly status: Status; readonly gaps?: readonly Gap[] }): readonly Gap[] =>
	gaps ?? (status === "unknown" ? ["unknown"] : []);

export interface ReportedVulnerability {
	readonly id: string;
	readonly severity: string;
	readonly package?: string;
	readonly installed?: string;
	readonly fixed?: string;
	readonly uri?: string;
	readonly fixAvailable?: string;
	readonly exploitAvailable?: boolean;
	readonly epss?: number;
	/** One of those of which there are more than the policy tolerates. */
	readonly isExcess?: true;
}

/** The longest list of vulnerabilities in a verdict. */
export const maxReportedVulnerabilities = 20;

/** The first ones, each once for every package. */
export function reportableVulnerabilities(all: readonly ReportedVulnerability[]): readonly ReportedVulnerability[] {
	const seen = new Set<string>();
	// Not with Map.groupBy, which Node 20, on which the command line runs, does not have.
	const isFirst = (one: ReportedVulnerability): boolean =>
		seen.size < seen.add(JSON.stringify([one.id, one.package, one.installed])).size;
	return all.filter(isFirst).slice(0, maxReportedVulnerabilities);
}

/** A complete judgement: one for each control, subject and container. */
export interface Verdict extends Omit<Judgement, "status"> {
	readonly control: string;
	readonly subject: string;
	readonly status: Status;
	readonly severity: Severity;
	readonly remediation: string;
	readonly field: string;
	/** Only with `waived`: owner, reason and last day (YYYY-MM-DD) of the waiver; of several, the one that expires first. */
	readonly waiver?: { readonly owner: string; readonly reason: string; readonly expires: string };
	/** Every waiver of the policy for this control and subject; absent if there is none. */
	readonly waivers?: readonly WaiverMark[];
}

export interface WaiverMark {
	/** Its position in the policy's list, from 0. */
	readonly waiver: number;
	/** `hides`: hides the failure; `expired`: would hide it; `none`: there is no failure; `unknown`: the verdict is unknown. */
	readonly effect: "hides" | "expired" | "none" | "unknown";
}

export const pass = (message: string, more: Partial<Judgement> = {}): Judgement => ({
	...more,
	status: "pass",
	message,
});
export const fail = (message: string, more: Partial<Judgement> = {}): Judgement => ({
	...more,
	status: "fail",
	message,
});
export const unknown = (message: string, more: Partial<Judgement> = {}): Judgement => ({
	...more,
	status: "unknown",
	message,
});
export const notApplicable = (message: string, more: Partial<Judgement> = {}): Judgement => ({
	...more,
	status: "not-applicable",
	message,
});

/** Negative when `a` is worse than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number => severities.indexOf(a) - severities.indexOf(b);

export const worseSeverity = (a: Severity, b: Severity): Severity => (compareSeverity(a, b) <= 0 ? a : b);

export function isSeverity(text: string): text is Severity {
	return (severities as readonly string[]).includes(text);
}

type Ranked = { readonly status: Status; readonly severity: Severity };

/** Negative when `a` decides before `b`: worst status first, then worst severity. */
export const compareVerdicts = (a: Ranked, b: Ranked): number =>
	statuses.indexOf(a.status) - statuses.indexOf(b.status) || compareSeverity(a.severity, b.severity);

/** The verdict that decides among those of one control's containers: worst status first, then worst severity. */
export function worstVerdict<T extends Ranked>(verdicts: readonly T[]): T {
	const [first, ...rest] = verdicts;
	if (first === undefined) throw new RangeError("a control returned no verdict");
	return rest.reduce((worst, next) => (compareVerdicts(next, worst) < 0 ? next : worst), first);
}
