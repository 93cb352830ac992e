import type { ECSClient } from "@aws-sdk/client-ecs";
import { awsError } from "../../support/aws-errors.ts";
import type { Invocation } from "../invocation.ts";
import { place } from "../place.ts";
import type { Services } from "../services.ts";
import { approvalIdOf, type GatedServices, gateArn, hookIdOf, type ServiceDeployment, stageOfPause } from "./state.ts";

interface Input {
	readonly cluster?: string;
	readonly service?: string;
	readonly services?: readonly string[];
	readonly status?: readonly string[];
	readonly createdAt?: { readonly after?: Date };
	readonly serviceRevisionArns?: readonly string[];
	readonly serviceDeploymentArns?: readonly string[];
	readonly serviceDeploymentArn?: string;
	readonly hookId?: string;
	readonly action?: "CONTINUE" | "ROLLBACK";
}

/** What a caller does to a deployment; false if ECS rejects it. */
export interface DeploymentActions {
	readonly stop: (deployment: ServiceDeployment) => boolean;
	readonly answerPause: (deployment: ServiceDeployment, answer: "CONTINUE" | "ROLLBACK") => boolean;
}

interface Account {
	readonly services: Services;
	readonly ecs: GatedServices;
}

/** A client of ECS that knows the deployments (fields as in the service model). `actions`: absent for a caller that only reads. */
export function deploymentsClient(
	{ services: { clock, variant }, ecs }: Account,
	invocation: Invocation,
	actions: DeploymentActions | null = null,
): ECSClient {
	const find = (arn: string | undefined) => ecs.deployments.find((one) => one.arn === arn);
	const answers: Readonly<Record<string, (input: Input) => object>> = {
		ListServiceDeployments: ({ cluster, service: wanted, status: statuses, createdAt }) => {
			const found = ecs.deployments.filter(
				(one) =>
					(one.service.arn === wanted || (one.service.cluster === cluster && one.service.name === wanted)) &&
					(statuses === undefined || statuses.includes(one.status.at(clock.time))) &&
					one.createdAt > (createdAt?.after?.getTime() ?? 0),
			);
			return {
				serviceDeployments: found.map(({ arn, target, status, createdAt: at }) => {
					const named = { serviceDeploymentArn: arn, targetServiceRevisionArn: target, status: status.at(clock.time) };
					return { ...named, createdAt: new Date(at) };
				}),
			};
		},
		DescribeServiceDeployments: ({ serviceDeploymentArns: [arn = ""] = [] }) => {
			const found = find(arn);
			return found === undefined
				? { serviceDeployments: [], failures: [{ arn, reason: "MISSING" }] }
				: { serviceDeployments: [describeDeployment(found, clock.time)], failures: [] };
		},
		DescribeServiceRevisions: ({ serviceRevisionArns: [arn = ""] = [] }) => {
			const { denial } = ecs;
			if (denial !== null && clock.time >= denial.from && clock.time < denial.until)
				throw awsError("AccessDeniedException");
			const found = ecs.deployments.find(({ target, visibleAt }) => target === arn && visibleAt <= clock.time);
			const isUndated = variant === "the gate forgets since when it waits";
			return found === undefined
				? { serviceRevisions: [], failures: [{ arn, reason: "MISSING" }] }
				: { serviceRevisions: [describeRevision(found, isUndated)], failures: [] };
		},
		StopServiceDeployment: ({ serviceDeploymentArn: arn }) => {
			const found = find(arn);
			if (found === undefined || actions?.stop(found) !== true) throw awsError("ConflictException");
			return { serviceDeploymentArn: arn };
		},
		ContinueServiceDeployment: ({ serviceDeploymentArn: arn, hookId, action = "CONTINUE" }) => {
			const found = find(arn);
			if (found === undefined || hookId !== hookIdOf(found) || actions?.answerPause(found, action) !== true)
				throw awsError("ConflictException");
			return { serviceDeploymentArn: arn };
		},
		DescribeServices: ({ services: [arn = ""] = [] }) => ({
			services: [{ serviceName: arn.split("/").at(-1), serviceArn: arn, status: "ACTIVE", desiredCount: 1, tags: [] }],
			failures: [],
		}),
	};
	const send = (command: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
		const operation = command.constructor.name.replace(/Command$/, "");
		const answer = answers[operation];
		if (answer === undefined) throw new TypeError(`ecs:${operation} is not simulated`);
		return invocation.call(`ecs:${operation}`, () => answer(command.input));
	};
	return { send } as unknown as ECSClient;
}

function describeDeployment(deployment: ServiceDeployment, time: number): object {
	const { arn, service, status, createdAt, target, source, approval, pause } = deployment;
	const waiting = [
		{ hookId: approvalIdOf(deployment), status: approval },
		{ hookId: hookIdOf(deployment), status: pause },
	].filter((hook) => hook.status !== null);
	return {
		serviceDeploymentArn: arn,
		serviceArn: service.arn,
		status: status.at(time),
		createdAt: new Date(createdAt),
		targetServiceRevision: { arn: target },
		sourceServiceRevisions: source === null ? [] : [{ arn: source }],
		...(status.at(time).startsWith("ROLLBACK") ? { rollback: { startedAt: new Date(status.since(time)) } } : {}),
		deploymentConfiguration: {
			strategy: service.kind === "rolling" ? "ROLLING" : "BLUE_GREEN",
			lifecycleHooks: hooksOf(deployment),
		},
		lifecycleHookDetails: waiting,
	};
}

function hooksOf(deployment: ServiceDeployment): readonly object[] {
	const manual = { targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"] };
	const marked = { targetType: "PAUSE", hookDetails: { shipshape: "gate" } };
	const { kind, hasApproval } = deployment.service;
	switch (kind) {
		case "manual pause":
			return [manual];
		case "pause":
			return [...(hasApproval ? [manual] : []), { ...marked, lifecycleStages: [stageOfPause(deployment)] }];
		case "late hooks":
			return [
				{ hookTargetArn: gateArn, lifecycleStages: ["TEST_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"] },
				{ ...marked, lifecycleStages: ["POST_PRODUCTION_TRAFFIC_SHIFT"] },
			];
		default:
			return [];
	}
}

const describeRevision = (
	{ target, family, revision, createdAt, resolved }: ServiceDeployment,
	isUndated: boolean,
) => ({
	serviceRevisionArn: target,
	taskDefinition: `arn:aws:ecs:${place.region}:${place.account}:task-definition/${family.subject.family}:${revision.revision}`,
	...(isUndated ? {} : { createdAt: new Date(createdAt) }),
	containerImages: [
		{ containerName: "app", ...(resolved === null ? {} : { imageDigest: resolved.image.subject.digest }) },
	],
});
