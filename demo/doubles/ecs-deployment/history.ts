import { AwsError, type Fields, pageOf } from "../aws-json.ts";
import {
	briefFields,
	type Deployment,
	deploymentFields,
	isFinished,
	type Revision,
	revisionFields,
	summaryOf,
} from "./records.ts";

/** Fields that ECS adds to a service for its deployments. */
export interface ServiceState {
	readonly currentServiceDeployment: string;
	readonly currentServiceRevisions: readonly Fields[];
	/** PRIMARY is the newest one; ACTIVE are those whose tasks it replaces. */
	readonly deployments: readonly Fields[];
}

/** The most ARNs in one request, as in the service model. */
const maxDescribed = 20;

/** Every service deployment and service revision, and the operations of ECS that read them. */
export class DeploymentHistory {
	/** The oldest first. */
	readonly all: Deployment[] = [];
	#lastId = 0;

	/** Of services, in the order of their deployments. */
	of(serviceArn: string): readonly Deployment[] {
		return this.all.filter(({ service }) => service.serviceArn === serviceArn);
	}

	nextId(): string {
		this.#lastId += 1;
		return String(this.#lastId).padStart(19, "0");
	}

	/** The revision that a service runs; null before its first deployment has succeeded. */
	steadyOf(serviceArn: string): Revision | null {
		return this.of(serviceArn).findLast(({ status }) => status === "SUCCESSFUL")?.target ?? null;
	}

	/** Null for a service without deployments. */
	stateOf(serviceArn: string): ServiceState | null {
		const last = this.of(serviceArn).at(-1);
		if (last === undefined) return null;
		const steady = last.status === "SUCCESSFUL" ? [] : last.sources.slice(0, 1);
		const target = last.status === "SUCCESSFUL" || !isFinished(last) ? [last.target] : [];
		const current = [...steady, ...target];
		const currentServiceRevisions = current.map((revision) => {
			const {
				requestedTestTrafficWeight: _,
				requestedProductionTrafficWeight: __,
				...summary
			} = summaryOf(revision, last);
			return summary;
		});
		const deployments = current.toReversed().map((revision, at) => ({
			id: `ecs-svc/${revision.id}`,
			status: at === 0 ? "PRIMARY" : "ACTIVE",
			taskDefinition: revision.taskDefinition,
			desiredCount: last.service.desiredCount,
			runningCount: summaryOf(revision, last)["runningTaskCount"],
			createdAt: revision.createdAt,
			updatedAt: last.updatedAt,
		}));
		return { currentServiceDeployment: last.arn, currentServiceRevisions, deployments };
	}

	/** ListServiceDeployments: the newest first. `service` is an ARN or a name. */
	list({ service, cluster = "default", status, createdAt, maxResults, nextToken: token }: Fields): Fields {
		const [name, clusterName] = [service, cluster].map((arn) => String(arn).split("/").at(-1));
		const found = this.all.filter((one) => one.service.serviceArn.endsWith(`:service/${clusterName}/${name}`));
		if (found.length === 0) throw new AwsError("ServiceNotFoundException", "Service not found.");
		const { before = Number.POSITIVE_INFINITY, after = 0 } = (createdAt ?? {}) as Readonly<Record<string, number>>;
		const wanted = found.toReversed().filter((one) => {
			const hasStatus = !Array.isArray(status) || status.length === 0 || status.includes(one.status);
			return hasStatus && one.createdAt <= before && one.createdAt >= after;
		});
		const { page, nextToken } = pageOf(wanted, token, typeof maxResults === "number" ? maxResults : maxDescribed);
		return { serviceDeployments: page.map(briefFields), ...(nextToken === undefined ? {} : { nextToken }) };
	}

	/** DescribeServiceDeployments. */
	describe({ serviceDeploymentArns }: Fields): Fields {
		const { found, failures } = findAll(serviceDeploymentArns, this.all);
		return { serviceDeployments: found.map(deploymentFields), failures };
	}

	/** DescribeServiceRevisions. */
	describeRevisions({ serviceRevisionArns }: Fields): Fields {
		const revisions = this.all.map(({ target }) => target);
		const { found, failures } = findAll(serviceRevisionArns, revisions);
		return { serviceRevisions: found.map(revisionFields), failures };
	}

	/** Throws ServiceDeploymentNotFoundException. */
	get(arn: unknown): Deployment {
		const found = this.all.find((one) => one.arn === arn);
		if (found !== undefined) return found;
		throw new AwsError("ServiceDeploymentNotFoundException", "The service deployment does not exist.");
	}
}

function findAll<T extends { readonly arn: string }>(arns: unknown, all: readonly T[]) {
	if (!Array.isArray(arns) || arns.length === 0 || arns.length > maxDescribed) {
		throw new AwsError("InvalidParameterException", `between 1 and ${maxDescribed} ARNs can be described`);
	}
	const wanted: readonly unknown[] = arns;
	const found = all.filter(({ arn }) => wanted.includes(arn));
	const known: readonly unknown[] = found.map(({ arn }) => arn);
	const failures = wanted.filter((arn) => !known.includes(arn)).map((arn) => ({ arn, reason: "MISSING" }));
	return { found, failures };
}
