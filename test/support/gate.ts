import type { Context } from "aws-lambda";
import type { DeploymentInQuestion } from "../../adapters/ecs/read-ending.ts";
import type { ServiceRevisionFacts } from "../../adapters/ecs/read-service-revision.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import { taskDefinitionControls } from "../../controls/index.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { TaskDefinitionFacts } from "../../core/facts.ts";
import type { Policy } from "../../core/policy.ts";
import type { Unread } from "../../core/reading.ts";
import type { ServiceSubject, TaskDefinitionSubject } from "../../core/subject.ts";
import type { OffSwitch } from "../../domain/blocks/off-switch.ts";
import type { DeploymentDecision } from "../../pipeline/deployments/decide.ts";
import { type GatePorts, gate } from "../../pipeline/deployments/gate.ts";
import type { DeploymentTarget } from "../../pipeline/deployments/read.ts";
import type { HookReply } from "../../pipeline/deployments/reply.ts";
import type { ExaminedRequest } from "../../pipeline/deployments/telemetry.ts";
import { aDigest, aTaskDefinition } from "./builders.ts";

const place = "ap-northeast-1:111122223333";
export const serviceArn = `arn:aws:ecs:${place}:service/shop/web`;
export const deploymentArn = `arn:aws:ecs:${place}:service-deployment/shop/web/9f3k`;
/** The service revision that runs, and the one that is deployed. */
export const [blue, green] = ["4711", "4712"].map((id) => `arn:aws:ecs:${place}:service-revision/shop/web/${id}`) as [
	string,
	string,
];

export const aTarget: DeploymentTarget = {
	...{ partition: "aws", account: "111122223333", region: "ap-northeast-1" },
	...{ cluster: "shop", service: "web", targetServiceRevisionArn: green },
};

/** A request of ECS to a lifecycle hook, with other execution details. */
export const aHookRequest = (details: object = {}) => ({
	executionId: "b3f1",
	lifecycleStage: "PRE_SCALE_UP",
	resourceArn: deploymentArn,
	executionDetails: {
		serviceArn,
		targetServiceRevisionArn: green,
		testTrafficWeights: {},
		productionTrafficWeights: {},
		...details,
	},
});

/** The name of the parameter. */
export const offSwitch = "/shipshape/Shipshape/enforcement";

/** When the service revision was created, and later times, in minutes. */
export const minutesAfterCreation = (minutes: number): string =>
	new Date(Date.parse("2026-11-21T12:00:00.000Z") + minutes * 60_000).toISOString();

/** A deployment of revision 8 of the family web, and the gate's ports as they reach it. A test replaces what fails. */
export class GateAccount {
	definition: TaskDefinitionFacts | null = aTaskDefinition({ revision: 8 });
	target: ServiceRevisionFacts = {
		...{ family: "web", revision: 8, createdAt: minutesAfterCreation(0), platformVersions: [] },
		digests: new Map([["app", aDigest()]]),
	};
	/** What ECS answers in place of the target. */
	serviceRevision: Unread | null = null;
	hasEnded = false;
	offSwitchSays: OffSwitch["says"] = { value: "policy" };
	/** Minutes since the service revision was created. */
	minutes = 1;
	spread = 0;
	readonly policy: Policy;
	/** The deployments that ECS was asked about. */
	readonly asked: DeploymentInQuestion[] = [];
	/** What was called, in order. */
	readonly calls: string[] = [];
	readonly records: { readonly subject: TaskDefinitionSubject | ServiceSubject; readonly record: BlockRecord }[] = [];
	readonly decided: (DeploymentDecision & ExaminedRequest & { readonly reply: HookReply })[] = [];
	readonly failures: string[] = [];
	/** Ports that throw, by name. */
	readonly broken = new Map<string, () => Promise<never>>();
	/** Resolves when no time is left for the decision. */
	timeUp: Promise<unknown> = new Promise(() => {});

	constructor(mode: Policy["mode"], block: Partial<Policy["block"]> = {}) {
		const controls = { ...defaultPolicy.controls };
		this.policy = { ...defaultPolicy, controls, mode, block: { ...defaultPolicy.block, ...block } };
	}

	/** One request of ECS, as a new process of the function handles it. */
	deploy(request: unknown = aHookRequest()): Promise<HookReply> {
		return this.start()(request);
	}

	/** A process of the function; it is asked again and again. */
	start(): (request?: unknown) => Promise<HookReply> {
		const handler = gate(this.ports());
		return (request = aHookRequest()) => handler(request, { getRemainingTimeInMillis: () => 30_000 } as Context);
	}

	/** One request, with what the reply before passed on. */
	deployAgain(reply: HookReply): Promise<HookReply> {
		const { hookDetails } = { hookDetails: undefined, ...reply };
		return this.deploy({ ...aHookRequest(), hookDetails });
	}

	private ports(): GatePorts {
		const called = async <T>(name: string, answer: () => T): Promise<T> => {
			this.calls.push(name);
			await this.broken.get(name)?.();
			return answer();
		};
		return {
			readServiceRevision: () => called("readServiceRevision", () => this.serviceRevision ?? { value: this.target }),
			readDefinition: () => called("readDefinition", () => this.definition),
			addImages: (facts) => called("addImages", () => facts),
			readEnding: (asked) =>
				called("readEnding", () => {
					this.asked.push(asked);
					return { value: this.hasEnded };
				}),
			offSwitch: { name: offSwitch, read: () => called("readOffSwitch", () => this.offSwitchSays) },
			sendRecord: (subject, record) =>
				called("sendRecord", () => {
					this.records.push({ subject, record });
				}),
			controls: taskDefinitionControls,
			rules: { policy: this.policy, fingerprint: "rules" },
			now: () => minutesAfterCreation(this.minutes),
			random: () => this.spread,
			timeUp: (_, leftMs) => (leftMs > 2_000 ? this.timeUp : new Promise(() => {})),
			telemetry: {
				decided: (decision, reply, examined) => this.decided.push({ ...decision, reply, ...examined }),
				failed: (message, error) => this.failures.push(`${message}: ${error}`),
				flush: () => {},
			},
		};
	}
}
