import type { Fields } from "../demo/doubles/aws-json.ts";

/** A deployment of a task definition with three images in as many repositories, and what AWS answers about it. */
export const [place, account] = ["ap-northeast-1", "111122223333"];
export const names = ["web", "proxy", "agent"];
const digestOf = (name: string): string => `sha256:${Buffer.from(name.padEnd(32, "-")).toString("hex")}`;
const arnOf = (resource: string): string => `arn:aws:ecs:${place}:${account}:${resource}`;
const targetServiceRevisionArn = arnOf("service-revision/shop/web/4712");
/** What ECS asks. */
export const event = {
	executionId: "b3f1",
	lifecycleStage: "PRE_SCALE_UP",
	resourceArn: arnOf("service-deployment/shop/web/9f3k"),
	executionDetails: { serviceArn: arnOf("service/shop/web"), targetServiceRevisionArn },
};

/** What AWS answers, by operation; `severity`: of the findings in each image. */
export const answersOf = (severity: string): Readonly<Record<string, (fields: Fields) => Fields>> => ({
	DescribeServiceRevisions: () => ({
		serviceRevisions: [
			{
				serviceRevisionArn: targetServiceRevisionArn,
				taskDefinition: arnOf("task-definition/web:8"),
				createdAt: Date.now() / 1_000,
				containerImages: names.map((name) => ({ containerName: name, imageDigest: digestOf(name) })),
			},
		],
		failures: [],
	}),
	DescribeTaskDefinition: () => ({
		taskDefinition: {
			...{ family: "web", revision: 8, status: "ACTIVE", taskDefinitionArn: arnOf("task-definition/web:8") },
			containerDefinitions: names.map((name) => ({
				...{ name, image: `${account}.dkr.ecr.${place}.amazonaws.com/${name}:1.0.0`, readonlyRootFilesystem: true },
			})),
		},
		tags: [],
	}),
	ListServiceDeployments: () => ({ serviceDeployments: [] }),
	GetParameter: () => ({ Parameter: { Value: "policy" } }),
	DescribeImages: ({ repositoryName }) => ({
		imageDetails: [
			{
				...{ repositoryName, imageDigest: digestOf(String(repositoryName)), imageTags: ["1.0.0"] },
				...{ imagePushedAt: Date.now() / 1_000 - 3_600, imageSizeInBytes: 50_000_000 },
				imageManifestMediaType: "application/vnd.oci.image.manifest.v1+json",
			},
		],
	}),
	DescribeImageScanFindings: () => ({
		imageScanStatus: { status: "COMPLETE" },
		imageScanFindings: {
			imageScanCompletedAt: Date.now() / 1_000 - 3_500,
			findings: Array.from({ length: 100 }, (_, at) => ({
				...{ name: `CVE-2026-${1_000 + at}`, severity },
				attributes: [
					{ key: "package_name", value: `package-${at}` },
					{ key: "package_version", value: "1.0" },
				],
			})),
		},
	}),
	SendMessageBatch: ({ Entries }) => ({ Successful: Entries, Failed: [] }),
});
