import type { SimulatedFamily, SimulatedRevision } from "./ecs.ts";
import { mustBlock, reasonToBlock } from "./model-families.ts";
import { offSwitchCacheMs } from "./off-switch.ts";
import type { Services } from "./services.ts";
import type { Violation } from "./violations.ts";

/** A bad revision is never missed, a good one never stopped, and only what the policy allows is touched (I3, I8). */
export function checkBlocks(services: Services): readonly Violation[] {
	const { families } = services;
	return [
		...wrongBlocks(services),
		...families.families.flatMap((family) =>
			family.revisions.flatMap((revision) => missedBlock(services, family, revision)),
		),
	];
}

/** Only what the policy allows is touched, and never by a sweep (I8). */
export function wrongBlocks(services: Services): Violation[] {
	const { families, journal, policy, offSwitch } = services;
	return journal.deregistrations.flatMap(({ arn, at, since, by }): Violation[] => {
		const family = families.families.find(({ revisions }) => revisions.some((one) => one.arn === arn));
		const revision = family?.revisions.find((one) => one.arn === arn);
		if (family === undefined || revision === undefined)
			return [{ invariant: "I8", text: `${arn} was deregistered, which is no revision of the account` }];
		if (by === "sweep") return [{ invariant: "I8", text: `a sweep deregistered ${arn}` }];
		if (policy.mode === "audit") return [{ invariant: "I8", text: `${arn} was deregistered in audit mode` }];
		if (isProtected(family)) return [{ invariant: "I8", text: `${arn} was deregistered, but its family is protected` }];
		if (!offSwitch.value.between(since - offSwitchCacheMs, at).includes("policy"))
			return [{ invariant: "I8", text: `${arn} was deregistered, but the off switch is audit` }];
		if (reasonToBlock(revision, since, at) !== null) return [];
		return [{ invariant: "I8", text: `${arn} was deregistered, but nothing is wrong with it` }];
	});
}

function missedBlock(services: Services, family: SimulatedFamily, revision: SimulatedRevision): Violation[] {
	const { clock, policy, table, denials, offSwitch } = services;
	const reason = mustBlock(revision, clock.time);
	// What cannot be read blocks nothing by default (fault row B05).
	if (reason === null || (reason !== "writable root" && denials.wasEverDenied(family.arn))) return [];
	const isRecorded = table.entries.get(family.arn)?.blocks.some((block) => block.revision === revision.revision);
	const isSwitchedOff = offSwitch.value.between(revision.registeredAt - offSwitchCacheMs, clock.time).includes("audit");
	const isToBlock = policy.mode === "enforce" && !isProtected(family) && !isSwitchedOff;
	if (isToBlock && revision.deregisteredBy.last !== "pipeline")
		return [{ invariant: "I3", text: `${revision.arn} had to be blocked (${reason}) and is active` }];
	if (isRecorded !== true)
		return [{ invariant: "I1", text: `the block of ${revision.arn} (${reason}) is not recorded` }];
	return [];
}

/** By the policy of every history. */
const isProtected = ({ subject }: SimulatedFamily): boolean => subject.family.startsWith("safe-");
