import type { DescribedService, RevisionName } from "../adapters/ecs/service-facts.ts";
import type { Control } from "../core/control.ts";
import type { TryLaterError } from "../core/errors.ts";
import type { ServiceFacts, TaskDefinitionFacts } from "../core/facts.ts";
import { canBlock, judge } from "../core/judge.ts";
import { isUnresolved, type Reading, wasRead } from "../core/reading.ts";
import { policyFor } from "../core/scopes.ts";
import { arnOf, type ServiceSubject, type TaskDefinitionSubject } from "../core/subject.ts";
import { type Verdict, worstVerdict } from "../core/verdict.ts";
import { isReasonToBlock } from "../domain/blocks/decide.ts";
import { gateExemptionOf, isPauseJudged } from "../domain/blocks/gate-exemption.ts";
import { destinationFor } from "../domain/notifications/destination.ts";
import { catchTryLater } from "./catch-try-later.ts";
import type { Observation } from "./check.ts";
import { type FactPorts, imageReader } from "./complete-facts.ts";
import { awaitedBy, type FamilyPorts } from "./decide-blocks.ts";
import { imagesIn } from "./dependents.ts";
import type { RefreshAfterDeployment } from "./images-in-use.ts";
import { factsOf, goneObservation } from "./observe.ts";
import type { Rules } from "./rules.ts";
import { subjectSummary } from "./subject-summary.ts";
import type { Trigger } from "./trigger.ts";
import { unreadObservation } from "./unread-facts.ts";

/** All that reach AWS throw TryLaterError. */
export interface ServicePorts extends Pick<FactPorts, "addImages"> {
	/** Null when the service does not exist, or no longer exists. */
	readonly readService: (subject: ServiceSubject, readAt: string) => Promise<Reading<DescribedService | null>>;
	readonly readDefinition: FamilyPorts["read"];
	readonly refreshImagesInUse: RefreshAfterDeployment;
	readonly serviceControls: readonly Control[];
	readonly taskDefinitionControls: readonly Control[];
	readonly rules: Rules;
}

/**
 * Checks a service: reads it, the revision that it runs and the images of that revision, and judges the revision by the policy for
 * its family. The verdicts on images are those of the tags as they are now, also if the service still runs an older digest.
 */
export function observeService(ports: ServicePorts) {
	const { serviceControls, rules } = ports;
	return async (subject: ServiceSubject, readAt: string, trigger: Trigger): Promise<Observation> => {
		const described = await ports.readService(subject, readAt);
		if (!wasRead(described))
			return unreadObservation(serviceControls, subject, { readAt, reason: described.unread }, rules);
		if (described.value === null) return goneObservation;
		const { facts: own, runs } = described.value;
		const revision = await readRevision(subject, readAt, described.value, ports);
		const facts: ServiceFacts = {
			...own,
			definition: revision.definition,
			blockingFailures: revision.blockingFailures,
			gateExemption: gateExemptionOf(own, revision.definition, rules.policy),
			isPauseJudged: isPauseJudged(own, revision.definition, rules.policy),
		};
		const refreshed = await refreshAfter(trigger, readAt, revision, ports);
		const retry = revision.incomplete ?? refreshed;
		return {
			verdicts: judge(serviceControls, facts, rules.policy),
			blocks: [],
			about: subjectSummary(facts),
			...destinationFor(rules.policy, facts),
			...factsOf(facts),
			awaitedSince: revision.awaitedSince,
			unanswered: revision.incomplete === undefined ? [] : serviceControls.map(({ id }) => id),
			// A check of the family, or of one of these images, sends the service to its queue.
			uses: runs === null ? [] : [arnOf(familyOf(subject, runs)), ...imagesOf(revision.definition)],
			...(retry === undefined ? {} : { retry }),
		};
	};
}

