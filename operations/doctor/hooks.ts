import type { DeploymentConfiguration, ECSClient, Service } from "@aws-sdk/client-ecs";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { type Clock, systemClock } from "../../adapters/clients/pace.ts";
import { createSearch, listClusters, readServices, type Search } from "../../adapters/ecs/search.ts";
import { isDeployed } from "../../adapters/lambda/read-function.ts";
import { formatList } from "../../core/text.ts";
import { functionIn, isNamedLikeGate } from "../gate-function.ts";
import type { Installation } from "../installation.ts";
import { orReason } from "../or-reason.ts";
import { type Answer, ok, problem, unknown } from "../result.ts";
import { awsCommand } from "../shell-command.ts";

type Hook = NonNullable<DeploymentConfiguration["lifecycleHooks"]>[number];
/** Whether a function, by its ARN, was a gate of Shipshape and no longer exists. Throws FailedCallError. */
type IsGone = (functionArn: string) => Promise<boolean>;

/** A service that has hooks for gates that no longer exist. */
interface Stranded {
	/** Name of the cluster. */
	readonly cluster: string;
	readonly name: string;
	readonly configuration: DeploymentConfiguration;
	readonly gone: readonly Hook[];
}

/** ECS grants 20 reads a second of services (ECS developer guide, "Request throttling"); deployments need them, too. */
const limits = { maxCalls: Number.POSITIVE_INFINITY, maxSeconds: Number.POSITIVE_INFINITY, perSecond: 10 };

/** Whether a service has a lifecycle hook for a gate that no longer exists: ECS rolls back a deployment whose hook it cannot call. */
export async function checkHooks(
	{ ecs, lambda }: { readonly ecs: ECSClient; readonly lambda: LambdaClient },
	installation: Installation,
	clock: Clock = systemClock,
): Promise<Answer> {
	const search = createSearch(ecs, "services", limits, clock);
	const clusters = await orReason(listClusters(search));
	if (typeof clusters === "string") return unknown(clusters);
	const isGone = goneGates(lambda, installation);
	const [found, unread]: [Stranded[], Set<string>] = [[], new Set()];
	for (const cluster of clusters) {
		const reason = await orReason(addStranded(search, cluster, isGone, found));
		if (typeof reason === "string") unread.add(reason);
	}
	const rest = [...unread].join("; ");
	if (found.length === 0)
		return unread.size > 0 ? unknown(rest) : ok("no service has a hook for a gate that no longer exists");
	const { gate } = installation;
	const present = gate !== null && !(await isGone(gate.functionArn)) ? gate : null;
	const names = formatList(
		found.map(({ cluster, name }) => `${cluster}/${name}`),
		10,
	);
	const fix =
		present === null
			? "remove the hook, until there is a gate to attach"
			: "call the gate of this installation instead";
	const more = unread.size === 0 ? "" : `; there may be others: ${rest}`;
	return problem(
		`ECS rolls back every deployment of ${names}, because the gate in their hooks no longer exists; the commands ${fix}${more}`,
		...found.map((service) => update(installation, service, present)),
	);
}

/** Each function is read once. */
function goneGates(lambda: LambdaClient, installation: Installation): IsGone {
	const isGate = isNamedLikeGate(installation);
	const known = new Map<string, Promise<boolean>>();
	return async (arn) => {
		const found = isGate(arn) ? functionIn(installation, arn) : null;
		if (found === null) return false;
		const answer = known.get(arn) ?? isDeployed(lambda, found.name, found.qualifier).then((is) => !is);
		known.set(arn, answer);
		return answer;
	};
}

async function addStranded(search: Search, cluster: string, isGone: IsGone, to: Stranded[]): Promise<void> {
	for await (const service of readServices(search, cluster)) {
		const gone: Hook[] = [];
		for (const hook of calledHooks(service)) if (await isGone(hook.hookTargetArn ?? "")) gone.push(hook);
		const { serviceName: name = "", deploymentConfiguration: configuration = {} } = service;
		if (gone.length > 0) to.push({ cluster: cluster.split("/").at(-1) ?? cluster, name, configuration, gone });
	}
}

/** ECS calls none in rolling updates, which are the default (ECS API reference, DeploymentConfiguration). */
const calledHooks = ({ deploymentConfiguration: { strategy = "ROLLING", lifecycleHooks = [] } = {} }: Service) =>
	strategy === "ROLLING" ? [] : lifecycleHooks;

/** Updates the hooks, and sends all else as it was read. This starts no deployment (ECS API reference, UpdateService). */
function update(
	{ region }: Installation,
	{ cluster, name, configuration, gone }: Stranded,
	gate: Installation["gate"],
): string {
	const { lifecycleHooks: all = [] } = configuration;
	const others = all.filter((hook) => !gone.includes(hook));
	const [first] = gone;
	const hasGate = gate === null || others.some(({ hookTargetArn }) => hookTargetArn === gate.functionArn);
	const stages = [...new Set(gone.flatMap(({ lifecycleStages = [] }) => lifecycleStages))];
	const instead = hasGate
		? []
		: [{ ...first, hookTargetArn: gate.functionArn, roleArn: gate.hookRoleArn, lifecycleStages: stages }];
	const changed = { ...configuration, lifecycleHooks: [...others, ...instead] };
	const service = ["--cluster", cluster, "--service", name];
	return awsCommand(region, "ecs", "update-service", ...service, "--deployment-configuration", JSON.stringify(changed));
}
