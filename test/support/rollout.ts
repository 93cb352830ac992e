import type { Context, SQSRecord } from "aws-lambda";
import type { ActionResult } from "../../adapters/ecs/deployment-action.ts";
import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { ServiceRevisionFacts } from "../../adapters/ecs/read-service-revision.ts";
import type { DescribedService } from "../../adapters/ecs/service-facts.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { taskDefinitionControls } from "../../controls/index.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import type { Policy } from "../../core/policy.ts";
import type { Reading } from "../../core/reading.ts";
import { parseStart } from "../../events/deployment-started/index.ts";
import { parse as parseHook } from "../../events/hook-awaiting-action/index.ts";
import { oneOf } from "../../events/one-of.ts";
import { parse as parseTaskSet } from "../../events/task-set-created/index.ts";
import { handleDeployments } from "../../pipeline/deployments/worker.ts";
import type { MessagePorts, WorkerPorts } from "../../pipeline/deployments/worker-ports.ts";
import type { Conclusion } from "../../pipeline/deployments/worker-telemetry.ts";
import { AnswersInMemory } from "./answers.ts";
import { aContainer, aDigest, anImage, aScan, aTaskDefinition, aVulnerability } from "./builders.ts";
import { DeploymentClaimsInMemory } from "./deployment-claims.ts";
import { blue, green, minutesAfterCreation } from "./gate.ts";
import { batchOf } from "./route.ts";
import { aDeployment, hookId } from "./service-deployments.ts";

const withImage = (image: Parameters<typeof anImage>[0], revision: number) =>
	aTaskDefinition({ revision, containers: [aContainer({ registryImage: { value: anImage(image) } })] });
const critical = aVulnerability({ severity: "CRITICAL", fixedVersion: "3.0.2" });

/** Revisions of the family web whose image has a vulnerability, or whose image is being scanned. */
export const vulnerable = (revision = 8) =>
	withImage({ scans: { value: [aScan({ vulnerabilities: [critical] })] } }, revision);
export const scanning = (revision = 8) =>
	withImage(
		{
			awaitedSince: minutesAfterCreation(0),
			readAt: minutesAfterCreation(0),
			scans: { value: [aScan({ status: "IN_PROGRESS", completedAt: null })] },
		},
		revision,
	);

export const markedHook = { type: "PAUSE", target: null, stages: ["PRE_SCALE_UP"], details: { shipshape: "gate" } };
/** A blue/green deployment that waits in a PAUSE hook for Shipshape. */
export const aPausedDeployment = (more: Partial<ServiceDeploymentFacts> = {}) =>
	aDeployment({
		strategy: "BLUE_GREEN",
		configuredHooks: [markedHook],
		hooks: [{ id: hookId, status: "AWAITING_ACTION" }],
		...more,
	});

/** Called with the name of a port; throws what the port throws. */
type Break = () => Promise<never>;

/** A service web whose deployment of revision 8 replaces revision 7, and the function's ports as they reach it. */
export class Rollout {
	/** Of the service, the newest first. */
	deployments: readonly ServiceDeploymentFacts[] = [aDeployment()];
	/** By the ARN of their service revision. */
	readonly revisions = new Map([
		[blue, aRevision(7)],
		[green, aRevision(8)],
	]);
	/** By their revision. */
	readonly definitions = new Map<number, TaskDefinitionFacts>([
		[7, aTaskDefinition({ revision: 7 })],
		[8, vulnerable()],
	]);
	service: Pick<DescribedService["facts"], "deploymentController"> = { deploymentController: "ECS" };
	runs = { family: "web", revision: 8 };
	tags: Reading<Readonly<Record<string, string>>> = { value: {} };
	offSwitch: Reading<"policy" | "audit"> = { value: "policy" };
	/** What ECS does when it is called. */
	result: ActionResult = { outcome: "done" };
	/** Runs after ECS was asked to stop a deployment. */
	afterStop: () => void = () => {};
	gateArn: string | null = "arn:aws:lambda:ap-northeast-1:111122223333:function:gate";
	/** Minutes since the deployment started. */
	minutes = 1;
	readonly policy: Policy;
	/** Calls that change something in AWS. */
	readonly writes: string[] = [];
	readonly reads: string[] = [];
	readonly records: BlockRecord[] = [];
	/** Kinds of the subjects with which they are recorded. */
	readonly subjects: string[] = [];
	readonly decided: Conclusion[] = [];
	readonly answered: string[] = [];
	readonly failures: string[] = [];
	readonly requeued: number[] = [];
	readonly rejected: string[] = [];
	readonly skipped: string[] = [];
	/** Ports that throw, by name. */
	readonly broken = new Map<string, Break>();
	readonly claims = new DeploymentClaimsInMemory();
	/** Entries of the ledger. */
	entries: readonly LedgerEntry[] = [];
	readonly answers = new AnswersInMemory(() => this.entries);
	/** What is said in Slack about answers: to one person, or to all. */
	readonly replies: string[] = [];

	constructor(
		mode: Policy["mode"] = "enforce",
		block: Partial<Policy["block"]> = {},
		slack: Partial<Policy["slack"]> = {},
	) {
		const { block: ownBlock, slack: ownSlack } = defaultPolicy;
		this.policy = { ...defaultPolicy, mode, block: { ...ownBlock, ...block }, slack: { ...ownSlack, ...slack } };
	}

