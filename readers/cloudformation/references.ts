import { fieldsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { ownAccount } from "../../domain/own-account.ts";
import { lookedUp } from "./dynamic-references.ts";
import type { Parameter, Resource, Scope } from "./scope.ts";
import {
	isPartial,
	joined,
	noValue,
	scalarText,
	type TemplateHole,
	type TemplateText,
	textOfHole,
} from "./template-text.ts";

const solid = { kind: "place", solid: true } satisfies Partial<TemplateHole>;

/**
 * What differs from place to place. The own account is left in texts as it is written (core/own-account.ts).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
const pseudo: ReadonlyMap<string, Partial<TemplateHole>> = new Map<string, Partial<TemplateHole>>([
	[ownAccount.slice(2, -1), solid],
	["AWS::Partition", solid],
	["AWS::Region", solid],
	["AWS::StackName", solid],
	["AWS::URLSuffix", solid],
	["AWS::StackId", { kind: "place" }],
	["AWS::NotificationARNs", { kind: "place" }],
]);

/** `Ref`. */
export function referenceTo(name: unknown, scope: Scope): unknown {
	if (typeof name !== "string") return textOfHole("Ref", "Ref names nothing");
	if (name === "AWS::NoValue") return noValue;
	const place = pseudo.get(name);
	if (place !== undefined) return textOfHole(name, `${name} differs from place to place`, place);
	const parameter = scope.template.parameters.get(name);
	if (parameter !== undefined) return parameterValue(name, parameter, scope);
	const resource = scope.template.resources.get(name);
	return resource === undefined
		? textOfHole(name, `${formatForDisplay(name)} is nothing in the template`)
		: nameOf(resource, scope);
}

/** More values than that are not tried one by one. */
const maxTried = 8;

function parameterValue(name: string, parameter: Parameter, scope: Scope): unknown {
	const { type, defaultValue, allowedValues, noEcho: hides } = parameter;
	const byDefault = lookedUp(defaultValue);
	const isList = type === "CommaDelimitedList" || type.startsWith("List<");
	if (hides) {
		const noEcho = {
			parameter: formatForDisplay(name),
			value: typeof byDefault === "string" || isPartial(byDefault) ? byDefault : null,
		};
		return textOfHole(name, `the parameter ${formatForDisplay(name)} has no value here`, { noEcho });
	}
	if (type.startsWith("AWS::SSM::Parameter::Value")) {
		return textOfHole(name, `the parameter ${formatForDisplay(name)} is looked up in the Parameter Store`);
	}
	const question = `Ref ${name}`;
	if (defaultValue === "" && scope.emptyIsOpen && allowedValues.length === 0) {
		return textOfHole(name, `the parameter ${formatForDisplay(name)} is empty by default`);
	}
	const value = defaultValue ?? scope.assumed.get(question);
	if (typeof value === "string") return isList ? value.split(",").map((item) => lookedUp(item.trim())) : value;
	const isTried = !isList && allowedValues.length > 0 && allowedValues.length <= maxTried;
	if (isTried) scope.leaveOpen(question, allowedValues);
	return textOfHole(name, `Ref ${formatForDisplay(name)} has no default`, isTried ? { choosable: true } : {});
}

/** Of a repository its name, of a secret its ARN, of everything else what only the deployment tells. */
function nameOf(resource: Resource, scope: Scope): unknown {
	const { id, type, properties } = resource;
	const made = textOfHole(id, `${formatForDisplay(id)} is made by the deployment`, { kind: kindOf(type) });
	if (type === "AWS::SecretsManager::Secret") return arnOf(resource, made, scope);
	if (type !== "AWS::ECR::Repository") return made;
	const { RepositoryName: written } = fieldsIn(properties);
	const name = written === undefined ? noValue : scope.once(`the name of ${id}`, () => scope.valueOf(written));
	if (isPartial(name)) return name;
	return (
		scalarText(name) ??
		textOfHole(id, `the name of ${formatForDisplay(id)} is made by the deployment`, { kind: "resource", solid: true })
	);
}

/** What a custom resource or a nested stack answers, and an access key, may be a secret. */
const kindOf = (type: string): TemplateHole["kind"] =>
	/^AWS::(?!CloudFormation::|IAM::AccessKey$)/.test(type) ? "resource" : "other";

/** `Fn::GetAtt`, as `Name.Attribute` or as a list of the two. */
export function attributeOf(argument: unknown, scope: Scope): unknown {
	const dotted = Array.isArray(argument) ? argument.map(scope.valueOf) : [argument];
	if (!dotted.every((part) => typeof part === "string")) return textOfHole("Fn::GetAtt", "Fn::GetAtt names nothing");
	const [id = "", ...rest] = dotted.join(".").split(".");
	const attribute = rest.join(".");
	const resource = scope.template.resources.get(id);
	const name = `${id}.${attribute}`;
	if (resource === undefined) return textOfHole(name, `${formatForDisplay(id)} is nothing in the template`);
	const mayBeSecret = secretive.test(attribute) && !attribute.endsWith("Arn");
	const kind = mayBeSecret ? "other" : kindOf(resource.type);
	// As much a secret as a parameter that is not echoed.
	const isKey = `${resource.type}.${attribute}` === "AWS::IAM::AccessKey.SecretAccessKey";
	const hidden = isKey ? { noEcho: { parameter: name, value: null } } : {};
	const made = textOfHole(name, `${formatForDisplay(name)} is made by the deployment`, { kind, ...hidden });
	if (`${resource.type}.${attribute}` === "AWS::ECR::Repository.RepositoryUri") return uriOf(resource, scope);
	return attribute.endsWith("Arn") && kind === "resource" ? arnOf(resource, made, scope) : made;
}

/** `SecretAccessKey`, `ClientSecret`, `ApiKey`; an ARN names a secret and is none. */
const secretive = /secret|key|password|token|credential/i;

/** As far as an ARN is known: of the own account. Roles and users are of no region, buckets of no account either. */
function arnOf(resource: Resource, made: TemplateText, scope: Scope): unknown {
	const [, service = ""] = resource.type.toLowerCase().split("::");
	const region = service === "iam" || service === "s3" ? "" : referenceTo("AWS::Region", scope);
	const account = service === "s3" ? "" : referenceTo("AWS::AccountId", scope);
	const path = paths.get(resource.type);
	const rest = resource.type === "AWS::ECR::Repository" ? nameOf(resource, scope) : made;
	const parts = [
		"arn:",
		referenceTo("AWS::Partition", scope),
		`:${service}:`,
		region,
		":",
		account,
		`:${path ?? ""}`,
		rest,
	];
	return joined(parts) ?? made;
}

/** What stands before the name in an ARN, where a control may look at it. */
const paths: ReadonlyMap<string, string> = new Map([
	["AWS::ECR::Repository", "repository/"],
	["AWS::IAM::Role", "role/"],
	["AWS::IAM::User", "user/"],
	["AWS::KMS::Key", "key/"],
]);

function uriOf(repository: Resource, scope: Scope): unknown {
	const [account, region, suffix] = ["AWS::AccountId", "AWS::Region", "AWS::URLSuffix"].map((name) =>
		referenceTo(name, scope),
	);
	return joined([account, ".dkr.ecr.", region, ".", suffix, "/", nameOf(repository, scope)]);
}
