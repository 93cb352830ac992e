import { fieldsIn, textIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { problemAt } from "../document/problem.ts";
import { policyOnlyRepository } from "../policies/policy-only-repository.ts";
import type { FileReader, FileSubject, SourceFile } from "../reader.ts";
import { taskDefinitionOf } from "./definitions.ts";
import { planNotes } from "./notes.ts";
import { type PlannedResource, plannedResources } from "./plan.ts";
import { positionFinder } from "./positions.ts";
import { looksLikeTerraformPlan } from "./recognize.ts";
import { findReferencedResources } from "./referenced-resources.ts";
import { type Registry, registryOf } from "./registry.ts";
import { accessPolicyOf, policyTextOf, repositoryOf } from "./repositories.ts";

/**
 * Reads the output of `terraform show -json` for a plan: the ECS task definitions and ECR repositories that exist after it, each
 * `path#address`. Throws BadInputError when it is not a plan.
 */
export const readTerraformPlan: FileReader = (file) => {
	const { value } = file.document;
	const version = textIn(fieldsIn(value)["format_version"]);
	if (!looksLikeTerraformPlan(value) || (version !== null && !/^[01]\./.test(version))) {
		const what = "not a plan of format version 0 or 1; write the output of terraform show -json PLAN";
		throw problemAt(file.path, file.document.at([], "value"), what);
	}
	const resources = plannedResources(value);
	const registry = registryOf(value, resources);
	const policies = policiesOf(resources);
	const subjects = resources.flatMap((planned) => subjectsOf(planned, { file, resources, registry, policies }));
	const notes = planNotes(value).map(({ at, text }) => ({ at: file.document.at(at, "key"), text }));
	return { subjects, notes };
};

interface Context {
	readonly file: SourceFile;
	readonly resources: readonly PlannedResource[];
	readonly registry: Registry;
	readonly policies: readonly OwnedPolicy[];
}

function subjectsOf(
	planned: PlannedResource,
	{ file, resources, registry, policies }: Context,
): readonly FileSubject[] {
	const { document, path, readAt } = file;
	const { address } = planned;
	const arn = `${path}#${formatForDisplay(address)}`;
	if (planned.type === "aws_ecs_task_definition") {
		const facts = taskDefinitionOf(planned, resources, { arn, readAt, account: registry.account });
		return [{ facts, address, positionOf: positionFinder(document, planned, {}) }];
	}
	if (planned.type === "aws_ecr_repository") {
		const lifecycle = policyOf(planned, "aws_ecr_lifecycle_policy", policies);
		const access = policyOf(planned, "aws_ecr_repository_policy", policies);
		const facts = repositoryOf(planned, { lifecycle, access }, registry, { arn, readAt });
		return [
			{
				facts,
				address,
				positionOf: positionFinder(document, planned, { lifecyclePolicyText: lifecycle, repositoryPolicyText: access }),
			},
		];
	}
	const owned = policies.find(({ policy }) => policy === planned);
	return owned === undefined || owned.owners === "unknown" || owned.owners.length > 0
		? []
		: [policyOnlySubject(planned, arn, registry, file)];
}

/** A policy of a repository that is not in the plan. */
function policyOnlySubject(
	planned: PlannedResource,
	arn: string,
	registry: Registry,
	{ document, readAt }: SourceFile,
): FileSubject {
	const { repository } = planned.values;
	const account: Value<string> = registry.account ?? { unresolved: "the plan does not name the account" };
	const known = { name: formatForDisplay(textIn(repository) ?? planned.name), arn, account, readAt };
	const isLifecycle = planned.type === "aws_ecr_lifecycle_policy";
	const policy = isLifecycle ? { lifecyclePolicy: policyTextOf(planned) } : { accessPolicy: accessPolicyOf(planned) };
	const positionOf = positionFinder(document, planned, { lifecyclePolicyText: planned, repositoryPolicyText: planned });
	return {
		facts: policyOnlyRepository(known, policy),
		address: planned.address,
		positionOf,
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
	if (own !== undefined) return own.policy;
	const isNameUnknown = isUnresolved(repository.values["name"]);
	return ofType.some(({ owners }) => owners === "unknown" || (isNameUnknown && owners.length === 0)) ? "unknown" : null;
}