const familyOf = ({ partition, account, region }: ServiceSubject, { family }: RevisionName): TaskDefinitionSubject => ({
	kind: "task-definition",
	partition,
	account,
	region,
	family,
});

interface Revision extends Pick<ServiceFacts, "definition" | "blockingFailures"> {
	readonly awaitedSince: string | null;
	/** An image could not be read now. */
	readonly incomplete?: TryLaterError;
}

const unreadRevision = (unread: string): Revision => ({
	definition: { unread },
	blockingFailures: { unread },
	awaitedSince: null,
});

async function readRevision(
	subject: ServiceSubject,
	readAt: string,
	{ facts: service, runs }: DescribedService,
	ports: ServicePorts,
): Promise<Revision> {
	if (runs === null) return { definition: { value: null }, blockingFailures: { value: [] }, awaitedSince: null };
	const read = await ports.readDefinition(familyOf(subject, runs), readAt, runs.revision);
	if (read === null) return unreadRevision(`ECS does not find the revision ${runs.family}:${runs.revision}`);
	// Only a definition that could not be read has no revision.
	if (read.revision === null) return unreadRevision(isUnresolved(read.containers) ? read.containers.unresolved : "");
	const { facts: withImages, incomplete } = await imageReader(ports, subject)(read);
	const linux = service.platformVersions.filter(({ family }) => !family?.startsWith("WINDOWS"));
	const facts = { ...withImages, platformVersions: linux.map(({ version }) => version) };
	return {
		definition: { value: facts },
		...blockingFailuresOf(facts, ports),
		...(incomplete === undefined ? {} : { incomplete }),
	};
}

/** An unknown verdict of a control that can block is never taken for a pass, but a known failure decides. */
function blockingFailuresOf(
	facts: TaskDefinitionFacts,
	{ taskDefinitionControls, rules }: ServicePorts,
): Pick<Revision, "blockingFailures" | "awaitedSince"> {
	const policy = policyFor(rules.policy, facts);
	const blocking = taskDefinitionControls.filter((control) => canBlock(control, policy.controls));
	const verdicts = judge(blocking, facts, rules.policy);
	const failures = verdicts.filter(
		(verdict) => verdict.status === "fail" && isReasonToBlock(blocking, verdict, policy),
	);
	const { since } = awaitedBy(verdicts, facts);
	const unknowns = verdicts.filter(({ status }) => status === "unknown");
	const unclear = unknowns.find(({ isByDesign }) => isByDesign !== true) ?? unknowns[0];
	if (failures.length > 0 || unclear === undefined)
		return { blockingFailures: { value: worstOfEach(failures) }, awaitedSince: since };
	const unread = {
		unread: `${unclear.control} is unknown (${unclear.message})`,
		...(unclear.isByDesign === true ? { isByDesign: true as const } : {}),
		...(since === null ? {} : { pending: true as const }),
	};
	return { blockingFailures: unread, awaitedSince: since };
}

/** One for each control, by its id, with the worst severity of its containers. */
function worstOfEach(failures: readonly Verdict[]) {
	return [...new Set(failures.map(({ control }) => control))].sort().map((control) => {
		return { control, severity: worstVerdict(failures.filter((verdict) => verdict.control === control)).severity };
	});
}

const imagesOf = (definition: ServiceFacts["definition"]): readonly string[] =>
	wasRead(definition) && definition.value !== null ? imagesIn(definition.value) : [];

/** After a deployment, other images are in use than before. */
async function refreshAfter(
	{ isDeployment, replayed, time }: Trigger,
	readAt: string,
	{ definition }: Revision,
	{ refreshImagesInUse }: ServicePorts,
): Promise<TryLaterError | undefined> {
	if (isDeployment !== true) return undefined;
	const repositories = new Set(imagesOf(definition).map((arn) => arn.slice(0, arn.lastIndexOf("/"))));
	return (await catchTryLater(() => refreshImagesInUse([...repositories], replayed ? readAt : time))) ?? undefined;
}
