import type { ECSClient } from "@aws-sdk/client-ecs";
import { readEnding } from "../../../adapters/ecs/read-ending.ts";
import { readServiceRevision } from "../../../adapters/ecs/read-service-revision.ts";
import { taskDefinitionControls } from "../../../controls/index.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import type { Subject } from "../../../core/subject.ts";
import type { GatePorts } from "../../../pipeline/deployments/gate.ts";
import { recheckMessages } from "../../../pipeline/recheck.ts";
import { withImages } from "../ecs-observer.ts";
import type { Invocation } from "../invocation.ts";
import { readPages, type Services } from "../services.ts";
import type { SimulatedQueue } from "../sqs.ts";
import { deploymentsClient } from "./ecs-api.ts";
import type { Answer, GatedServices, ServiceDeployment, Trouble } from "./state.ts";

interface Account {
	readonly services: Services;
	readonly ecs: GatedServices;
	/** Of the route that checks task definitions. */
	readonly queue: SimulatedQueue;
}

/** As functions/gate-ports.ts, for one invocation, about which it notes in `answer` what failed and what is recorded. */
export function gatePorts(
	{ services, ecs, queue }: Account,
	invocation: Invocation,
	deployment: ServiceDeployment,
	answer: Answer,
): GatePorts {
	const { clock, policy, fingerprint, variant, faults, note } = services;
	const client = deploymentsClient({ services, ecs }, invocation);
	return {
		...readingPorts(services, client, invocation, answer),
		readEnding: (asked) =>
			variant === "the gate does not know a rollback"
				? Promise.resolve({ value: false })
				: noting(answer, "rollback", readEnding(client, asked)),
		sendRecord: async (subject, decided) => {
			const record: BlockRecord =
				variant === "a record says done whatever the answer was" ? { ...decided, outcome: "done" } : decided;
			answer.record = record;
			await sendRecord(services, queue, invocation, subject, record, () => {
				answer.isDelivered = true;
			});
		},
		controls: taskDefinitionControls,
		rules: {
			policy:
				variant === "the gate does not spare protected services"
					? { ...policy, block: { ...policy.block, protectedServices: [] } }
					: policy,
			fingerprint,
		},
		now: clock.now,
		random: () => faults.between(0, 99) / 100,
		timeUp: async (_, leftMs) => {
			await invocation.wait(invocation.remainingMs - leftMs);
			answer.unanswered = true;
			answer.offSwitch = true;
			answer.rollback = true;
		},
		telemetry: {
			decided: ({ kind, reason }) => note(() => `${invocation.name}: ${kind} ${deployment.target}: ${reason}`),
			failed: (message, error) => note(() => `${invocation.name}: ${message}: ${String(error)}`),
			flush: () => undefined,
		},
	};
}

const noting = <T>(trouble: Trouble, what: keyof Trouble, result: Promise<T>): Promise<T> =>
	result.catch((error: unknown) => {
		trouble[what] = true;
		throw error;
	});

/** What a function reads to decide about a deployment; `answer` gets what failed. */
export function readingPorts(
	services: Services,
	client: ECSClient,
	invocation: Invocation,
	answer: Trouble,
): Pick<GatePorts, "readServiceRevision" | "readDefinition" | "addImages" | "offSwitch"> {
	const { families, denials, offSwitch, variant } = services;
	const isSwitchIgnored = variant === "the gate does not read the off switch";
	const switchReader = offSwitch.readerFor(invocation);
	return {
		readServiceRevision: async (arn) => {
			const reading = await noting(answer, "unanswered", readServiceRevision(client, arn));
			if ("unread" in reading) answer.denied = true;
			else if (reading.value === null) answer.unanswered = true;
			return reading;
		},
		readDefinition: (subject, readAt, revision) =>
			noting(
				answer,
				"unanswered",
				readPages(services, invocation, "ecs:DescribeTaskDefinition", () => families.facts(subject, readAt, revision)),
			),
		addImages: async (facts, _, { digests = new Map() }) => {
			const read = () => withImages(services, resolveTags(facts, digests));
			const found = await noting(answer, "unanswered", invocation.call("ecr:DescribeImages", read));
			const completed = denials.containerImages(found);
			if (completed !== found) answer.denied = true;
			return withNames(completed, facts);
		},
		offSwitch: isSwitchIgnored
			? { name: "", read: async () => ({ value: "policy" }) }
			: { name: switchReader.name, read: () => noting(answer, "offSwitch", switchReader.read()) },
	};
}

/** Sends a record to the route that checks task definitions. Throws TryLaterError, also if it was sent and the answer is lost. */
export const sendRecord = (
	{ clock }: Services,
	queue: SimulatedQueue,
	invocation: Invocation,
	subject: Subject,
	record: BlockRecord,
	onDelivered: () => void,
): Promise<void> =>
	invocation.call("sqs:SendMessage", () => {
		const id = `${invocation.name}-${invocation.startedAt}`;
		for (const body of recheckMessages([subject], () => id, clock.now(), { decided: [record] })) queue.send(body, 0);
		onDelivered();
	});

/** Names the images by the digests that ECS has resolved. */
function resolveTags(facts: TaskDefinitionFacts, digests: ReadonlyMap<string, string>): TaskDefinitionFacts {
	const { containers } = facts;
	if (isUnresolved(containers)) return facts;
	const named = containers.map((container) => {
		const digest = digests.get(container.name);
		return digest === undefined
			? container
			: { ...container, image: String(container.image).replace(/(@sha256:.*|:2\.0\.0)$/, `@${digest}`) };
	});
	return { ...facts, containers: named };
}

/** The names of the images as in the definition. */
function withNames(facts: TaskDefinitionFacts, { containers: named }: TaskDefinitionFacts): TaskDefinitionFacts {
	const { containers } = facts;
	if (isUnresolved(containers) || isUnresolved(named)) return facts;
	return { ...facts, containers: containers.map((one, at) => ({ ...one, image: named[at]?.image ?? one.image })) };
}
