import { defaultPolicy } from "../controls/default-policy.ts";
import type { Policy } from "../core/policy.ts";

/** The policy, and a fingerprint of the policy and the controls' code. */
export interface Rules {
	readonly policy: Policy;
	/** Changes whenever a verdict could change: subjects checked with another fingerprint are checked again. */
	readonly fingerprint: string;
}

/** Defined by the bundler; undefined when the sources run unbundled, as in tests. */
declare const SHIPSHAPE_RULES: Rules | undefined;

export const rules: Rules =
	typeof SHIPSHAPE_RULES === "undefined" ? { policy: defaultPolicy, fingerprint: "unbundled" } : SHIPSHAPE_RULES;
