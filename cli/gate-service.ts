import { BadInputError } from "../core/errors.ts";
import type { DeploymentFacts } from "../core/facts.ts";
import type { Policy } from "../core/policy.ts";
import { formatList } from "../core/text.ts";
import { quote } from "./arguments.ts";
import { formatCount } from "./formats/summary.ts";

/** Names of clusters and services (API reference, CreateCluster and CreateService). */
const form = /^([\w-]{1,255})\/([\w-]{1,255})$/;

/** The service of `--service CLUSTER/SERVICE`; null without it. Throws BadInputError. */
export function parseService(given: readonly string[], images: readonly string[]): DeploymentFacts | null {
	const [first, second] = given;
	if (first === undefined) return null;
	if (second !== undefined) throw new BadInputError("--service is given twice; run the gate once for each service");
	const [, cluster, service] = form.exec(first) ?? [];
	if (cluster === undefined || service === undefined)
		throw new BadInputError(
			`--service does not accept ${quote(first)}; write CLUSTER/SERVICE, such as production/payments`,
		);
	if (images.length > 0)
		throw new BadInputError(
			"--service is about task definitions; leave out --image: the images of a task definition are judged with it",
		);
	return { cluster, service };
}

/** What of a policy could change the answer about a task definition, but is not applied without a service; null if there is nothing. */
export function unappliedWithoutService({ block, scopes }: Policy): string | null {
	const byCluster = scopes.filter(
		({ match, mode, block: own, controls }) =>
			match.cluster !== undefined &&
			(mode !== undefined || own !== undefined || Object.keys(controls).some(isOfTaskDefinitions)),
	).length;
	const forServices = block.breakGlass.filter(({ resource }) => resource.startsWith("service/")).length;
	const unapplied = [
		...(byCluster > 0 ? [formatCount(byCluster, "scope by cluster", "scopes by cluster")] : []),
		...(block.protectedServices.length > 0 ? ["block.protectedServices"] : []),
		...(forServices > 0 ? ["block.breakGlass for services"] : []),
	];
	if (unapplied.length === 0) return null;
	return `no service is named, so these parts of the policy were not applied: ${formatList(unapplied, 3)}; write --service CLUSTER/SERVICE`;
}

const isOfTaskDefinitions = (control: string): boolean => control.startsWith("task-definition/");
