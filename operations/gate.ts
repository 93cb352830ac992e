import { createDeploymentClients, type DeploymentClients } from "../adapters/clients/deployment.ts";
import { isImageReference } from "../adapters/ecr/find-image.ts";
import { readOwnRegistry } from "../adapters/ecr/read-own-registry.ts";
import { createTagResolver } from "../adapters/ecr/resolve-tag.ts";
import { BadInputError } from "../core/errors.ts";
import type { DeploymentFacts, TaskDefinitionFacts } from "../core/facts.ts";
import type { Policy } from "../core/policy.ts";
import type { AccountRegion } from "../core/subject.ts";
import { isOffEverywhere } from "../domain/blocks/decide.ts";
import type { Answer, GatedVerdict, GateRules } from "./gate/decide.ts";
import { familySubject, fileSubject, type GateContext, imageSubject, imagesOf } from "./gate/subjects.ts";
import { type GateSubject, judgeAndWait, type Outcome, type WaitPorts } from "./gate/wait.ts";

/** What the gate is asked about, as it is written: an image, a task definition in ECS, or one that was read from a file. */
export type GateTarget =
	| { readonly kind: "image"; readonly given: string }
	| { readonly kind: "task-definition"; readonly given: string }
	| { readonly kind: "file"; readonly given: string; readonly facts: TaskDefinitionFacts };

/** The answer about one target. */
export interface GatedSubject {
	readonly given: string;
	readonly kind: "image" | "task-definition";
	/** `unread`: AWS could not be read, so there is no answer. */
	readonly decision: Answer["decision"] | "unread";
	/** Why what would be blocked is not; null for other decisions. */
	readonly reason: string | null;
	/** `CLUSTER/SERVICE` that it was judged for; null if it was judged for none. */
	readonly service: string | null;
	/** Of the image, or of the revision; null if nothing of this name was found in AWS. */
	readonly arn: string | null;
	/** The images that would run, by digest. */
	readonly images: readonly { readonly repository: string; readonly digest: string }[];
	readonly verdicts: readonly GatedVerdict[];
	/** Why AWS could not be read, or what does not exist; null if nothing is missing. */
	readonly unread: string | null;
	/** Nothing blocks it, whatever could not be read: the policy's mode for the service is audit, or the policy exempts it. */
	readonly isExempt: boolean;
}

export interface GateReport {
	/** In the order of the targets. */
	readonly subjects: readonly GatedSubject[];
	/** Whole seconds. */
	readonly waitedSeconds: number;
}

interface GateOptions {
	readonly rules: GateRules;
	/** Where the task definitions would be deployed; null if that is unknown. */
	readonly service: DeploymentFacts | null;
	readonly waitMs: number;
}

/** Whether the policy turns the gate off for everything. */
export const isGateOff = (policy: Policy): boolean => isOffEverywhere(policy, "gate");

/** Clients for a Region (undefined: that of the environment or the profile) with the credentials of the environment, as the AWS CLI has. */
export const connectToDeployments = (
	region: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
): DeploymentClients =>
	// The SDK for JavaScript does not read the second variable.
	createDeploymentClients(region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"]);

/**
 * Judges what a deployment would run, and waits for scans. Changes nothing. Throws BadInputError for a target that cannot be in AWS, and
 * FailedCallError if no call succeeds.
 */
export async function gate(
	clients: DeploymentClients,
	targets: readonly GateTarget[],
	{ rules, service, waitMs }: GateOptions,
	ports: WaitPorts,
): Promise<GateReport> {
	for (const { kind, given } of targets) if (kind === "image") requireReference(given);
	const families = targets.map(({ kind, given }) => (kind === "task-definition" ? familyIn(given) : null));
	const place = await readOwnRegistry(clients.ecr);
	const context: GateContext = { clients, place, rules, service, resolve: createTagResolver() };
	const subjects = targets.map((target, at): GateSubject => {
		const family = families[at] ?? null;
		if (family !== null) return familySubjectIn(target.given, family, context);
		return target.kind === "file"
			? fileSubject(target.given, target.facts, context)
			: imageSubject(target.given, context);
	});
	const { outcomes, waitedMs } = await judgeAndWait(subjects, rules, waitMs, ports);
	return {
		subjects: outcomes.map((outcome, at) =>
			targets[at]?.kind === "image" ? gated(outcome, "image", null) : gated(outcome, "task-definition", service),
		),
		waitedSeconds: Math.round(waitedMs / 1000),
	};
}

function requireReference(given: string): void {
	if (isImageReference(given)) return;
	const example = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/payments:1.0";
	throw new BadInputError(`${given} is not an image reference; write one such as ${example}`);
}

interface NamedFamily {
	readonly family: string;
	readonly revision: number | undefined;
	/** Of an ARN. */
	readonly place: AccountRegion | null;
}

/** An ARN, `family` or `family:revision` (API reference, DescribeTaskDefinition). */
function familyIn(given: string): NamedFamily {
	const pattern = /^(?:arn:([\w-]+):ecs:([\w-]+):(\d{12}):task-definition\/)?([\w-]{1,255})(?::(\d{1,9}))?$/;
	const [, partition, region, account, family, revision] = pattern.exec(given) ?? [];
	if (family === undefined)
		throw new BadInputError(`${given} is not a task definition; write a file, an ARN, FAMILY or FAMILY:REVISION`);
	const isArn = partition !== undefined && region !== undefined && account !== undefined;
	return {
		family,
		revision: revision === undefined ? undefined : Number(revision),
		place: isArn ? { partition, region, account } : null,
	};
}

function familySubjectIn(given: string, { family, revision, place }: NamedFamily, context: GateContext): GateSubject {
	const { partition, account, region } = context.place;
	if (place !== null && place.partition !== partition)
		throw new BadInputError(
			`${given} is in the partition ${place.partition}, and the credentials are for ${partition}; use those of its account`,
		);
	if (place !== null && place.region !== region)
		throw new BadInputError(`${given} is not in ${region}; write --region ${place.region}`);
	if (place !== null && place.account !== account)
		throw new BadInputError(`${given} is not in the account of the credentials, ${account}; use those of its account`);
	return familySubject(given, family, revision, context);
}

function gated(outcome: Outcome, kind: GatedSubject["kind"], deployment: DeploymentFacts | null): GatedSubject {
	const { given, facts, answer } = outcome;
	const service = deployment === null ? null : `${deployment.cluster}/${deployment.service}`;
	if (answer === null) {
		const nothing = { reason: null, arn: null, images: [], verdicts: [] };
		return { given, kind, service, decision: "unread", ...nothing, unread: outcome.unanswered, isExempt: false };
	}
	const { decision, reason, verdicts, unread, isExempt } = answer;
	const images = facts === null ? [] : facts.kind === "image" ? [facts] : imagesOf(facts);
	return {
		given,
		kind,
		service,
		decision: unread !== null && decision === "allowed" && !isExempt ? "unread" : decision,
		reason,
		arn: facts === null ? null : arnIn(facts),
		images: images.map(({ repository, digest }) => ({ repository, digest })),
		verdicts,
		unread,
		isExempt,
	};
}

function arnIn(facts: NonNullable<Outcome["facts"]>): string | null {
	if (facts.kind === "image") return facts.arn;
	return facts.revision === null ? null : `${facts.arn}:${facts.revision}`;
}
