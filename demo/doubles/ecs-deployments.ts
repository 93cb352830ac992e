import { AwsError, type Fields, pageOf } from "./aws-json.ts";

/** A service as ECS describes it, with the containers of its task definition. */
export interface DeployedService {
	readonly serviceArn: string;
	readonly clusterArn: string;
	readonly taskDefinition: string;
	readonly desiredCount: number;
	readonly images: readonly { readonly containerName: string; readonly image: string }[];
}

/** The digest of an image's name; undefined when it does not exist. */
export type ResolveDigest = (image: string) => string | undefined;

/** Fields that ECS adds to a service for its deployments; times are epoch seconds. */
export interface ServiceState {
	readonly currentServiceDeployment: string;
	readonly currentServiceRevisions: readonly Fields[];
}

interface History {
	/** The oldest first. */
	readonly revisions: Fields[];
	readonly deployments: Fields[];
}

/** The most ARNs in one request, as in the service model. */
const maxDescribed = 20;

/**
 * The service deployments and service revisions of ECS, which moto does not have, as in the service model of
 * DescribeServiceDeployments and DescribeServiceRevisions. A deployment ends successfully at once; its source is the revision of the
 * one before. ECS resolves tags to digests when the deployment starts tasks, so that a moved tag changes no revision.
 */
export class ServiceDeployments {
	readonly #services = new Map<string, History>();
	readonly #resolveDigest: ResolveDigest;
	readonly #now: () => number;

	constructor(resolveDigest: ResolveDigest, now: () => number = Date.now) {
		this.#resolveDigest = resolveDigest;
		this.#now = now;
	}

	/** A service was created, or updated in a way that starts a deployment. */
	deploy({ serviceArn, clusterArn, taskDefinition, desiredCount, images }: DeployedService): void {
		const history = this.#services.get(serviceArn) ?? { revisions: [], deployments: [] };
		const id = String(history.deployments.length + 1).padStart(19, "0");
		const at = Math.floor(this.#now() / 1_000);
		const arn = arnLike(serviceArn, "service-revision", id);
		const source = history.revisions.at(-1);
		const resolved = images.map((one) => ({
			...one,
			...(desiredCount > 0 ? { imageDigest: this.#resolveDigest(one.image) } : {}),
		}));
		const common = { serviceArn, clusterArn, createdAt: at };
		history.revisions.push({ ...common, serviceRevisionArn: arn, taskDefinition, containerImages: resolved });
		history.deployments.push({
			...common,
			serviceDeploymentArn: arnLike(serviceArn, "service-deployment", id),
			startedAt: at,
			finishedAt: at,
			updatedAt: at,
			sourceServiceRevisions: source === undefined ? [] : [summaryOf(source["serviceRevisionArn"], 0)],
			targetServiceRevision: summaryOf(arn, desiredCount),
			status: "SUCCESSFUL",
			lifecycleStage: "CLEAN_UP",
		});
		this.#services.set(serviceArn, history);
	}

	/** Null for a service without deployments. */
	stateOf(serviceArn: unknown): ServiceState | null {
		const last = this.#services.get(String(serviceArn))?.deployments.at(-1);
		if (last === undefined) return null;
		return {
			currentServiceDeployment: String(last["serviceDeploymentArn"]),
			currentServiceRevisions: [last["targetServiceRevision"] as Fields],
		};
	}

	/** ListServiceDeployments: the newest first. `service` is an ARN or a name. */
	list({ service, cluster = "default", status, maxResults, nextToken: token }: Fields): Fields {
		const [name, clusterName] = [service, cluster].map((arn) => String(arn).split("/").at(-1));
		const found = [...this.#services].find(([arn]) => arn.endsWith(`:service/${clusterName}/${name}`));
		if (found === undefined) throw new AwsError("ServiceNotFoundException", "Service not found.");
		const wanted = found[1].deployments.toReversed().filter((one) => {
			return !Array.isArray(status) || status.length === 0 || status.includes(one["status"]);
		});
		const { page, nextToken } = pageOf(wanted, token, typeof maxResults === "number" ? maxResults : maxDescribed);
		const serviceDeployments = page.map((one) => ({
			serviceDeploymentArn: one["serviceDeploymentArn"],
			serviceArn: one["serviceArn"],
			clusterArn: one["clusterArn"],
			createdAt: one["createdAt"],
			startedAt: one["startedAt"],
			finishedAt: one["finishedAt"],
			targetServiceRevisionArn: (one["targetServiceRevision"] as Fields)["arn"],
			status: one["status"],
		}));
		return { serviceDeployments, ...(nextToken === undefined ? {} : { nextToken }) };
	}

	/** DescribeServiceDeployments. */
	describe({ serviceDeploymentArns }: Fields): Fields {
		const all = [...this.#services.values()].flatMap(({ deployments }) => deployments);
		const { found, failures } = findAll(serviceDeploymentArns, all, "serviceDeploymentArn");
		return { serviceDeployments: found, failures };
	}

	/** DescribeServiceRevisions. */
	describeRevisions({ serviceRevisionArns }: Fields): Fields {
		const all = [...this.#services.values()].flatMap(({ revisions }) => revisions);
		const { found, failures } = findAll(serviceRevisionArns, all, "serviceRevisionArn");
		return { serviceRevisions: found, failures };
	}
}

/** `…:service-deployment/CLUSTER/SERVICE/ID` for `…:service/CLUSTER/SERVICE`. */
const arnLike = (serviceArn: string, type: string, id: string): string =>
	`${serviceArn.replace(":service/", `:${type}/`)}/${id}`;

const summaryOf = (arn: unknown, tasks: number): Fields => ({
	arn,
	requestedTaskCount: tasks,
	runningTaskCount: tasks,
	pendingTaskCount: 0,
});

function findAll(arns: unknown, all: readonly Fields[], key: string) {
	if (!Array.isArray(arns) || arns.length === 0 || arns.length > maxDescribed) {
		throw new AwsError("InvalidParameterException", `between 1 and ${maxDescribed} ARNs can be described`);
	}
	const wanted: readonly unknown[] = arns;
	const found = all.filter((one) => wanted.includes(one[key]));
	const known = found.map((one) => one[key]);
	const failures = wanted.filter((arn) => !known.includes(arn)).map((arn) => ({ arn, reason: "MISSING" }));
	return { found, failures };
}
