import type { Status } from "../../core/verdict.ts";

/** The end state of one control on one subject: `gone` with the subject, `off` by the policy. Several are allowed where the specification leaves it open. */
export interface Expectation {
	readonly arn: string;
	readonly control: string;
	readonly allowed: readonly (Status | "gone" | "off")[];
	/** The control that reports why this one is unknown, which then opens no finding. */
	readonly explainedBy?: string;
}
