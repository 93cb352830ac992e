import type { BlockRecord } from "../../../core/block-record.ts";
import { findingIdOf } from "../../../core/finding.ts";
import type { Services } from "../services.ts";
import type { Violation } from "../violations.ts";
import { breakGlassTags } from "./deployers.ts";
import type { GatedServices, ServiceDeployment } from "./state.ts";

/** What is recorded and said of deployments is what the gate has answered, once (I1, I2). */
export function checkRecords(services: Services, ecs: GatedServices): readonly Violation[] {
	const stored = [...services.table.entries.values()].flatMap(({ arn, blocks }) =>
		blocks.filter(({ action }) => action === "gate").map((block): Stored => ({ ...block, entry: arn })),
	);
	const said = services.slack.posts.flatMap(({ notification }) =>
		notification.blocks.filter(({ action }) => action === "gate"),
	);
	const isHeard = ({ entry, outcome, because }: Stored): boolean =>
		["done", "failed"].includes(outcome) ||
		because.every((control) => !services.hub.suppressedAt.has(findingIdOf(control, entry)));
	const heard = stored.filter(isHeard);
	const deployments = new Map(ecs.deployments.map((one) => [one.target, one]));
	const wrong = [
		...stored.map((record) => ({ record, where: "the ledger" })),
		...said.map((record) => ({ record, where: "Slack" })),
	].flatMap(({ record, where }): Violation[] => {
		const deployment = deployments.get(record.resource);
		if (deployment !== undefined && matchesAnswer(record, deployment)) return [];
		const text = `${where} says ${record.outcome} of ${record.resource} of ${record.at}, which was no answer`;
		return [{ invariant: "I1", text }];
	});
	const keys = stored.map(({ entry, resource }) => `${resource} in ${entry}`);
	const repeated = keys.filter((key, at) => keys.indexOf(key) !== at);
	return [
		...wrong,
		...repeated.map((key): Violation => ({ invariant: "I2", text: `${key} is recorded twice` })),
		...ecs.deployments.flatMap((deployment) => checkDeployment(deployment, stored)),
		...heard
			.filter(({ resource, outcome }) => !said.some((one) => one.resource === resource && one.outcome === outcome))
			.map(({ resource, outcome }): Violation => {
				return { invariant: "I1", text: `Slack has not heard that ${resource} is ${outcome}` };
			}),
	];
}

/** `entry`: ARN of the entry in which it is. */
interface Stored extends BlockRecord {
	readonly entry: string;
}

/** A refusal is an answer FAILED, and everything else that is recorded an answer SUCCEEDED; one that was killed has said neither. */
const matchesAnswer = ({ outcome, at }: BlockRecord, { answers }: ServiceDeployment): boolean =>
	answers.some(({ record, status }) => {
		if (record?.outcome !== outcome || record.at !== at) return false;
		return status === "none" || (status === "FAILED") === (outcome === "done");
	});

/** What reached the queue is recorded and said; what went through is not called refused. */
function checkDeployment({ target, answers, status }: ServiceDeployment, stored: readonly BlockRecord[]): Violation[] {
	const own = stored.filter(({ resource }) => resource === target);
	const delivered = answers.filter(({ isDelivered }) => isDelivered).flatMap(({ record }) => record ?? []);
	const violations: Violation[] = [];
	if (delivered.length > 0 && own.length === 0)
		violations.push({ invariant: "I1", text: `what was decided about ${target} is not recorded` });
	if (delivered.some(({ outcome }) => outcome === "done") && !own.some(({ outcome }) => outcome === "done"))
		violations.push({ invariant: "I1", text: `the refusal of ${target} is not recorded` });
	const isCalledRefused = own.some(({ outcome }) => outcome === "done");
	const mayContradict = answers.some((one) => !one.isTaken && one.record?.outcome === "done");
	if (status.last === "SUCCESSFUL" && isCalledRefused && !mayContradict)
		violations.push({ invariant: "I1", text: `${target} is called refused, and went through` });
	return violations;
}

/** A revision under break-glass is not deregistered either (I8). */
export const checkBreakGlass = ({ journal }: Services, { tags }: GatedServices): readonly Violation[] =>
	journal.deregistrations.flatMap(({ arn, at, since }): Violation[] => {
		const values = tags.get(arn)?.between(since, at) ?? [];
		const holds = values.length > 0 && values.every((value) => value === breakGlassTags.holds);
		return holds ? [{ invariant: "I8", text: `${arn} was deregistered under break-glass` }] : [];
	});
