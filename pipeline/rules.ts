import { defaultPolicy } from "../controls/default-policy.ts";
import type { Policy } from "../core/policy.ts";

/** What judges: the policy and a fingerprint of it and of the controls' code. */
export interface Rules {
	readonly policy: Policy;
	/** Changes whenever a verdict could: what was judged under another one is judged again. */
	readonly fingerprint: string;
}

/** Put in by the bundler; absent when the sources run unbundled, as in tests. */
declare const SHIPSHAPE_RULES: Rules | undefined;

export const rules: Rules =
	typeof SHIPSHAPE_RULES === "undefined" ? { policy: defaultPolicy, fingerprint: "unbundled" } : SHIPSHAPE_RULES;