	/** The ids of the messages that return to the queue. */
	async deliver(event: object, attempt = 1, receives = 1): Promise<readonly string[]> {
		const { Records } = batchOf(event);
		const delivered = Records.map((record) => ({
			...record,
			attributes: { ...record.attributes, ApproximateReceiveCount: String(receives) },
			messageAttributes: { attempt: { stringValue: String(attempt), dataType: "Number" } },
		})) as SQSRecord[];
		const answer = await handleDeployments(oneOf(parseStart, parseHook, parseTaskSet), this.ports())(
			{ Records: delivered },
			{} as Context,
		);
		return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
	}

	get outcomes() {
		return this.records.map(({ action, outcome }) => `${action} ${outcome}`);
	}

	#call<T>(log: string[], name: string, answer: () => T): Promise<T> {
		log.push(name);
		return (this.broken.get(name.split(" ")[0] ?? "") ?? (async () => answer()))();
	}

	ports(): WorkerPorts & MessagePorts {
		const read = <T>(name: string, answer: () => T) => this.#call(this.reads, name, answer);
		const write = (name: string, effect: () => void) =>
			this.#call(this.writes, name, () => {
				if (this.result.outcome === "done") effect();
				return this.result;
			});
		const change = (more: Partial<ServiceDeploymentFacts>) => {
			this.deployments = this.deployments.map((one, at) => (at === 0 ? { ...one, ...more } : one));
		};
		return {
			listDeployments: () => read("listDeployments", () => ({ value: this.deployments.map(({ arn }) => arn) })),
			readServiceDeployment: (arn) =>
				read("readServiceDeployment", () => ({ value: this.deployments.find((one) => one.arn === arn) ?? null })),
			readService: (_, readAt) =>
				read("readService", () => {
					const facts = { platformVersions: [], tags: this.tags, ...this.service, readAt };
					return { value: { facts, runs: this.runs } as unknown as DescribedService };
				}),
			readServiceRevision: (arn) => read("readServiceRevision", () => ({ value: this.revisions.get(arn) ?? null })),
			readDefinition: (_, __, revision) => read("readDefinition", () => this.definitions.get(revision) ?? null),
			addImages: (facts) => read("addImages", () => facts),
			stopDeployment: () =>
				write("stopDeployment", () => change({ status: "ROLLBACK_REQUESTED" })).then((result) => {
					this.afterStop();
					return result;
				}),
			continueDeployment: (_, answer) =>
				write(`continueDeployment ${answer}`, () =>
					change({
						hooks: [{ id: hookId, status: answer === "CONTINUE" ? "SUCCEEDED" : "FAILED" }],
						status: answer === "CONTINUE" ? "IN_PROGRESS" : "ROLLBACK_IN_PROGRESS",
					}),
				),
			setBack: (_, { family, revision }) =>
				write(`setBack ${family}:${revision}`, () => {
					this.runs = { family, revision };
				}),
			claims: this.claims,
			answers: {
				entry: (arn) => this.answers.entry(arn),
				find: (key) => this.answers.find(key),
				begin: (answer) => this.#call([], "begin", () => this.answers.begin(answer)).then((other) => other),
				end: (answer) => this.#call([], "end", () => this.answers.end(answer)).then(() => {}),
				ofService: (...of) => read("ofService", () => this.answers.ofService(...of)).then((found) => found),
			},
			replies: {
				tell: async (_, user, text) => {
					this.replies.push(`${user}: ${text}`);
				},
				show: async (_, { kind }, what) => {
					this.replies.push(`${kind} ${what}`);
				},
			},
			offSwitch: { name: "/shipshape/mode", read: () => read("offSwitch", () => this.offSwitch) },
			sendRecord: (subject, record) =>
				this.#call([], "sendRecord", () => {
					this.records.push(record);
					this.subjects.push(subject.kind);
				}),
			gateArn: this.gateArn,
			controls: taskDefinitionControls,
			rules: { policy: this.policy, fingerprint: "rules" },
			now: () => minutesAfterCreation(this.minutes),
			attemptOf: ({ messageAttributes }) => Number(messageAttributes["attempt"]?.stringValue),
			requeue: async (_, seconds) => {
				this.requeued.push(seconds);
			},
			retrySoon: async () => {},
			reject: async (_, reason) => {
				this.rejected.push(reason);
			},
			timeUp: () => new Promise(() => {}),
			replaySource: "shipshape.replay",
			replayCanBlock: false,
			telemetry: {
				decided: (conclusion) => this.decided.push(conclusion),
				answered: (answer) => this.answered.push(answer.kind),
				answerFailed: (_, reason) => this.failures.push(reason),
				blockFailed: (message, error) => this.failures.push(`${message}: ${error}`),
				skipped: (_, reason) => this.skipped.push(reason),
				failed: (_, error) => this.failures.push(error.message),
				...{ rejected: () => {}, foreign: () => {}, requeue: () => {}, flush: () => {} },
			},
		};
	}
}

function aRevision(revision: number): ServiceRevisionFacts {
	const createdAt = minutesAfterCreation(0);
	return { family: "web", revision, createdAt, platformVersions: [], digests: new Map([["app", aDigest()]]) };
}
