import type { BlockRecord } from "../../../core/block-record.ts";
import type { Violation } from "../violations.ts";
import { type Right, rightAnswers } from "./model.ts";
import { type Action, type Answer, endedAt, type ServiceDeployment, type Trouble } from "./state.ts";

type Account = Parameters<typeof rightAnswers>[2];

const actionNames: readonly BlockRecord["action"][] = ["stop-deployment", "pause"];
const isBlock = ({ call }: Action): boolean => call !== "CONTINUE";
const noTrouble: Trouble = { unanswered: false, denied: false, offSwitch: false, rollback: false };

/** What the pipeline does to deployments that have started or wait in a PAUSE hook is right, done once, and recorded (I1, I2, I3, I8). */
export const checkActions = (account: Account): readonly Violation[] =>
	account.ecs.deployments
		.filter(({ service }) => service.kind !== "gate")
		.flatMap((deployment) => [
			...deployment.actions.flatMap((action) => checkAction(deployment, action, account)),
			...checkOnce(deployment),
			...checkRecord(deployment, account),
			...checkMissed(deployment, account),
		]);

/** As if it were the answer of a gate that looked at the deployment in that time. */
function rightsIn(
	deployment: ServiceDeployment,
	[from, until]: readonly [number, number],
	trouble: Trouble,
	account: Account,
): ReadonlySet<Right> {
	const asked = { stage: "PRE_SCALE_UP", isRollback: false, firstAsked: deployment.createdAt, isFirst: false } as const;
	const given = { status: "FAILED", record: null, isDelivered: false, isTaken: true } as const;
	const answer: Answer = { ...asked, ...given, ...trouble, from, until };
	return rightAnswers(deployment, answer, account);
}

function checkAction(deployment: ServiceDeployment, action: Action, account: Account): Violation[] {
	const { call, since, at, trouble } = action;
	const { service, source, target } = deployment;
	const wrong = (why: string): Violation[] => [{ invariant: "I8", text: `${call} was called for ${target}: ${why}` }];
	if (service.kind === "manual pause" && call !== "stop") return wrong("its hook is there for a person");
	if (service.kind === "pause" && call === "stop") return wrong("its hook decides");
	if (call === "stop" && source === null) return wrong("it is the first deployment of its service");
	if (isBlock(action) && endedAt(deployment) < since) return wrong("it was over, or rolled back, before");
	const rights = rightsIn(deployment, [since, at], trouble, account);
	const isRight = isBlock(action) ? rights.has("FAILED done") : [...rights].some((one) => one.startsWith("SUCCEEDED"));
	return isRight ? [] : wrong(`the model says ${[...rights].join(" or ")}`);
}

/** Two that race act once. */
function checkOnce({ actions, target }: ServiceDeployment): Violation[] {
	const blocks = actions.filter(isBlock);
	const first = blocks.findIndex(({ isEffective }) => isEffective);
	return first === -1 || first === blocks.length - 1
		? []
		: [{ invariant: "I2", text: `${target} was stopped ${blocks.length} times` }];
}

/** Of the same revision: what runs already fails in the same way. */
const isRepetition = ({ source, revision }: ServiceDeployment, { ecs }: Account): boolean =>
	ecs.services.some(({ deployments }) => deployments.some((one) => one.target === source && one.revision === revision));

/** A failed block is never called a block, and a block is recorded once. */
function checkRecord(deployment: ServiceDeployment, account: Account): Violation[] {
	const { services } = account;
	const { target, actions, source, service } = deployment;
	const { table, policy } = services;
	const recorded = [...table.entries.values()].map(({ blocks }) =>
		blocks.filter(({ action, resource }) => resource === target && actionNames.includes(action)),
	);
	const records = recorded.flat();
	const isBlocked = actions.some((action) => isBlock(action) && action.isEffective);
	const outcomes = records.map(({ outcome }) => outcome);
	const violations: Violation[] = [];
	// Decided about twice, it has one with its service and one with its family, if the family was unknown the first time.
	const isRepeated = recorded.some(({ length }) => length > 1) || outcomes.filter((one) => one === "done").length > 1;
	if (isRepeated) violations.push({ invariant: "I2", text: `${target} has ${records.length} records` });
	// Nobody can tell who has rolled it back, if a call was not answered.
	const isInDoubt = records.some(({ outcome, reason = "" }) => outcome === "gone" && reason.includes("was lost"));
	const isOpen = isInDoubt && deployment.attempts > 0 && deployment.status.last === "ROLLBACK_SUCCESSFUL";
	if (isBlocked !== outcomes.includes("done") && !isOpen)
		violations.push({ invariant: "I1", text: `${target} ${isBlocked ? "was" : "was not"} stopped: ${outcomes}` });
	const isLeft = service.kind === "pause" && policy.block.onPausedFailure === "leave";
	if (outcomes.includes("not-possible") && source !== null && !isLeft && !isRepetition(deployment, account))
		violations.push({ invariant: "I1", text: `${target} is called not possible to stop` });
	return violations;
}

/** What was bad all the time does not go through without a record, and no PAUSE hook of ours is forgotten. */
function checkMissed(deployment: ServiceDeployment, account: Account): Violation[] {
	const { arn, target, service, status, createdAt, isAnsweredByPerson, isTimedOut } = deployment;
	const { services } = account;
	const isLeft = services.policy.block.onPausedFailure === "leave";
	if (isTimedOut && service.kind === "pause" && !isLeft)
		return [{ invariant: "I9", text: `nobody has answered the PAUSE hook of ${target}` }];
	if (status.last !== "SUCCESSFUL" || service.kind === "manual pause" || isAnsweredByPerson) return [];
	// What counts is the newest deployment when the event arrives.
	if (service.deployments.at(-1) !== deployment) return [];
	// Once it has ended, there is nothing left to block.
	const rights = rightsIn(deployment, [createdAt, endedAt(deployment) - 1], noTrouble, account);
	const isToBlock = [...rights].every((right) => right === "FAILED done");
	const isRecorded = [...services.table.entries.values()].some(({ blocks }) =>
		blocks.some(({ resource }) => [target, arn, service.arn].includes(resource)),
	);
	return isToBlock && !isRecorded ? [{ invariant: "I3", text: `${target} went through, and nothing says why` }] : [];
}
