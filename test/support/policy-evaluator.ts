import { spawnSync } from "node:child_process";
import { python } from "./emulated.ts";

/** A policy document of IAM. */
export interface PolicyDocument {
	readonly Version: string;
	readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
	readonly Sid?: string;
	readonly Effect: "Allow" | "Deny";
	readonly Action: string | readonly string[];
	readonly Resource: string | readonly string[];
	readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What IAM knows of a request; a condition key that is not in `keys` is absent. */
export interface AuthorizationRequest {
	readonly principal: string;
	readonly action: string;
	readonly resource: string;
	/** Values of condition keys, such as `aws:ResourceTag/team`. */
	readonly keys?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Evaluated {
	/** Of the principal, as identity-based policies. */
	readonly identity: readonly PolicyDocument[];
	/** Of the organization: what they do not allow is denied. */
	readonly organization?: readonly PolicyDocument[];
	readonly request: AuthorizationRequest;
}

const decisions = { Allow: "allowed", Deny: "denied", ImplicitDeny: "denied" } as const;

/** Evaluates with the engine of ministack, which calls the layer that must allow as well `limits`. */
const script = `
import json, sys
from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document, validate_policy_document

def decide(one):
    request = one["request"]
    context = EvalContext(
        principal_arn=request["principal"], principal_type="AssumedRole", principal_account="111122223333",
        action=request["action"], resource_arn=request["resource"], region="eu-west-1",
        service_context={key.lower(): value for key, value in request.get("keys", {}).items()})
    layers = [[parse_policy_document(document) for document in one[name]] for name in ("identity", "organization") if name in one]
    problems = [validate_policy_document(document) for name in ("identity", "organization") for document in one.get(name, [])]
    return next((problem for problem in problems if problem), None) or evaluate(context, *layers).decision

print(json.dumps([decide(one) for one in json.load(sys.stdin)]))
`;

/** The decision on each; needs the emulated AWS. Throws if a document is not a policy. */
export function evaluatePolicies(all: readonly Evaluated[]): readonly ("allowed" | "denied")[] {
	const { stdout, stderr, status } = spawnSync(python, ["-c", script], {
		input: JSON.stringify(all),
		encoding: "utf8",
	});
	if (status !== 0) throw new Error(`the policies could not be evaluated: ${stderr}`);
	return (JSON.parse(stdout) as string[]).map((answer) => {
		const decision = decisions[answer as keyof typeof decisions];
		if (decision === undefined) throw new Error(`not a policy: ${answer}`);
		return decision;
	});
}
