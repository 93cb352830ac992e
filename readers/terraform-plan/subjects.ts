import { textIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { policyOnlyRepository } from "../policies/policy-only-repository.ts";
import type { FileSubject } from "../reader.ts";
import { taskDefinitionOf } from "./definitions.ts";
import type { PlannedResource } from "./plan.ts";
import { linesFinder, type PlaceOf, positionFinder } from "./positions.ts";
import { findReferencedResources } from "./referenced-resources.ts";
import type { Registry } from "./registry.ts";
import { accessPolicyOf, policyTextOf, repositoryOf } from "./repositories.ts";
import { inTerraformTerms } from "./terraform-terms.ts";

interface Source {
	readonly path: string;
	/** ISO 8601. */
	readonly readAt: string;
	readonly registry: Registry;
	readonly placeOf: PlaceOf;
	/** Whether a resource is judged; others only say something of it. Absent: all are. */
	readonly isJudged?: (planned: PlannedResource) => boolean;
}

/** The task definitions and repositories among resources, and the policies of repositories that are not among them; each is `path#address`. */
export function subjectsOfResources(
	resources: readonly PlannedResource[],
	{ isJudged = () => true, ...source }: Source,
): readonly FileSubject[] {
	const policies = policiesOf(resources);
	return resources.filter(isJudged).flatMap((planned) => subjectsOf(planned, { ...source, resources, policies }));
}

interface Context extends Omit<Source, "isJudged"> {
	readonly resources: readonly PlannedResource[];
	readonly policies: readonly OwnedPolicy[];
}

function subjectsOf(planned: PlannedResource, context: Context): readonly FileSubject[] {
	const { path, readAt, resources, registry, policies, placeOf } = context;
	const { address } = planned;
	const arn = `${path}#${formatForDisplay(address)}`;
	if (planned.type === "aws_ecs_task_definition") {
		const facts = taskDefinitionOf(planned, resources, { arn, readAt, registry });
		const positionOf = positionFinder(placeOf, planned, {}, facts.containers);
		const linesOf = linesFinder(placeOf, planned, facts.containers);
		return [{ facts, address, positionOf, linesOf, inFileTerms: inTerraformTerms }];
	}
	if (planned.type === "aws_ecr_repository") {
		const lifecycle = policyOf(planned, "aws_ecr_lifecycle_policy", policies);
		const access = policyOf(planned, "aws_ecr_repository_policy", policies);
		const facts = repositoryOf(planned, { lifecycle, access }, registry, { arn, readAt });
		const resourcesOfPolicies = { lifecyclePolicyText: lifecycle, repositoryPolicyText: access };
		const positionOf = positionFinder(placeOf, planned, resourcesOfPolicies);
		return [{ facts, address, positionOf, linesOf: linesFinder(placeOf, planned), inFileTerms: inTerraformTerms }];
	}
	const owned = policies.find(({ policy }) => policy === planned);
	return owned === undefined || owned.owners === "unknown" || owned.owners.length > 0
		? []
		: [policyOnlySubject(planned, arn, context)];
}

/** A policy of a repository that is not in the plan. */
function policyOnlySubject(planned: PlannedResource, arn: string, { readAt, registry, placeOf }: Context): FileSubject {
	const { repository } = planned.values;
	const account: Value<string> = registry.account ?? { unresolved: `${registry.source} does not name the account` };
	const known = { name: formatForDisplay(textIn(repository) ?? planned.name), arn, account, readAt };
	const isLifecycle = planned.type === "aws_ecr_lifecycle_policy";
	const policy = isLifecycle
		? { lifecyclePolicy: policyTextOf(planned, registry) }
		: { accessPolicy: accessPolicyOf(planned, registry) };
	const positionOf = positionFinder(placeOf, planned, { lifecyclePolicyText: planned, repositoryPolicyText: planned });
	return {
		facts: policyOnlyRepository(known, policy),
		address: planned.address,
		positionOf,
		linesOf: linesFinder(placeOf, planned),
		onlyField: isLifecycle ? "lifecyclePolicyText" : "repositoryPolicyText",
	};
}

/** A policy, and the repositories of the plan to which it belongs. */
interface OwnedPolicy {
	readonly policy: PlannedResource;
	readonly owners: readonly PlannedResource[] | "unknown";
}

const policyTypes = new Set(["aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"]);

function policiesOf(resources: readonly PlannedResource[]): readonly OwnedPolicy[] {
	const repositories = resources.filter(({ type }) => type === "aws_ecr_repository");
	return resources
		.filter(({ type }) => policyTypes.has(type))
		.map((policy) => ({
			policy,
			owners: findReferencedResources(
				policy,
				"repository",
				repositories,
				({ values }, name) => values["name"] === name,
			),
		}));
}

function policyOf(
	repository: PlannedResource,
	type: string,
	policies: readonly OwnedPolicy[],
): PlannedResource | "unknown" | null {
	const ofType = policies.filter(({ policy }) => policy.type === type);
	const own = ofType.find(({ owners }) => owners !== "unknown" && owners.includes(repository));
	if (own !== undefined) return existsWith(own.policy, repository) ? own.policy : "unknown";
	const isNameUnknown = isUnresolved(repository.values["name"]);
	return ofType.some(({ owners }) => owners === "unknown" || (isNameUnknown && owners.length === 0)) ? "unknown" : null;
}

/** Whether a policy exists wherever its repository does. */
const existsWith = ({ existence, references }: PlannedResource, repository: PlannedResource): boolean =>
	existence === null ||
	existence === repository.existence ||
	references(["for_each"]).includes(`${repository.type}.${repository.name}`);
