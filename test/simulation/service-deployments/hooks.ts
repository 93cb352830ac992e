import type { Context } from "aws-lambda";
import { hooks as manifest } from "../../../functions/manifest.ts";
import { type GatePorts, gate } from "../../../pipeline/deployments/gate.ts";
import type { HookReply } from "../../../pipeline/deployments/reply.ts";
import { invoke } from "../invocation.ts";
import type { Random } from "../random.ts";
import type { Services } from "../services.ts";
import type { SimulatedQueue } from "../sqs.ts";
import { gatePorts } from "./gate-ports.ts";
import { type Answer, type GatedServices, type ServiceDeployment, type Stage, shifts, stages } from "./state.ts";

const minuteMs = 60_000;
const [{ name: gateName, timeoutSeconds }] = manifest;
export const timeoutMs = timeoutSeconds * 1_000;
/** What the gate leaves of it for the record and the answer. */
export const reservedMs = 5_000;
/** What a service configures for its hook. */
const configured = { team: "shop" };

/** What ECS asks. */
interface Question {
	readonly stage: Stage;
	readonly isRollback: boolean;
	readonly firstAsked: number;
	readonly details: unknown;
	isAnswered: boolean;
}

/** An execution environment of the gate, which has one invocation at a time, with ports of its own. */
interface Environment {
	readonly ports: GatePorts;
	readonly handle: ReturnType<typeof gate>;
}

/** ECS leads deployments through their stages and asks the gate in those in which their service has a hook for it. */
export class LifecycleHooks {
	readonly #services: Services;
	readonly #ecs: GatedServices;
	readonly #queue: SimulatedQueue;
	readonly #random: Random;
	readonly #idle: Environment[] = [];

	/** `queue`: of the route that checks task definitions. */
	constructor(services: Services, ecs: GatedServices, queue: SimulatedQueue, random: Random) {
		this.#services = services;
		this.#ecs = ecs;
		this.#queue = queue;
		this.#random = random;
	}

	/** Goes on with a stage, or completes the deployment after the last one. */
	advance(deployment: ServiceDeployment, at = 0): void {
		const { clock, note } = this.#services;
		const { status, service, revision } = deployment;
		if (status.last !== "IN_PROGRESS") return;
		const stage = stages[at];
		if (stage === undefined) {
			status.set(clock.time, "SUCCESSFUL");
			service.current = deployment.target;
			note(() => `ECS has completed ${deployment.arn}`);
			return;
		}
		if (stage === "POST_SCALE_UP") deployment.resolved = { image: revision.image.at(clock.time), at: clock.time };
		if (service.hookStages.includes(stage)) this.#askFirst(deployment, stage, false);
		else this.#advanceLater(deployment, at + 1);
	}

	/** ECS gives a deployment up, and shifts traffic back. */
	rollBack(deployment: ServiceDeployment, why: string): void {
		const { clock, note } = this.#services;
		const { status, service, source } = deployment;
		if (status.last !== "IN_PROGRESS") return;
		status.set(clock.time, "ROLLBACK_REQUESTED");
		note(() => `ECS rolls back ${deployment.arn}: ${why}`);
		const asked = source === null ? [] : shifts.filter((stage) => service.hookStages.includes(stage));
		for (const stage of asked) {
			clock.after(this.#random.between(1_000, minuteMs), () => this.#askFirst(deployment, stage, true));
		}
		clock.after(this.#random.between(2 * minuteMs, 5 * minuteMs), () => status.set(clock.time, "ROLLBACK_SUCCESSFUL"));
	}

	#advanceLater(deployment: ServiceDeployment, at: number): void {
		this.#services.clock.after(this.#random.between(5_000, 3 * minuteMs), () => this.advance(deployment, at));
	}

	#askFirst(deployment: ServiceDeployment, stage: Stage, isRollback: boolean): void {
		const firstAsked = this.#services.clock.time;
		this.#ask(deployment, { stage, isRollback, firstAsked, details: configured, isAnswered: false });
	}

	/** Sometimes the same question arrives again, soon, or when the deployment is long over. */
	#ask(deployment: ServiceDeployment, question: Question): void {
		const { clock, faults } = this.#services;
		this.#invoke(deployment, question);
		if (!faults.occurs(0.15, clock.time)) return;
		const latest = this.#random.pick([1_000, minuteMs, 40 * minuteMs]);
		clock.after(this.#random.between(1, latest), () => this.#invoke(deployment, question));
	}

