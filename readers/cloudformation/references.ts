import { fieldsIn } from "../../core/json.ts";
import { formatForDisplay } from "../../core/text.ts";
import { markDynamicReferences } from "../../domain/cloudformation/dynamic-references.ts";
import {
	holeText,
	isPartial,
	joinText,
	noValue,
	scalarText,
	type TemplateHole,
	type TemplateText,
} from "../../domain/cloudformation/template-text.ts";
import { ownAccount } from "../../domain/own-account.ts";
import type { Parameter, Resource, Scope } from "./scope.ts";

const noDelimiters = { kind: "deployment", noDelimiters: true } satisfies Partial<TemplateHole>;

/**
 * Values that depend on where the template is deployed. The own account stays in texts as written (domain/own-account.ts).
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
 */
const pseudo: ReadonlyMap<string, Partial<TemplateHole>> = new Map<string, Partial<TemplateHole>>([
	[ownAccount.slice(2, -1), noDelimiters],
	["AWS::Partition", noDelimiters],
	["AWS::Region", noDelimiters],
	["AWS::StackName", noDelimiters],
	["AWS::URLSuffix", noDelimiters],
	["AWS::StackId", { kind: "deployment" }],
	["AWS::NotificationARNs", { kind: "deployment" }],
]);

/** `Ref`. */
export function resolveRef(name: unknown, scope: Scope): unknown {
	if (typeof name !== "string") return holeText("Ref", "Ref needs a name");
	if (name === "AWS::NoValue") return noValue;
	const hole = pseudo.get(name);
	if (hole !== undefined) return holeText(name, `${name} depends on where the template is deployed`, hole);
	const parameter = scope.template.parameters.get(name);
	if (parameter !== undefined) return parameterValue(name, parameter, scope);
	const resource = scope.template.resources.get(name);
	return resource === undefined
		? holeText(name, `${formatForDisplay(name)} is not defined in the template`)
		: nameOf(resource, scope);
}

/** Maximum number of values that are tried one by one. */
const maxTried = 8;

function parameterValue(name: string, parameter: Parameter, scope: Scope): unknown {
	const { type, defaultValue, allowedValues, noEcho: hides } = parameter;
	const byDefault = markDynamicReferences(defaultValue);
	const isList = type === "CommaDelimitedList" || type.startsWith("List<");
	if (hides) {
		const noEcho = {
			parameter: formatForDisplay(name),
			value: typeof byDefault === "string" || isPartial(byDefault) ? byDefault : null,
		};
		return holeText(name, `the value of the parameter ${formatForDisplay(name)} is hidden (NoEcho)`, { noEcho });
	}
	if (type.startsWith("AWS::SSM::Parameter::Value")) {
		return holeText(name, `the parameter ${formatForDisplay(name)} is looked up in Parameter Store during deployment`);
	}
	const question = `Ref ${name}`;
	if (defaultValue === "" && scope.emptyIsUnknown && allowedValues.length === 0) {
		return holeText(name, `the parameter ${formatForDisplay(name)} is empty by default`);
	}
	const value = defaultValue ?? scope.assumed.get(question);
	if (typeof value === "string")
		return isList ? value.split(",").map((item) => markDynamicReferences(item.trim())) : value;
	const isTried = !isList && allowedValues.length > 0 && allowedValues.length <= maxTried;
	if (isTried) scope.recordQuestion(question, allowedValues);
	return holeText(name, `the parameter ${formatForDisplay(name)} has no default`, isTried ? { enumerated: true } : {});
}

/** The name of a repository, the ARN of a secret, and a hole for everything else. */
function nameOf(resource: Resource, scope: Scope): unknown {
	const { id, type, properties } = resource;
	const made = holeText(id, `${formatForDisplay(id)} is only known after deployment`, { kind: kindOf(type) });
	if (type === "AWS::SecretsManager::Secret") return arnOf(resource, made, scope);
	if (type !== "AWS::ECR::Repository") return made;
	const { RepositoryName: written } = fieldsIn(properties);
	const name = written === undefined ? noValue : scope.evaluateOnce(`the name of ${id}`, () => scope.valueOf(written));
	if (isPartial(name)) return name;
	return (
		scalarText(name) ??
		holeText(id, `the name of ${formatForDisplay(id)} is only known after deployment`, {
			kind: "resource",
			noDelimiters: true,
		})
	);
}

