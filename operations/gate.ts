import { createDeploymentClients, type DeploymentClients } from "../adapters/clients/deployment.ts";
import { readOwnRegistry } from "../adapters/ecr/read-own-registry.ts";
import { createTagResolver } from "../adapters/ecr/resolve-tag.ts";
import type { DeploymentFacts, TaskDefinitionFacts } from "../core/facts.ts";
import type { Policy } from "../core/policy.ts";
import type { AccountRegion } from "../core/subject.ts";
import { isOffEverywhere } from "../domain/blocks/decide.ts";
import type { Answer, GatedFacts, GatedVerdict, GateRules } from "./gate/decide.ts";
import { familyNamed, imageNamed, requireHere } from "./gate/named.ts";
import { type ImageNotRead, imagesNotRead } from "./gate/not-read.ts";
import { familySubject, fileSubject, type GateContext, imageSubject, imagesOf } from "./gate/subjects.ts";
import { type GateSubject, judgeAndWait, type Outcome, type WaitPorts } from "./gate/wait.ts";

/**
 * What the gate is asked about, as it is written: an image in the private ECR registry of the account and Region, a task definition in
 * ECS, or one that was read from a file.
 */
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
	/** Of the image, or of the revision; null for a file, and if nothing of this name was found in AWS. */
	readonly arn: string | null;
	/** The images that would run, by digest. */
	readonly images: readonly { readonly repository: string; readonly digest: string }[];
	/** The images that a task definition names and that are not among those. */
	readonly imagesNotRead: readonly ImageNotRead[];
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

/** Throws BadInputError for a target whose name nothing in AWS can have, or no image that the gate can read. Needs no AWS. */
export function requireNames(targets: readonly GateTarget[]): void {
	for (const target of targets) nameOf(target);
}

/** Whether the policy turns the gate off for everything. */
export const isGateOff = (policy: Policy): boolean => isOffEverywhere(policy, "gate");

/**
 * Clients for a Region (undefined: that of the environment or the profile) with the credentials of the environment, as the AWS CLI has.
 * They retry for `waitMs` from now, and each call for at least a second.
 */
export const connectToDeployments = (
	region: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
	waitMs: number,
): DeploymentClients =>
	// The SDK for JavaScript does not read the second variable.
	createDeploymentClients(region ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"], waitMs);

/**
 * Judges what a deployment would run, and waits for scans. Changes nothing. Throws BadInputError for a target that cannot be
 * in AWS, or is in another account, Region or registry than that of the clients, and FailedCallError if no call succeeds.
 */
export async function gate(
	clients: DeploymentClients,
	targets: readonly GateTarget[],
	{ rules, service, waitMs }: GateOptions,
	ports: WaitPorts,
): Promise<GateReport> {
	const named = targets.map(nameOf);
	const place = await readOwnRegistry(clients.ecr);
	for (const { target, where } of named)
		if (where !== null) requireHere(target.given, target.kind === "image" ? "image" : "ARN", where, place);
	const context: GateContext = { clients, place, rules, service, resolve: createTagResolver() };
	const subjects = named.map(({ subjectIn }) => subjectIn(context));
	const { outcomes, waitedMs } = await judgeAndWait(subjects, rules, waitMs, ports);
	return {
		subjects: outcomes.map((outcome, at) =>
			targets[at]?.kind === "image" ? gated(outcome, "image", context) : gated(outcome, "task-definition", context),
		),
		waitedSeconds: Math.round(waitedMs / 1000),
	};
}

interface NamedTarget {
	readonly target: GateTarget;
	/** Where it is, if its name says so. */
	readonly where: AccountRegion | null;
	readonly subjectIn: (context: GateContext) => GateSubject;
}

/** What a target names, before anything is read. Throws BadInputError. */
function nameOf(target: GateTarget): NamedTarget {
	const { given } = target;
	if (target.kind === "file")
		return { target, where: null, subjectIn: (context) => fileSubject(given, target.facts, context) };
	if (target.kind === "image") {
		const image = imageNamed(given);
		return { target, where: image.registry, subjectIn: (context) => imageSubject(given, image, context) };
	}
	const { family, revision, place: where } = familyNamed(given);
	return { target, where, subjectIn: (context) => familySubject(given, family, revision, context) };
}

function gated(
	outcome: Outcome,
	kind: GatedSubject["kind"],
	{ place, service: deployment }: GateContext,
): GatedSubject {
	const { given, answer } = outcome;
	const service = deployment === null || kind === "image" ? null : `${deployment.cluster}/${deployment.service}`;
	if (answer === null) {
		const nothing = { reason: null, arn: null, images: [], imagesNotRead: [], verdicts: [] };
		return { given, kind, service, decision: "unread", ...nothing, unread: outcome.unanswered, isExempt: false };
	}
	const { facts } = outcome;
	const { decision, reason, verdicts, unread, isExempt } = answer;
	const images = facts.kind === "image" ? [facts] : imagesOf(facts);
	return {
		given,
		kind,
		service,
		decision: unread !== null && decision === "allowed" && !isExempt ? "unread" : decision,
		reason,
		arn: arnIn(facts),
		images: images.map(({ repository, digest }) => ({ repository, digest })),
		imagesNotRead: facts.kind === "image" || decision === "off" ? [] : imagesNotRead(facts, place),
		verdicts,
		unread,
		isExempt,
	};
}

function arnIn(facts: GatedFacts): string | null {
	if (facts.kind === "image") return facts.arn;
	return facts.revision === null ? null : `${facts.arn}:${facts.revision}`;
}
