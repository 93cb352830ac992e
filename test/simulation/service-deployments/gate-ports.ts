import type { ECSClient } from "@aws-sdk/client-ecs";
import { readRollback } from "../../../adapters/ecs/read-rollback.ts";
import { readServiceRevision } from "../../../adapters/ecs/read-service-revision.ts";
import { taskDefinitionControls } from "../../../controls/index.ts";
import type { BlockRecord } from "../../../core/block-record.ts";
import type { TaskDefinitionFacts } from "../../../core/facts.ts";
import { isUnresolved } from "../../../core/reading.ts";
import type { GatePorts } from "../../../pipeline/deployments/gate.ts";
import { recheckMessages } from "../../../pipeline/recheck.ts";
import { awsError } from "../../support/aws-errors.ts";
import { withImages } from "../ecs-observer.ts";
import type { Invocation } from "../invocation.ts";
import { place } from "../place.ts";
import { readPages, type Services } from "../services.ts";
import type { SimulatedQueue } from "../sqs.ts";
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
	const { clock, families, denials, offSwitch, policy, fingerprint, variant, faults, note } = services;
	const noting = <T>(what: keyof Trouble, result: Promise<T>): Promise<T> =>
		result.catch((error: unknown) => {
			answer[what] = true;
			throw error;
		});
	const client = ecsClient({ services, ecs, queue }, invocation);
	const isSwitchIgnored = variant === "the gate does not read the off switch";
	const switchReader = offSwitch.readerFor(invocation);
	return {
		readServiceRevision: async (arn) => {
			const reading = await noting("unanswered", readServiceRevision(client, arn));
			if ("unread" in reading) answer.denied = true;
			else if (reading.value === null) answer.unanswered = true;
			return reading;
		},
		readDefinition: (subject, readAt, revision) =>
			noting(
				"unanswered",
				readPages(services, invocation, "ecs:DescribeTaskDefinition", () => families.facts(subject, readAt, revision)),
			),
		addImages: async (facts, _, { digests = new Map() }) => {
			const read = () => withImages(services, resolveTags(facts, digests));
			const found = await noting("unanswered", invocation.call("ecr:DescribeImages", read));
			const completed = denials.containerImages(found);
			if (completed !== found) answer.denied = true;
			return withNames(completed, facts);
		},
		readRollback: (asked) =>
			variant === "the gate does not know a rollback"
				? Promise.resolve({ value: false })
				: noting("rollback", readRollback(client, asked)),
		offSwitch: isSwitchIgnored
			? { name: "", read: async () => ({ value: "policy" }) }
			: { name: switchReader.name, read: () => noting("offSwitch", switchReader.read()) },
		sendRecord: async (subject, decided) => {
			const record: BlockRecord =
				variant === "a record says done whatever the answer was" ? { ...decided, outcome: "done" } : decided;
			answer.record = record;
			const [body = ""] = recheckMessages([subject], () => `gate-${invocation.startedAt}`, clock.now(), {
				decided: [record],
			});
			await invocation.call("sqs:SendMessage", () => {
				answer.isDelivered = true;
				queue.send(body, 0);
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

/** A client of ECS that knows the deployments with the gate (fields as in the service model). */
function ecsClient({ services: { clock, variant }, ecs }: Account, invocation: Invocation): ECSClient {
	const send = (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
		const { input } = command;
		const operation = command.constructor.name.replace(/Command$/, "");
		return invocation.call(`ecs:${operation}`, () => {
			if (operation === "ListServiceDeployments") {
				const found = ecs.deployments.filter(
					({ service, status }) => service.arn === input.service && input.status?.includes(status.at(clock.time)),
				);
				return {
					serviceDeployments: found.map(({ arn, target }) => ({
						serviceDeploymentArn: arn,
						targetServiceRevisionArn: target,
					})),
				};
			}
			const { denial } = ecs;
			if (denial !== null && clock.time >= denial.from && clock.time < denial.until)
				throw awsError("AccessDeniedException");
			const [arn = ""] = input.serviceRevisionArns ?? [];
			const found = ecs.deployments.find(({ target, visibleAt }) => target === arn && visibleAt <= clock.time);
			return found === undefined
				? { serviceRevisions: [], failures: [{ arn, reason: "MISSING" }] }
				: { serviceRevisions: [describe(found, variant === "the gate forgets since when it waits")], failures: [] };
		});
	};
	return { send } as unknown as ECSClient;
}

interface Input {
	readonly service?: string;
	readonly status?: readonly string[];
	readonly serviceRevisionArns?: readonly string[];
}

const describe = ({ target, family, revision, createdAt, resolved }: ServiceDeployment, isUndated: boolean) => ({
	serviceRevisionArn: target,
	taskDefinition: `arn:aws:ecs:${place.region}:${place.account}:task-definition/${family.subject.family}:${revision.revision}`,
	...(isUndated ? {} : { createdAt: new Date(createdAt) }),
	containerImages: [
		{ containerName: "app", ...(resolved === null ? {} : { imageDigest: resolved.image.subject.digest }) },
	],
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
