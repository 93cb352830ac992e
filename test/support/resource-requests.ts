export const stackId =
	"arn:aws:cloudformation:ap-northeast-1:111122223333:stack/payments/0b5f6d10-8a3e-11f0-9c51-0e1f2a3b4c5d";

type Fields = Readonly<Record<string, unknown>>;

/** Properties of a task definition that no blocking control fails. */
export const compliantDefinition = {
	Family: "web",
	ContainerDefinitions: [
		{ Name: "app", Image: "111122223333.dkr.ecr.ap-northeast-1.amazonaws.com/web:1.4", ReadonlyRootFilesystem: "true" },
	],
} as const;

const [{ ReadonlyRootFilesystem: _, ...writable }] = compliantDefinition.ContainerDefinitions;
/** The same with a writable root filesystem. */
export const writableDefinition = { ...compliantDefinition, ContainerDefinitions: [writable] } as const;

/** What CloudFormation sends to a Lambda hook before it provisions a resource, with other fields. */
export const aResourceRequest = (
	properties: unknown,
	{
		type = "AWS::ECS::TaskDefinition",
		point = "CREATE_PRE_PROVISION",
		...fields
	}: Fields & {
		readonly type?: string;
		readonly point?: string;
	} = {},
) => ({
	awsAccountId: "111122223333",
	stackId,
	changeSetId: "",
	hookTypeName: "Shipshape::Resources::Shipshape",
	hookTypeVersion: "00000001",
	hookModel: { LambdaFunction: "arn:aws:lambda:ap-northeast-1:111122223333:function:Shipshape-CloudFormationHook" },
	actionInvocationPoint: point,
	requestData: {
		...{ targetName: type, targetType: type, targetLogicalId: "Web" },
		targetModel: { resourceProperties: properties, previousResourceProperties: null },
	},
	requestContext: { invocation: 1, callbackContext: null },
	clientRequestToken: "7b1c",
	...fields,
});

/** The same, sent by the Cloud Control API. */
export const aCloudControlRequest = (properties: unknown) => {
	const { requestData, ...request } = aResourceRequest(properties, { stackId: "" });
	return { ...request, requestData: { ...requestData, targetType: "RESOURCE" } };
};
