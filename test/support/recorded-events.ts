/** What the events say of themselves: they were recorded elsewhere, and are moved to the account that they are delivered to. */
export const recorded = { account: "123456789012", region: "us-west-2" } as const;

export const event = (source: string, type: string, detail: unknown, resources: string[] = []) => ({
	version: "0",
	id: "not-a-uuid",
	"detail-type": type,
	source,
	...recorded,
	time: "2026-06-01T12:00:05Z",
	resources,
	detail,
});

export const recordedArn = (service: string, name: string): string =>
	`arn:aws:${service}:${recorded.region}:${recorded.account}:${name}`;

export const pushed = (repository: string, image: string) =>
	event("aws.ecr", "ECR Image Action", {
		result: "SUCCESS",
		"repository-name": repository,
		"image-digest": image,
		"action-type": "PUSH",
	});

/** A registered revision. */
export const registered = (family: string, revision = 1) =>
	event("aws.ecs", "AWS API Call via CloudTrail", {
		eventVersion: "1.08",
		userIdentity: {},
		eventSource: "ecs.amazonaws.com",
		eventName: "RegisterTaskDefinition",
		requestParameters: { family, containerDefinitions: "HIDDEN_DUE_TO_SECURITY_REASONS" },
		responseElements: {
			taskDefinition: { taskDefinitionArn: recordedArn("ecs", `task-definition/${family}:${revision}`) },
		},
	});

/** A finished basic scan. */
export const scanned = (repository: string, image: string) =>
	event("aws.ecr", "ECR Image Scan", {
		"scan-status": "COMPLETE",
		"repository-name": repository,
		"finding-severity-counts": {},
		"image-digest": image,
		"image-tags": [],
	});

/** The tag mutability of a repository was changed. */
export const tagMutabilityChanged = (repository: string) =>
	event("aws.ecr", "AWS API Call via CloudTrail", {
		eventVersion: "1.11",
		userIdentity: {},
		eventSource: "ecr.amazonaws.com",
		eventName: "PutImageTagMutability",
		requestParameters: { repositoryName: repository, imageTagMutability: "MUTABLE" },
		responseElements: { registryId: recorded.account, repositoryName: repository, imageTagMutability: "MUTABLE" },
	});