	#invoke(deployment: ServiceDeployment, question: Question): void {
		const services = this.#services;
		const { clock, note } = services;
		const { stage, isRollback, firstAsked } = question;
		const answer: Answer = {
			...{ stage, isRollback, firstAsked, from: clock.time, until: clock.time, status: "none" },
			...{ isFirst: question.details === configured, record: null, isDelivered: false, isTaken: false },
			...{ unanswered: false, denied: false, offSwitch: false, rollback: false },
		};
		deployment.answers.push(answer);
		const end = (reply: HookReply | null): void => {
			answer.until = clock.time;
			answer.status = reply?.hookStatus ?? "none";
			note(() => `${gateName} answers ${answer.status} to ${stage} of ${deployment.arn}: ${answer.record?.outcome}`);
			if (question.isAnswered) return;
			question.isAnswered = true;
			answer.isTaken = true;
			this.#take(deployment, question, reply);
		};
		const request = requestOf(deployment, question);
		let environment: Environment | null = null;
		invoke(
			gateName,
			services,
			(invocation) => {
				const ports = gatePorts({ services, ecs: this.#ecs, queue: this.#queue }, invocation, deployment, answer);
				environment = this.#environmentWith(ports);
				const isBroken = services.variant === "the gate does not know a rollback";
				return environment.handle(isBroken ? withoutWeights(request) : request, {} as Context);
			},
			{
				onEnd: (reply) => {
					if (environment !== null) this.#idle.push(environment);
					end(reply);
				},
				onFailure: () => end(null),
				timeoutMs,
			},
		);
	}

	/** One that is idle, which remembers what it was asked, or a new one. A killed one does not come back. */
	#environmentWith(ports: GatePorts): Environment {
		const idle = this.#idle.pop();
		if (idle === undefined) {
			const own = { ...ports };
			return { ports: own, handle: gate(own) };
		}
		Object.assign(idle.ports, ports);
		return idle;
	}

	#take(deployment: ServiceDeployment, question: Question, reply: HookReply | null): void {
		const { stage, isRollback } = question;
		if (isRollback || deployment.status.last !== "IN_PROGRESS") return;
		if (reply?.hookStatus === "SUCCEEDED") this.#advanceLater(deployment, stages.indexOf(stage) + 1);
		else if (reply?.hookStatus === "IN_PROGRESS") this.#askAgain(deployment, question, reply);
		else this.rollBack(deployment, reply === null ? "the hook fails" : "the gate refuses it");
	}

	#askAgain(
		deployment: ServiceDeployment,
		question: Question,
		{ callBackDelay, hookDetails }: Extract<HookReply, { readonly hookStatus: "IN_PROGRESS" }>,
	): void {
		const { clock, variant } = this.#services;
		const isKept = deployment.service.keepsDetails && variant !== "the gate forgets since when it waits";
		const next = { ...question, details: isKept ? hookDetails : configured, isAnswered: false };
		clock.after(callBackDelay * 1_000, () => {
			if (deployment.status.last === "IN_PROGRESS") this.#ask(deployment, next);
		});
	}
}

/** As ECS sends it: specification of the hooks' payloads. */
function requestOf({ arn, service, target, source }: ServiceDeployment, { stage, isRollback, details }: Question) {
	const isShift = shifts.includes(stage);
	const weights = isShift && source !== null ? { [target]: isRollback ? 0 : 100, [source]: isRollback ? 100 : 0 } : {};
	return {
		executionId: "b3f1",
		lifecycleStage: stage,
		resourceArn: arn,
		executionDetails: {
			serviceArn: service.arn,
			targetServiceRevisionArn: target,
			testTrafficWeights: stage === "TEST_TRAFFIC_SHIFT" ? weights : {},
			productionTrafficWeights: stage === "PRODUCTION_TRAFFIC_SHIFT" ? weights : {},
		},
		hookDetails: details,
	};
}

const withoutWeights = ({ executionDetails, ...request }: ReturnType<typeof requestOf>) => ({
	...request,
	executionDetails: { ...executionDetails, testTrafficWeights: {}, productionTrafficWeights: {} },
});
