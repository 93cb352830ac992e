/** Ordered from worst to mildest; ASFF's `Severity.Label` has the same five. */
export const severities = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const;
export type Severity = (typeof severities)[number];

/** Ordered by what decides when the verdicts of several containers are folded into one. */
export const statuses = ["fail", "unknown", "waived", "pass", "not-applicable"] as const;
export type Status = (typeof statuses)[number];

/** What a control says about a subject, or about one container of it. */
export interface Judgement {
	readonly status: Exclude<Status, "waived">;
	/** One sentence with the name of what caused it. */
	readonly message: string;
	/** What to write instead; the control's own advice when absent. */
	readonly remediation?: string;
	/** When it differs from the control's. */
	readonly severity?: Severity;
	readonly container?: string;
	/** Only with `unknown`: the answer is on its way and will be looked at again by itself. */
	readonly pending?: boolean;
	/** What caused it, narrower than the control's own `field`: `linuxParameters.tmpfs.1.size`; positions in lists count from 0. */
	readonly field?: string;
	/** Exact values for machines; become the finding's ProductFields. Never a secret, never an environment value. */
	readonly fields?: Readonly<Record<string, string>>;
	/** The worst vulnerabilities, for ASFF's `Vulnerabilities`. */
	readonly vulnerabilities?: readonly ReportedVulnerability[];
}

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
}

/** A judgement with everything filled in: one for every control, subject and container. */
export interface Verdict extends Omit<Judgement, "status"> {
	readonly control: string;
	readonly subject: string;
	readonly status: Status;
	readonly severity: Severity;
	readonly remediation: string;
	readonly field: string;
	/** Only with `waived`: who answers for it, why and until when (YYYY-MM-DD); of several the one that ends first. */
	readonly waiver?: { readonly owner: string; readonly reason: string; readonly expires: string };
	/** Every waiver of the policy that is about this control and subject; absent when there is none. */
	readonly waivers?: readonly WaiverMark[];
}

export interface WaiverMark {
	/** Its position in the policy's list, from 0. */
	readonly waiver: number;
	/** `expired`: it would hide the failure; `nothing`: there is nothing to hide; `unseen`: nobody knows, the verdict is unknown. */
	readonly effect: "hides" | "expired" | "nothing" | "unseen";
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
	if (first === undefined) throw new RangeError("nothing to fold: a control gave no verdict");
	return rest.reduce((worst, next) => (compareVerdicts(next, worst) < 0 ? next : worst), first);
}