/** Attributes of a custom resource, a nested stack or an access key may be secrets. */
const kindOf = (type: string): TemplateHole["kind"] =>
	/^AWS::(?!CloudFormation::|IAM::AccessKey$)/.test(type) ? "resource" : "other";

/** `Fn::GetAtt`, as `Name.Attribute` or as a list of the two. */
export function resolveGetAtt(argument: unknown, scope: Scope): unknown {
	const dotted = Array.isArray(argument) ? argument.map(scope.valueOf) : [argument];
	if (!dotted.every((part) => typeof part === "string"))
		return holeText("Fn::GetAtt", "Fn::GetAtt needs a resource and an attribute");
	const [id = "", ...rest] = dotted.join(".").split(".");
	const attribute = rest.join(".");
	const resource = scope.template.resources.get(id);
	const name = `${id}.${attribute}`;
	if (resource === undefined) return holeText(name, `${formatForDisplay(id)} is not defined in the template`);
	const mayBeSecret = secretive.test(attribute) && !attribute.endsWith("Arn");
	const kind = mayBeSecret ? "other" : kindOf(resource.type);
	const secret = madeSecrets.get(`${resource.type}.${attribute}`);
	const hidden = secret === undefined ? {} : { noEcho: { made: `${secret} ${formatForDisplay(id)}`, value: null } };
	const made = holeText(name, `${formatForDisplay(name)} is only known after deployment`, { kind, ...hidden });
	if (`${resource.type}.${attribute}` === "AWS::ECR::Repository.RepositoryUri") return uriOf(resource, scope);
	return attribute.endsWith("Arn") && kind === "resource" ? arnOf(resource, made, scope) : made;
}

/** Attributes that are secrets, as secret as a NoEcho parameter, and what they are; their resource's name follows. */
const madeSecrets: ReadonlyMap<string, string> = new Map([
	["AWS::IAM::AccessKey.SecretAccessKey", "the secret key of the IAM access key"],
	["AWS::Cognito::UserPoolClient.ClientSecret", "the secret of the user pool client"],
]);

/** `SecretAccessKey`, `ClientSecret`, `ApiKey`; an ARN names a secret but is not one. */
const secretive = /secret|key|password|token|credential/i;

/** The known parts of an ARN in the own account. Roles and users have no Region; buckets have no account either. */
function arnOf(resource: Resource, made: TemplateText, scope: Scope): unknown {
	const [, service = ""] = resource.type.toLowerCase().split("::");
	const region = service === "iam" || service === "s3" ? "" : resolveRef("AWS::Region", scope);
	const account = service === "s3" ? "" : resolveRef("AWS::AccountId", scope);
	const path = paths.get(resource.type);
	const rest = resource.type === "AWS::ECR::Repository" ? nameOf(resource, scope) : made;
	const parts = [
		"arn:",
		resolveRef("AWS::Partition", scope),
		`:${service}:`,
		region,
		":",
		account,
		`:${path ?? ""}`,
		rest,
	];
	return joinText(parts) ?? made;
}

/** The prefix of the name in ARNs that controls read. */
const paths: ReadonlyMap<string, string> = new Map([
	["AWS::ECR::Repository", "repository/"],
	["AWS::IAM::Role", "role/"],
	["AWS::IAM::User", "user/"],
	["AWS::KMS::Key", "key/"],
]);

function uriOf(repository: Resource, scope: Scope): unknown {
	const [account, region, suffix] = ["AWS::AccountId", "AWS::Region", "AWS::URLSuffix"].map((name) =>
		resolveRef(name, scope),
	);
	return joinText([account, ".dkr.ecr.", region, ".", suffix, "/", nameOf(repository, scope)]);
}
