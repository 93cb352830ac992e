import {
	DescribeImageScanFindingsCommand,
	DescribeImagesCommand,
	DescribeRegistryCommand,
	DescribeRepositoriesCommand,
	ECRClient,
} from "@aws-sdk/client-ecr";
import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { mockClient } from "aws-sdk-client-mock";
import { awsError } from "./aws-errors.ts";
import { aDigest } from "./builders.ts";

const account = "111122223333";
export const region = "eu-central-1";
export const registryHost = `${account}.dkr.ecr.${region}.amazonaws.com`;
export const [clean, vulnerable] = [aDigest("a"), aDigest("b")];

/** What ECR answers about a scan: a state without a result, a result with so many CRITICAL vulnerabilities, or the name of an error. */
export type ScanAnswer = "IN_PROGRESS" | "PENDING" | "ABSENT" | number | { readonly error: string };

/** The answers about each image, by digest, in order; the last one stays. */
type ScanScript = Readonly<Record<string, readonly ScanAnswer[]>>;

interface MockedRegistry {
	readonly scans?: ScanScript;
	/** The digests that the tag 1.0 of the repository payments has, one after the other. */
	readonly tagged?: readonly string[];
	readonly pushedAt?: Date;
}

/** Mocked clients of an account with a repository, payments, whose tag 1.0 is a clean image, and a family, web, that runs it. */
export function mockRegistry({ scans = {}, tagged = [clean], pushedAt = new Date() }: MockedRegistry = {}) {
	const [ecr, ecs] = [mockClient(ECRClient), mockClient(ECSClient)];
	const read = new Map<string, number>();
	let resolved = 0;
	ecr.on(DescribeRegistryCommand).resolves({ registryId: account });
	ecr
		.on(DescribeRepositoriesCommand)
		.resolves({ repositories: [{ repositoryName: "payments", imageTagMutability: "IMMUTABLE" }] });
	ecr.on(DescribeImagesCommand).callsFake(({ repositoryName, imageIds: [id] }) => {
		if (repositoryName !== "payments") throw awsError("RepositoryNotFoundException");
		const { imageTag, imageDigest } = id as { imageTag?: string; imageDigest?: string };
		if (imageTag !== undefined && imageTag !== "1.0") throw awsError("ImageNotFoundException");
		const digest = imageDigest ?? tagged[Math.min(resolved++, tagged.length - 1)];
		return { imageDetails: [{ imageDigest: digest, imageTags: ["1.0", "1.0.0"], imagePushedAt: pushedAt }] };
	});
	ecr.on(DescribeImageScanFindingsCommand).callsFake(({ imageId: { imageDigest } }) => {
		const script = scans[imageDigest] ?? [imageDigest === vulnerable ? 1 : 0];
		const at = read.get(imageDigest) ?? 0;
		read.set(imageDigest, at + 1);
		return scanAnswer(script[Math.min(at, script.length - 1)] ?? "ABSENT");
	});
	ecs.on(DescribeTaskDefinitionCommand).resolves({
		taskDefinition: definition({ revision: 7, status: "ACTIVE" }),
		tags: [],
	});
	return { ecr, ecs, timesResolved: () => resolved };
}

function scanAnswer(answer: ScanAnswer): object {
	if (answer === "ABSENT") throw awsError("ScanNotFoundException");
	if (typeof answer === "string") return { imageScanStatus: { status: answer } };
	if (typeof answer === "object") throw awsError(answer.error);
	const findings = Array.from({ length: answer }, (_, at) => ({ name: `CVE-2026-000${at}`, severity: "CRITICAL" }));
	return {
		imageScanStatus: { status: "COMPLETE" },
		imageScanFindings: { findings, findingSeverityCounts: answer === 0 ? {} : { CRITICAL: answer } },
	};
}

/** A task definition that fails nothing that blocks, apart from its image. */
export function definition(more: object = {}) {
	const container = {
		name: "app",
		image: `${registryHost}/payments:1.0`,
		readonlyRootFilesystem: true,
		privileged: false,
		user: "1000",
		memory: 256,
		essential: true,
		logConfiguration: { logDriver: "awslogs" as const },
	};
	return { family: "web", requiresCompatibilities: ["EC2" as const], containerDefinitions: [container], ...more };
}
