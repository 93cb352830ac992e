import { truncate } from "../../core/text.ts";
import type { Severity } from "../../core/verdict.ts";
import type { ReplyTerms } from "./request.ts";

/**
 * What a Lambda hook answers. Fields and values: CloudFormation Hooks user guide, "Create Lambda functions to evaluate resources for
 * Lambda Hooks" ("Response input"). SUCCESS lets the operation go on; with FAILED the hook's failure mode decides.
 */
export interface ResourceReply {
	readonly hookStatus: "SUCCESS" | "FAILED";
	/** Only with FAILED. `InternalFailure`: the resource could not be evaluated. */
	readonly errorCode?: "NonCompliant" | "InternalFailure";
	readonly message: string;
	readonly clientRequestToken?: string;
	readonly annotations?: readonly Annotation[];
}

/** One failed control, for `aws cloudformation get-hook-result`. Fields: CloudFormation API reference, Annotation. */
interface Annotation {
	readonly annotationName: string;
	readonly status: "FAILED";
	readonly statusMessage: string;
	readonly remediationMessage: string;
	readonly severityLevel: Severity;
}

/** One reason for the answer. */
export interface Finding {
	readonly control: string;
	readonly message: string;
	readonly remediation: string;
	readonly severity: Severity;
}

/** `findings`: what is wrong with the resource; empty if nothing is. */
export interface Answer extends Pick<ResourceReply, "hookStatus" | "errorCode"> {
	/** One sentence, without the findings. */
	readonly summary: string;
	readonly findings: readonly Finding[];
}

/** So that the reply stays small, whatever the policy and the resource. */
const [maxAnnotations, maxStatus] = [50, 2_000];

export function replyTo(
	{ clientRequestToken, maxMessage }: ReplyTerms,
	{ hookStatus, errorCode, summary, findings }: Answer,
): ResourceReply {
	const reasons = findings.map(({ control, message, remediation }) => `${control}: ${message}. ${remediation}`);
	return {
		hookStatus,
		...(errorCode === undefined ? {} : { errorCode }),
		message: truncate([summary, ...new Set(reasons)].join(" | "), maxMessage),
		...(clientRequestToken === null ? {} : { clientRequestToken }),
		...(findings.length === 0 ? {} : { annotations: findings.slice(0, maxAnnotations).map(annotationOf) }),
	};
}

const annotationOf = ({ control, message, remediation, severity }: Finding): Annotation => ({
	annotationName: control,
	status: "FAILED",
	statusMessage: truncate(message, maxStatus),
	remediationMessage: truncate(remediation, maxStatus),
	severityLevel: severity,
});
