import { fieldsIn, textIn } from "../../core/json.ts";
import { isUnresolved, type Value } from "../../core/reading.ts";
import { formatForDisplay } from "../../core/text.ts";
import { problemAt } from "../document/at-place.ts";
import { bareRepository } from "../policies/bare-repository.ts";
import type { FileReader, FileSubject, SourceFile } from "../reader.ts";
import { taskDefinitionOf } from "./definitions.ts";
import { planNotes } from "./notes.ts";
import { placesOf } from "./places.ts";
import { type Planned, plannedResources } from "./plan.ts";
import { looksLikeTerraformPlan } from "./recognize.ts";
import { referred } from "./reference.ts";
import { type Registry, registryOf } from "./registry.ts";
import { accessPolicyOf, repositoryOf, textReading } from "./repositories.ts";

/**
 * Reads what `terraform show -json` prints of a plan: the ECS task definitions and ECR repositories that it leaves behind, each
 * `path#address`. Throws BadInputError for what is no plan.
 */
export const readTerraformPlan: FileReader = (file) => {
	const { value } = file.document;
	const version = textIn(fieldsIn(value)["format_version"]);
	if (!looksLikeTerraformPlan(value) || (version !== null && !/^[01]\./.test(version))) {
		const what = "not a plan of format version 0 or 1; write what terraform show -json PLAN prints";
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
	readonly resources: readonly Planned[];
	readonly registry: Registry;
	readonly policies: readonly Owned[];
}

function subjectsOf(planned: Planned, { file, resources, registry, policies }: Context): readonly FileSubject[] {
	const { document, path, readAt } = file;
	const arn = `${path}#${formatForDisplay(planned.address)}`;
	if (planned.type === "aws_ecs_task_definition") {
		const facts = taskDefinitionOf(planned, resources, { arn, readAt, account: registry.account });
		return [{ facts, place: placesOf(document, planned, {}) }];
	}
	if (planned.type === "aws_ecr_repository") {
		const lifecycle = policyOf(planned, "aws_ecr_lifecycle_policy", policies);
		const access = policyOf(planned, "aws_ecr_repository_policy", policies);
		const facts = repositoryOf(planned, { lifecycle, access }, registry, { arn, readAt });
		return [
			{ facts, place: placesOf(document, planned, { lifecyclePolicyText: lifecycle, repositoryPolicyText: access }) },
		];
	}
	const owned = policies.find(({ policy }) => policy === planned);
	return owned === undefined || owned.owners === "open" || owned.owners.length > 0
		? []
		: [bareSubject(planned, arn, registry, file)];
}

/** A policy of a repository that the plan does not have. */
function bareSubject(planned: Planned, arn: string, registry: Registry, { document, readAt }: SourceFile): FileSubject {
	const { repository } = planned.values;
	const account: Value<string> = registry.account ?? { unresolved: "the plan does not say the account" };
	const known = { name: formatForDisplay(textIn(repository) ?? planned.name), arn, account, readAt };
	const isLifecycle = planned.type === "aws_ecr_lifecycle_policy";
	const policy = isLifecycle ? { lifecyclePolicy: textReading(planned) } : { accessPolicy: accessPolicyOf(planned) };
	const place = placesOf(document, planned, { lifecyclePolicyText: planned, repositoryPolicyText: planned });
	return {
		facts: bareRepository(known, policy),
		place,
		onlyField: isLifecycle ? "lifecyclePolicyText" : "repositoryPolicyText",
	};
}

/** A policy, and the repositories of the plan that it is for. */
interface Owned {
	readonly policy: Planned;
	readonly owners: readonly Planned[] | "open";
}

const policyTypes = new Set(["aws_ecr_lifecycle_policy", "aws_ecr_repository_policy"]);

function policiesOf(resources: readonly Planned[]): readonly Owned[] {
	const repositories = resources.filter(({ type }) => type === "aws_ecr_repository");
	return resources
		.filter(({ type }) => policyTypes.has(type))
		.map((policy) => ({
			policy,
			owners: referred(policy, "repository", repositories, ({ values }, name) => values["name"] === name),
		}));
}

function policyOf(repository: Planned, type: string, policies: readonly Owned[]): Planned | "open" | null {
	const ofType = policies.filter(({ policy }) => policy.type === type);
	const own = ofType.find(({ owners }) => owners !== "open" && owners.includes(repository));
	if (own !== undefined) return own.policy;
	const isNameOpen = isUnresolved(repository.values["name"]);
	return ofType.some(({ owners }) => owners === "open" || (isNameOpen && owners.length === 0)) ? "open" : null;
}
