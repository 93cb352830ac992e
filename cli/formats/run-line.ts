import { sanitize } from "../terminal.ts";
import { version } from "../version.ts";
import type { FormatOptions } from "./options.ts";
import { policyName } from "./policy-name.ts";

/** What judged, in one line: `shipshape 0.1.0, policy infra/shipshape.yaml`. */
export const runLine = ({ policy }: Pick<FormatOptions, "policy">): string =>
	`shipshape ${version()}, ${policy === null ? "" : "policy "}${sanitize(policyName(policy))}`;
