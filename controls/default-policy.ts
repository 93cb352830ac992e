import { defaultPolicyOf } from "../core/policy.ts";
import { controls } from "./index.ts";

/** What judges without a policy file. */
export const defaultPolicy = defaultPolicyOf(controls);
