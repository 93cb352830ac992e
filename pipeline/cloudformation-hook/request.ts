import { MalformedEventError } from "../../core/errors.ts";
import { objectAt, stringAt } from "../../core/event.ts";
import { fieldsIn, textIn } from "../../core/json.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { formatForDisplay } from "../../core/text.ts";

/**
 * What CloudFormation and the Cloud Control API send to a Lambda hook before they create or update a resource. Fields: CloudFormation
 * Hooks user guide, "Create Lambda functions to evaluate resources for Lambda Hooks" ("Evaluating resource operations with Lambda Hooks").
 */
export interface ResourceRequest {
	/** A resource type such as AWS::ECR::Repository. */
	readonly type: string;
	/** In the template; the type if the request has none. */
	readonly logicalId: string;
	readonly operation: "create" | "update";
	/** PascalCase, with intrinsic functions and dynamic references where CloudFormation has not resolved them. */
	readonly properties: unknown;
	/** ARN of the stack; null if the Cloud Control API asks. */
	readonly stackId: string | null;
	readonly stackName: string | null;
	/** Null if no ARN in the request tells. */
	readonly place: AccountRegion | null;
}

/** A request about something that is not judged, and why. */
export interface OtherRequest {
	readonly notJudged: string;
}

/** The fields of a request that a reply depends on, whatever else is wrong with it. */
export interface ReplyTerms {
	/** To be returned unchanged; null if the request has none, as in the user guide's examples. */
	readonly clientRequestToken: string | null;
	/** Characters of a message; longer ones are cut off (same page, "Response input"). */
	readonly maxMessage: number;
}

const [ofCloudFormation, ofCloudControl] = [4_096, 1_024];

/** Never throws. */
export function replyTermsOf(input: unknown): ReplyTerms {
	// In requests about stacks and change sets the user guide spells the key in the second way.
	const { clientRequestToken, clientRequesttoken, stackId } = fieldsIn(input);
	const token = clientRequestToken ?? clientRequesttoken;
	return {
		clientRequestToken: typeof token === "string" ? token : null,
		maxMessage: typeof stackId === "string" && stackId !== "" ? ofCloudFormation : ofCloudControl,
	};
}

const judgedTypes: readonly string[] = ["AWS::ECS::TaskDefinition", "AWS::ECR::Repository"];

/** Reads a request. Throws MalformedEventError, naming the first field that is wrong. */
export function parseResourceRequest(input: unknown): ResourceRequest | OtherRequest {
	const request = objectAt(input, "request");
	const data = objectAt(request["requestData"], "requestData");
	const type = stringAt(data["targetName"], "requestData.targetName");
	const point = stringAt(request["actionInvocationPoint"], "actionInvocationPoint");
	if (!judgedTypes.includes(type)) return { notJudged: `resources of type ${formatForDisplay(type)} are not checked` };
	const operation = operations.get(point);
	if (operation === undefined)
		return { notJudged: `${formatForDisplay(point)} is not checked: nothing is created or updated` };
	const model = objectAt(data["targetModel"], "requestData.targetModel");
	const properties = objectAt(model["resourceProperties"], "requestData.targetModel.resourceProperties");
	const { stackId } = request;
	const stack = stackId === undefined || stackId === null || stackId === "" ? null : stringAt(stackId, "stackId");
	const { place, name } = stack === null ? { place: placeOfHook(request), name: null } : stackIn(stack);
	const logicalId = textIn(data["targetLogicalId"]) ?? type;
	return { type, logicalId, operation, properties, stackId: stack, stackName: name, place };
}

const operations: ReadonlyMap<string, ResourceRequest["operation"]> = new Map([
	["CREATE_PRE_PROVISION", "create"],
	["UPDATE_PRE_PROVISION", "update"],
]);

/** Service Authorization Reference of CloudFormation, resource type `stack`. */
const stackArn = /^arn:(aws[a-z-]*):cloudformation:([a-z0-9-]+):(\d{12}):stack\/([^/]+)\/[^/]+$/;
const functionArn = /^arn:(aws[a-z-]*):lambda:([a-z0-9-]+):(\d{12}):function:/;

function stackIn(arn: string): { readonly place: AccountRegion; readonly name: string } {
	const [, partition, region, account, name] = stackArn.exec(arn) ?? [];
	if (!partition || !region || !account || !name) throw new MalformedEventError("stackId must be the ARN of a stack");
	return { place: { partition, region, account }, name };
}

/** A hook applies to its own account and Region. */
function placeOfHook({ hookModel }: Readonly<Record<string, unknown>>): AccountRegion | null {
	const { LambdaFunction: arn } = fieldsIn(hookModel);
	const [, partition, region, account] = (typeof arn === "string" ? functionArn.exec(arn) : null) ?? [];
	return partition && region && account ? { partition, region, account } : null;
}
