import {
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	type Service,
	type ServiceDeployment,
	type ServiceDeploymentBrief,
	type ServiceRevision,
} from "@aws-sdk/client-ecs";
import { splitIntoChunks } from "../../core/chunks.ts";
import type { Permission } from "../../core/permission.ts";
import { callAws } from "../clients/call-aws.ts";
import { isNamed } from "../failures.ts";
import { forEachDeploymentPage, hasNone } from "./deployment-pages.ts";
import { readOrThrow, requireNoFailures, type Search } from "./search.ts";

/** Resource types according to the Service Authorization Reference, which requires both where there are two. */
export const permissions: readonly Permission[] = [
	{ action: "ecs:ListServiceDeployments", on: "service" },
	{ action: "ecs:DescribeServiceDeployments", on: "service" },
	{ action: "ecs:DescribeServiceDeployments", on: "service-deployment" },
	{ action: "ecs:DescribeServiceRevisions", on: "service" },
	{ action: "ecs:DescribeServiceRevisions", on: "service-revision" },
];

/** The maximum number of ARNs in the models of DescribeServiceDeployments and DescribeServiceRevisions. */
const maxDescribed = 20;

/** The part of a service deployment that says what ECS can roll back to. */
export type LatestDeployment = Pick<
	ServiceDeployment,
	"status" | "sourceServiceRevisions" | "targetServiceRevision" | "rollback"
>;

/**
 * The latest deployment of each service, by the service's ARN. ECS keeps deployments for 90 days, and has none from before
 * October 25, 2024 nor for services with another deployment controller than its own; such a service is left out. Throws
 * IncompleteSearchError and TryLaterError.
 */
export async function readLatestDeployments(
	search: Search,
	services: readonly Service[],
): Promise<ReadonlyMap<string, LatestDeployment>> {
	const arns: string[] = [];
	for (const service of services) {
		const arn = service.currentServiceDeployment ?? (await findLatestDeployment(search, service));
		if (arn !== null) arns.push(arn);
	}
	const deployments = await describeAll(arns, (batch) => describeDeployments(search, batch));
	return new Map(deployments.flatMap((one) => (one.serviceArn === undefined ? [] : [[one.serviceArn, one]])));
}

/** Service revisions by ARN; one from before October 25, 2024 or of a deleted service is left out. Throws IncompleteSearchError and TryLaterError. */
export async function readServiceRevisions(
	search: Search,
	arns: Iterable<string>,
): Promise<ReadonlyMap<string, ServiceRevision>> {
	const revisions = await describeAll([...new Set(arns)], (batch) => describeRevisions(search, batch));
	return new Map(revisions.map((revision) => [revision.serviceRevisionArn ?? "", revision]));
}

/** Errors for a service that has none, or was deleted meanwhile. For an inactive service, ECS answers InvalidParameterException. */
const gone = [...hasNone, "InvalidParameterException"];

/** The ARN of the newest successful deployment; null when there is none. DescribeServices does not always return the current one. */
async function findLatestDeployment({ client, nextCall }: Search, service: Service): Promise<string | null> {
	const { clusterArn: cluster, serviceArn, deploymentController } = service;
	if (serviceArn === undefined || (deploymentController?.type ?? "ECS") !== "ECS") return null;
	const action = "ecs:ListServiceDeployments";
	const filter = { cluster, service: serviceArn, status: ["SUCCESSFUL" as const] };
	let newest: ServiceDeploymentBrief = {};
	const keepNewest = (page: readonly ServiceDeploymentBrief[]): void => {
		for (const one of page) if (timeOf(one) >= timeOf(newest)) newest = one;
	};
	const listing = forEachDeploymentPage(client, filter, keepNewest, nextCall);
	try {
		await readOrThrow(action, listing, gone);
		return newest.serviceDeploymentArn ?? null;
	} catch (error) {
		if (isNamed(error, ...gone)) return null;
		throw error;
	}
}

const timeOf = ({ createdAt }: ServiceDeploymentBrief): number => createdAt?.getTime() ?? 0;

/** All results, by batches. One deleted service fails its whole batch, so that batch is divided until the others are read. */
async function describeAll<Result>(
	arns: readonly string[],
	describe: (batch: string[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
	const results: Result[] = [];
	const batches = splitIntoChunks(arns, maxDescribed);
	for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
		try {
			results.push(...(await describe(batch)));
		} catch (error) {
			if (!isNamed(error, ...gone)) throw error;
			const half = Math.ceil(batch.length / 2);
			if (batch.length > 1) batches.push(batch.slice(0, half), batch.slice(half));
		}
	}
	return results;
}

async function describeDeployments(
	{ client, nextCall }: Search,
	serviceDeploymentArns: string[],
): Promise<readonly ServiceDeployment[]> {
	const action = "ecs:DescribeServiceDeployments";
	await nextCall();
	const answer = await readOrThrow(
		action,
		callAws(
			action,
			(options) => client.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }), options),
			{ isComplete: (one) => countOf(one.serviceDeployments, one.failures) >= serviceDeploymentArns.length },
		),
		gone,
	);
	requireNoFailures(action, "a deployment", answer.failures);
	return answer.serviceDeployments ?? [];
}

async function describeRevisions(
	{ client, nextCall }: Search,
	serviceRevisionArns: string[],
): Promise<readonly ServiceRevision[]> {
	const action = "ecs:DescribeServiceRevisions";
	await nextCall();
	const answer = await readOrThrow(
		action,
		callAws(action, (options) => client.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }), options), {
			isComplete: (one) => countOf(one.serviceRevisions, one.failures) >= serviceRevisionArns.length,
		}),
		gone,
	);
	requireNoFailures(action, "a service revision", answer.failures);
	return answer.serviceRevisions ?? [];
}

const countOf = (results: readonly unknown[] = [], failures: readonly unknown[] = []): number =>
	results.length + failures.length;
