import {
	DescribeImageScanFindingsCommand,
	type DescribeImageScanFindingsResponse,
	type ECRClient,
} from "@aws-sdk/client-ecr";
import { TryLaterError } from "../../core/errors.ts";
import type { ScanFacts, Vulnerability } from "../../core/facts.ts";
import type { Permission } from "../../core/permission.ts";
import { type childMissing, scanAbsent } from "../../domain/scans/scan-status.ts";
import { callAws } from "../clients/call-aws.ts";
import { isoTimeOf } from "../clients/iso-time.ts";
import { forEachPage } from "../clients/pages.ts";
import { isNamed, UnusableAnswerError } from "../failures.ts";
import { basicVulnerabilityOf, enhancedVulnerabilityOf } from "./vulnerability.ts";

const action = "ecr:DescribeImageScanFindings";
const inspectorReason =
	"ECR calls Amazon Inspector for enhanced findings with the caller's permissions; the action does not support resource-level permissions";

/** The last two are "IAM permissions required for enhanced scanning" (ECR user guide): without them, the call is denied. */
export const permissions: readonly Permission[] = [
	{ action, on: "repository" },
	{ action: "inspector2:ListCoverage", on: "*", reason: inspectorReason, through: action },
	{ action: "inspector2:ListFindings", on: "*", reason: inspectorReason, through: action },
];

/**
 * The scan of one manifest with all its pages; status ABSENT when ECR has no scan. Throws ECR's errors, including
 * ImageNotFoundException and RepositoryNotFoundException, TryLaterError, and UnusableAnswerError.
 */
export async function readScan(client: ECRClient, repository: string, digest: string): Promise<ScanFacts> {
	const vulnerabilities = new Map<string, Vulnerability>();
	const listed = new Map<string, number>();
	let first: DescribeImageScanFindingsResponse | null = null;
	try {
		await forEachPage(
			action,
			(nextToken) => page(client, repository, digest, nextToken),
			(answer) => {
				first ??= answer;
				if (statusOf(answer) !== statusOf(first)) {
					throw new TryLaterError(`${action}: the scan changed while it was being read`);
				}
				const fresh = vulnerabilitiesIn(answer).filter(([key]) => !vulnerabilities.has(key));
				for (const [key, vulnerability] of fresh) {
					vulnerabilities.set(key, vulnerability);
					listed.set(vulnerability.severity, (listed.get(vulnerability.severity) ?? 0) + 1);
				}
			},
		);
	} catch (error) {
		if (isNamed(error, "ScanNotFoundException")) return noScan(digest, scanAbsent);
		throw error;
	}
	requireAllFindings(first ?? {}, vulnerabilities.size, listed);
	return scanOf(digest, first ?? {}, [...vulnerabilities.values()]);
}

const statusOf = ({ imageScanStatus }: DescribeImageScanFindingsResponse): string => imageScanStatus?.status ?? "";

/** Statuses that have a result. */
const statusesWithResult = ["COMPLETE", "ACTIVE"];

/** For a manifest that has no scan, or that an index lists and the repository does not hold. */
export function noScan(digest: string, status: typeof scanAbsent | typeof childMissing): ScanFacts {
	return { digest, status, description: "", completedAt: null, vulnerabilities: [] };
}

function page(client: ECRClient, repositoryName: string, imageDigest: string, nextToken: string | undefined) {
	const command = new DescribeImageScanFindingsCommand({
		repositoryName,
		imageId: { imageDigest },
		maxResults: 1_000,
		nextToken,
	});
	return callAws(action, (options) => client.send(command, options), {
		isComplete: (answer) =>
			statusOf(answer) !== "" &&
			(!statusesWithResult.includes(statusOf(answer)) || answer.imageScanFindings !== undefined),
	});
}

/** Keyed by the finding's identity, so that overlapping pages do not count a finding twice. */
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

/**
 * A result that lists fewer findings than it counts would look better than it is. For ENHANCED scanning, AWS does not
 * document whether the counts include suppressed and closed findings, so only a completely missing list is an error.
 * `listed`: findings of all pages by severity, without repetitions on overlapping pages.
 */
function requireAllFindings(
	first: DescribeImageScanFindingsResponse,
	found: number,
	listed: ReadonlyMap<string, number>,
): void {
	if (!statusesWithResult.includes(statusOf(first))) return;
	const { findingSeverityCounts = {}, enhancedFindings } = first.imageScanFindings ?? {};
	const isEnhanced = enhancedFindings !== undefined || statusOf(first) === "ACTIVE";
	for (const [severity, count] of Object.entries(findingSeverityCounts)) {
		if (count > 0 && found === 0) throw new UnusableAnswerError(`${action} reports findings but lists none`);
		const there = listed.get(severity) ?? 0;
		if (isEnhanced || there >= count) continue;
		throw new UnusableAnswerError(`${action} reports ${count} ${severity} findings but lists ${there}`);
	}
}

function scanOf(
	digest: string,
	{ imageScanStatus, imageScanFindings }: DescribeImageScanFindingsResponse,
	vulnerabilities: readonly Vulnerability[],
): ScanFacts {
	return {
		digest,
		status: imageScanStatus?.status ?? "",
		description: imageScanStatus?.description ?? "",
		completedAt: isoTimeOf(imageScanFindings?.imageScanCompletedAt),
		vulnerabilities,
	};
}
