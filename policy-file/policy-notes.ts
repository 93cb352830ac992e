import type { Policy } from "../core/policy.ts";
import type { Verdict } from "../core/verdict.ts";
import type { PolicyFile } from "./policy.ts";
import { slackNotes } from "./slack-notes.ts";
import { type MustMatch, waiverNotes } from "./waiver-notes.ts";

/** What the owners of a valid policy should know about it, such as what has expired. */
interface PolicyNote {
	readonly at: { readonly line: number; readonly column: number };
	readonly text: string;
}

/**
 * The notes on a policy: on its waivers as far as the verdicts of a run show, then on what it does not block, then on Slack. `now`: ISO 8601;
 * `mustMatch`: as in `waiverNotes`.
 */
export function policyNotes(
	policyFile: PolicyFile,
	verdicts: readonly Pick<Verdict, "waivers">[],
	now: string,
	mustMatch?: MustMatch,
): readonly PolicyNote[] {
	const { policy, waiverPositions, breakGlassPositions, blockPosition, scopePositions } = policyFile;
	const start = { line: 1, column: 1 };
	const uncovered = uncoveredRegistrations(policy);
	const { block, scopes } = policy;
	return [
		...waiverNotes(policy.waivers, verdicts, now, mustMatch).map(({ waiver, text }) => ({
			at: waiverPositions[waiver] ?? start,
			text,
		})),
		...policy.block.breakGlass.flatMap(({ expires }, index) => {
			const text = `break-glass ${index + 1} expired on ${expires}; failing deployments are blocked again`;
			return expires < now.slice(0, 10) ? [{ at: breakGlassPositions[index] ?? start, text }] : [];
		}),
		...(uncovered === null ? [] : [{ at: blockPosition, text: uncovered }]),
		...(isSetBackIdle(block) ? [{ at: blockPosition, text: idleSetBack }] : []),
		...scopes.flatMap((scope, index) => {
			const isChanged = scope.block?.["set-back"] !== undefined || scope.block?.["stop-deployment"] !== undefined;
			const isIdle = isChanged && isSetBackIdle({ ...block, ...scope.block });
			return isIdle ? [{ at: scopePositions[index] ?? start, text: `scope ${index + 1}: ${idleSetBack}` }] : [];
		}),
		...slackNotes(policy.slack).map(({ route, text }) => ({
			at: (route === null ? policyFile.slackPosition : policyFile.routePositions[route]) ?? start,
			text,
		})),
	];
}

const idleSetBack =
	"block.set-back does nothing while block.stop-deployment is false: only what is judged when it starts is set back; " +
	"set block.stop-deployment to true, or block.set-back to false";

const isSetBackIdle = (block: Pick<Policy["block"], "set-back" | "stop-deployment">): boolean =>
	block["set-back"] && !block["stop-deployment"];

/** Protection of services does not cover that the revisions that they run are registered: no service is known then. */
function uncoveredRegistrations({ block }: Policy): string | null {
	const ofService = block.breakGlass.some(({ resource }) => resource.startsWith("service/"));
	const ofFamily =
		block.protected.length > 0 || block.breakGlass.some(({ resource }) => !resource.startsWith("service/"));
	if (!block.deregister || ofFamily || (!ofService && block.protectedServices.length === 0)) return null;
	return (
		"the policy exempts services, but no families: their revisions are deregistered if they fail; " +
		"list the families in block.protected too, or set block.deregister to false"
	);
}
