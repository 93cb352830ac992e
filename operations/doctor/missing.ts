import type { Installation } from "../installation.ts";
import { type Answer, problem } from "../result.ts";
import { revertDrift } from "../shell-command.ts";

/** What a reader of the command has to know: an option that is not given again is taken back. */
const howToRevert =
	"deploy the stack as its template describes it, from a checkout of the installed version, and with every --context that it was deployed with";

/**
 * A resource of the stack that was deleted behind CloudFormation's back. A plain `cdk deploy` changes nothing, because the template is
 * the same; a drift-aware change set compares it with what exists (CloudFormation user guide, "Using drift-aware change sets").
 */
export const missing = (what: string, { stack }: Installation): Answer =>
	problem(`${what} no longer exists, but CloudFormation does not know; ${howToRevert}`, revertDrift(stack));
