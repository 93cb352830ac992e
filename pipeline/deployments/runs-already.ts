import type { ServiceDeploymentFacts } from "../../adapters/ecs/read-service-deployment.ts";
import type { ServiceRevisionFacts } from "../../adapters/ecs/read-service-revision.ts";
import { wasRead } from "../../core/reading.ts";
import { attemptToRead } from "./judge.ts";
import type { WorkerPorts } from "./worker-ports.ts";
import type { ExaminedDeployment } from "./worker-telemetry.ts";

/**
 * Whether a deployment would run what all service revisions before it run: the same revision of the task definition, with the same digests.
 * Such a deployment gives tasks new secrets, and stopping it gains nothing. False if one of them cannot be read, or has a tag that ECS has
 * not resolved. Never throws.
 */
export async function runsAlready(
	{ target, sources }: Pick<ServiceDeploymentFacts, "target" | "sources">,
	examined: ExaminedDeployment,
	ports: WorkerPorts,
): Promise<boolean> {
	if (sources.length === 0) return false;
	const [wanted, ...before] = await Promise.all(
		[target, ...sources].map((arn) => attemptToRead(examined, ports, () => ports.readServiceRevision(arn))),
	);
	if (wanted === undefined || !wasRead(wanted) || wanted.value === null) return false;
	const { value } = wanted;
	return before.every((one) => wasRead(one) && one.value !== null && isSame(one.value, value));
}

const isSame = (one: ServiceRevisionFacts, other: ServiceRevisionFacts): boolean =>
	one.family === other.family &&
	one.revision === other.revision &&
	one.digests.size > 0 &&
	one.digests.size === other.digests.size &&
	[...one.digests].every(([container, digest]) => other.digests.get(container) === digest);
