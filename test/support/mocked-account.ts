import { DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import {
	BatchGetRepositoryScanningConfigurationCommand,
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	DescribePullThroughCacheRulesCommand,
	DescribeRepositoriesCommand,
	ECRClient,
	GetLifecyclePolicyCommand,
	GetRegistryScanningConfigurationCommand,
	GetRepositoryPolicyCommand,
	ListTagsForResourceCommand,
} from "@aws-sdk/client-ecr";
import {
	DescribeCapacityProvidersCommand,
	DescribeClustersCommand,
	DescribeServicesCommand,
	DescribeTaskDefinitionCommand,
	ECSClient,
} from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, jest } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { aDigest, aLifecycleRule } from "./builders.ts";

/** The mocked clients of an account with one repository, image, family, service, cluster and capacity provider, as the functions' ports reach it. */
export const [ecr, ecs] = [mockClient(ECRClient), mockClient(ECSClient)];
export const sqs = mockClient(SQSClient);
export const ssm = mockClient(SSMClient);
export const dynamodb = mockClient(DynamoDBClient);
export const url = "https://sqs.ap-northeast-1.amazonaws.com/111122223333/queue";
export const offSwitch = "/shipshape/Shipshape/enforcement";
export const [imagePages, findingPages, rulePages] = [4, 3, 2];

/** Pages of a list: so many, numbered by their tokens. */
const pages = (count: number, page: object) => (input: { nextToken?: string }) => {
	const number = Number(input.nextToken ?? 1);
	return { ...page, ...(number < count ? { nextToken: String(number + 1) } : {}) };
};
const detail = { imageDigest: aDigest(), imagePushedAt: new Date("2026-10-01T00:00:00Z"), imageTags: ["1.0.0"] };

/** Sets the account and the functions' environment up before every test of the file. */
export function useMockedAccount(): void {
	const before = process.env;
	beforeEach(() => {
		// The functions' log lines.
		jest.spyOn(process.stdout, "write").mockReturnValue(true);
		for (const client of [ecr, ecs, dynamodb, sqs, ssm]) client.reset();
		process.env = {
			...before,
			AWS_REGION: "ap-northeast-1",
			LEDGER_TABLE: "ledger",
			QUEUE_URL: url,
			REFRESH_QUEUE_URL: `${url}-refresh`,
			SWEEP_QUEUE_URL: `${url}-sweep`,
			FAMILY_QUEUE_URL: url,
			DEAD_LETTER_QUEUE_URL: url,
			OFF_SWITCH_PARAMETER: offSwitch,
		};
		dynamodb.on(QueryCommand).resolves({ Items: [] });
		// The snapshot of the images in use is old, so that a push also requests a refresh.
		dynamodb.on(GetItemCommand).callsFake(({ Key }) => ({
			Item: Key.sk.S === "snapshot" ? { asOf: { S: "2026-11-01T00:00:00.000Z" }, chunks: { N: "0" } } : undefined,
		}));
		ecr.on(DescribeRepositoriesCommand).resolves({ repositories: [{ repositoryName: "payments" }] });
		ecr.on(BatchGetRepositoryScanningConfigurationCommand).resolves({
			scanningConfigurations: [{ repositoryName: "payments", scanOnPush: true, scanFrequency: "MANUAL" }],
		});
		ecr.on(GetRegistryScanningConfigurationCommand).resolves({ scanningConfiguration: { scanType: "BASIC" } });
		const rules = [
			aLifecycleRule({ selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 } }),
		];
		ecr.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: JSON.stringify({ rules }) });
		ecr.on(GetRepositoryPolicyCommand).resolves({ policyText: "{}" });
		ecr.on(ListTagsForResourceCommand).resolves({ tags: [] });
		ecr.on(DescribePullThroughCacheRulesCommand).callsFake(pages(rulePages, { pullThroughCacheRules: [] }));
		ecr.on(DescribeImagesCommand).callsFake((input) => {
			if (input.imageIds !== undefined) return { imageDetails: [detail] };
			const number = Number(input.nextToken ?? 1);
			const image = { ...detail, imageDigest: aDigest(String(number)) };
			return pages(imagePages, { imageDetails: [image] })(input);
		});
		ecr
			.on(DescribeImageScanFindingsCommand)
			.callsFake(pages(findingPages, { imageScanStatus: { status: "COMPLETE" }, imageScanFindings: { findings: [] } }));
		ecs.on(DescribeTaskDefinitionCommand).resolves({
			taskDefinition: {
				family: "web",
				revision: 3,
				status: "ACTIVE",
				taskDefinitionArn: "arn:aws:ecs:ap-northeast-1:111122223333:task-definition/web:3",
				containerDefinitions: [{ name: "web", image: "public.ecr.aws/nginx/nginx:1.27" }],
			},
			tags: [],
		});
		const service = { status: "ACTIVE", taskDefinition: "web:3", launchType: "FARGATE" as const };
		ecs.on(DescribeServicesCommand).resolves({ services: [service], failures: [] });
		ecs.on(DescribeClustersCommand).resolves({ clusters: [{ status: "ACTIVE" }], failures: [] });
		const autoScalingGroupProvider = { autoScalingGroupArn: "batch" };
		ecs
			.on(DescribeCapacityProvidersCommand)
			.resolves({ capacityProviders: [{ status: "ACTIVE", autoScalingGroupProvider }], failures: [] });
	});
	afterEach(() => {
		jest.restoreAllMocks();
		process.env = before;
	});
}
