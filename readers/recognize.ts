import { fieldsIn, isFields, textIn } from "../core/json.ts";
import { isLoop } from "./cloudformation/loops.ts";
import { looksLikeCompose } from "./compose/services.ts";
import { looksLikeJson } from "./document/document-language.ts";
import { looksLikeLifecyclePolicy, looksLikeRepositoryPolicy } from "./policies/recognise-policy.ts";
import { looksLikeTaskDefinition } from "./task-definition/definitions.ts";
import { looksLikeTerraformPlan } from "./terraform-plan/plan.ts";

/** The kinds of file that can be judged, by the words that `--as` takes. */
export const kinds = [
	"task-definition",
	"cloudformation",
	"terraform-plan",
	"compose",
	"docker-run",
	"lifecycle-policy",
	"repository-policy",
] as const;
export type Kind = (typeof kinds)[number];

export const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word);

/** A command of an engine at the beginning, behind comments and a prompt. */
const firstLine =
	/^(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*(?:\$ +)?(?:sudo +)?(?:docker|podman|nerdctl|finch)(?: +container)? +(?:run|create)\b/;
const anyLine = /(?:^|[\s/(`])(?:docker|podman|nerdctl|finch)\s[^\n]*\b(?:run|create)\s/;

/**
 * Whether a text is a `docker run` line, which is no document: it begins with one, or, where it may be a script, has one.
 * Jobs in YAML have such lines too.
 */
export const looksLikeDockerRun = (text: string, mayBeScript: boolean): boolean =>
	firstLine.test(text) || (mayBeScript && !looksLikeJson(text) && anyLine.test(text));

/** What kind of file a document is, by its content; null when it is none that can be judged. */
export const kindOf = (document: unknown): Kind | null => signs.find(([, shows]) => shows(document))?.[0] ?? null;

/** From the surest sign to the weakest: a template may have a section of services, nothing else has planned values. */
const signs: readonly (readonly [Kind, (document: unknown) => boolean])[] = [
	["terraform-plan", looksLikeTerraformPlan],
	["task-definition", looksLikeTaskDefinition],
	["cloudformation", looksLikeTemplate],
	["lifecycle-policy", looksLikeLifecyclePolicy],
	["repository-policy", looksLikeRepositoryPolicy],
	["compose", looksLikeCompose],
];

/** A CloudFormation template says so, is transformed as one, or has a loop or resources with types such as `AWS::ECR::Repository`. */
function looksLikeTemplate(document: unknown): boolean {
	const { AWSTemplateFormatVersion: version, Transform: transform, Resources: resources } = fieldsIn(document);
	if (version !== undefined) return true;
	if (!isFields(resources)) return false;
	if ([transform].flat().some((one) => (textIn(one) ?? textIn(fieldsIn(one)["Name"]))?.includes("::"))) return true;
	return Object.entries(resources).some(
		([key, resource]) => isLoop(key) || textIn(fieldsIn(resource)["Type"])?.includes("::") === true,
	);
}
