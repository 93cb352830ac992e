import type { Facts } from "../../core/facts.ts";
import { fieldsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { looksLikeJson } from "../document/looks-like-json.ts";
import type { FileReader, FileSubject, SourceFile } from "../reader.ts";
import { evaluateAlternatives } from "./alternatives.ts";
import { findPropertyPath } from "./property-path.ts";
import { repositoryOf } from "./repository.ts";
import { type Budget, newBudget, scopeOf } from "./resolve.ts";
import type { Resource, Scope, Template } from "./scope.ts";
import { startWordsOf, taskDefinitionOf } from "./task-definition.ts";
import { type TemplateNote, templateIn } from "./template.ts";
import { inTemplateTerms } from "./template-terms.ts";

type ResourceReader = (resource: Resource, scope: Scope, arn: string, readAt: string) => Facts;

const readers: ReadonlyMap<string, ResourceReader> = new Map<string, ResourceReader>([
	["AWS::ECS::TaskDefinition", taskDefinitionOf],
	["AWS::ECR::Repository", repositoryOf],
]);

const nested = "its template is a separate file; check that file by itself";

/** Related resource types; a note reports that they are not checked. */
const uncheckedTypes: ReadonlyMap<string, string> = new Map([
	["AWS::CloudFormation::Stack", nested],
	["AWS::CloudFormation::StackSet", nested],
	["AWS::ECR::RepositoryCreationTemplate", "the repositories that it creates are checked in the account, not here"],
	["AWS::ECS::DaemonTaskDefinition", "daemon task definitions are not checked"],
	["AWS::ECS::ExpressGatewayService", "the task definition that it creates is checked in the account, not here"],
	["AWS::Serverless::Application", nested],
]);

/** Transforms that leave alone what is judged, or that are worked out here. */
const harmlessTransform = /^AWS::(?:CodeDeployBlueGreen|LanguageExtensions|SecretsManager-[\d-]+|Serverless-[\d-]+)$/;

/**
 * Task definitions and repositories of a CloudFormation template, also one that the CDK wrote; each is `path#LogicalId`.
 * Functions are worked out as far as the template decides.
 */
export const readCloudFormation: FileReader = (file) => {
	const budget = newBudget();
	const { template, notes } = templateIn(file.document.value, budget);
	const resources = [...template.resources.values()];
	return {
		subjects: resources.flatMap((resource) => subjectOf(resource, template, budget, file)),
		notes: [...transformNotes(file.document.value), ...notes, ...resources.flatMap(noteOf)].map(({ path, text }) => ({
			at: file.document.at(path, "key"),
			text,
		})),
	};
};

function subjectOf(
	resource: Resource,
	template: Template,
	budget: Budget,
	{ document, path, readAt, text }: SourceFile,
): readonly FileSubject[] {
	const read = readers.get(resource.type);
	if (read === undefined) return [];
	const arn = `${path}#${formatForDisplay(resource.id)}`;
	const ways = evaluateAlternatives(template, budget, (scope) => {
		const exists = resource.condition === null || scope.holds(resource.condition) !== false;
		return exists ? { facts: read(resource, scope, arn, readAt), scope } : null;
	});
	if (ways === null) return [];
	const { facts: first, alternatives } = ways;
	const find = (field: string, container?: string) =>
		findPropertyPath(resource, [first, ...alternatives], field, container);
	// What a loop makes shares its text with the others that it makes.
	const isOwn = resource.path.length === 2;
	const subject: FileSubject = {
		facts: first.facts,
		positionOf: (field, container) => document.at(find(field, container).written, "key"),
		inFileTerms: (advice) => inTemplateTerms(advice, looksLikeJson(text) ? "json" : "yaml"),
		startWords: () => startWordsOf(resource, scopeOf(template, newBudget(), first.scope.assumed)),
		path: (field, container) => {
			const { written, missing } = find(field, container);
			return isOwn && missing !== null ? [...written, ...missing] : null;
		},
	};
	return [alternatives.length === 0 ? subject : { ...subject, alternatives: alternatives.map(({ facts }) => facts) }];
}

function noteOf({ id, type, path }: Resource): readonly TemplateNote[] {
	const why = type.endsWith("::MODULE") ? "resources that a module creates are not checked" : uncheckedTypes.get(type);
	return why === undefined ? [] : [{ path, text: `${formatForDisplay(id)} (${type}): ${why}` }];
}

function transformNotes(value: unknown): readonly TemplateNote[] {
	const { Transform: written } = fieldsIn(value);
	const transforms: readonly unknown[] = Array.isArray(written) ? written : [written ?? []].flat();
	return transforms
		.map((one) => (typeof one === "string" ? one : fieldsIn(one)["Name"]))
		.filter((name) => typeof name !== "string" || !harmlessTransform.test(name))
		.map((name) =>
			typeof name === "string" ? `the transform ${formatForDisplay(name)}` : "a transform without a name",
		)
		.map((name) => ({
			path: ["Transform"],
			text: `${name} may change the template; the template is checked as written`,
		}));
}
