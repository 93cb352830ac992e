import {
	DescribeImageScanFindingsCommand,
	type DescribeImageScanFindingsResponse,
	type ECRClient,
} from "@aws-sdk/client-ecr";
import type { ScanFacts, Vulnerability } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { ask } from "../clients/ask.ts";
import { momentOf } from "../clients/moment.ts";
import { everyPage } from "../clients/pages.ts";
import { isNamed, UnusableAnswerError } from "../failures.ts";
import { basicVulnerabilityOf, enhancedVulnerabilityOf } from "./vulnerability.ts";

const action = "ecr:DescribeImageScanFindings";
const asksInspector =
	"ECR asks Amazon Inspector for enhanced findings with the caller's rights; the action knows no resource";

/** The last two as "IAM permissions required for enhanced scanning" (ECR user guide): without them the answer is AccessDenied. */
export const permissions: readonly Permission[] = [
	{ action, on: "repository" },
	{ action: "inspector2:ListCoverage", on: "*", because: asksInspector, through: action },
	{ action: "inspector2:ListFindings", on: "*", because: asksInspector, through: action },
];

/**
 * The scan of one manifest with all its pages; status ABSENT when ECR knows of no scan. Throws what ECR throws,
 * ImageNotFoundException and RepositoryNotFoundException included, TryLaterError, and UnusableAnswerError.
 */
export async function readScan(client: ECRClient, repository: string, digest: string): Promise<ScanFacts> {
	const vulnerabilities = new Map<string, Vulnerability>();
	let first: DescribeImageScanFindingsResponse | null = null;
	try {
		await everyPage(
			action,
			(nextToken) => page(client, repository, digest, nextToken),
			(answer) => {
				first ??= answer;
				for (const [key, vulnerability] of vulnerabilitiesIn(answer)) vulnerabilities.set(key, vulnerability);
			},
		);
	} catch (error) {
		if (isNamed(error, "ScanNotFoundException")) return absentScan(digest);
		throw error;
	}
	return scanOf(digest, first ?? {}, [...vulnerabilities.values()]);
}

/** What stands for a manifest that ECR has no scan of, or no longer holds. */
export function absentScan(digest: string): ScanFacts {
	return { digest, status: "ABSENT", description: "", completedAt: null, vulnerabilities: [] };
}

function page(client: ECRClient, repositoryName: string, imageDigest: string, nextToken: string | undefined) {
	const command = new DescribeImageScanFindingsCommand({
		repositoryName,
		imageId: { imageDigest },
		maxResults: 1_000,
		nextToken,
	});
	return ask(action, (options) => client.send(command, options), {
		isWhole: ({ imageScanStatus }) => imageScanStatus?.status !== undefined,
	});
}

/** Keyed by what makes a finding the same one: pages that overlap count nothing twice. */
function vulnerabilitiesIn({ imageScanFindings }: DescribeImageScanFindingsResponse): [string, Vulnerability][] {
	const { findings = [], enhancedFindings = [] } = imageScanFindings ?? {};
	return [
		...findings.map(basicVulnerabilityOf).map((found): [string, Vulnerability] => [JSON.stringify(found), found]),
		...enhancedFindings.map((finding): [string, Vulnerability] => {
			const found = enhancedVulnerabilityOf(finding);
			return [finding.findingArn ?? JSON.stringify(found), found];
		}),
	];
}

function scanOf(
	digest: string,
	{ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse,
	vulnerabilities: readonly Vulnerability[],
): ScanFacts {
	const status = imageScanStatus?.status ?? "";
	const isCounted = Object.values(imageScanFindings?.findingSeverityCounts ?? {}).some((count) => count > 0);
	// Judged as it is, such an answer would read as clean.
	if (["COMPLETE", "ACTIVE"].includes(status) && vulnerabilities.length === 0 && isCounted) {
		throw new UnusableAnswerError(`${action} counts findings but lists none`);
	}
	return {
		digest,
		status,
		description: imageScanStatus?.description ?? "",
		completedAt: momentOf(imageScanFindings?.imageScanCompletedAt),
		vulnerabilities,
	};
}
