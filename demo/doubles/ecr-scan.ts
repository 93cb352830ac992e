import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import type { Registry, StoredImage } from "./ecr-registry.ts";

/** The page size limit, whatever was requested: AWS may return shorter pages than requested. */
const maxOnAPage = 100;

/** One page of an image's scan, in the shape of BASIC or of ENHANCED scanning. Throws ScanNotFoundException. */
export function scanPage({ account, settings }: Registry, request: Fields, image: StoredImage): Fields {
	const { scan } = image;
	if (scan === null) {
		throw new AwsError(
			"ScanNotFoundException",
			`Image scan does not exist for the image with digest '${image.digest}'`,
		);
	}
	const { status, description, findings, ...more } = scan;
	const size = Math.min(Number(request["maxResults"] ?? maxOnAPage), maxOnAPage);
	const { page, ...token } = pageOf(findings, request["nextToken"], size);
	const isEnhanced = status === "ACTIVE" || settings.scanType === "ENHANCED" || findings.some(isFromInspector);
	const listed = isEnhanced
		? { enhancedFindings: page.map((finding) => toEnhancedFinding(finding, account)) }
		: { findings: page };
	return {
		registryId: account,
		repositoryName: request["repositoryName"],
		imageId: { imageDigest: image.digest },
		imageScanStatus: { status, description: description ?? "" },
		...(status === "COMPLETE" || status === "ACTIVE" || findings.length > 0
			? {
					imageScanFindings: {
						imageScanCompletedAt: Date.parse(image.pushedAt) / 1000,
						...convertTimes(more),
						...listed,
						findingSeverityCounts: countsOf(findings),
					},
				}
			: {}),
		...token,
	};
}

/** Fields that only Inspector findings have. */
const inspectorFields = ["packageVulnerabilityDetails", "findingArn", "status", "fixAvailable", "exploitAvailable"];
const isFromInspector = (finding: Fields): boolean => inspectorFields.some((key) => key in finding);

/** Severities without findings are omitted, as in ECR. */
function countsOf(findings: readonly Fields[]): Fields {
	const counts: Record<string, number> = {};
	for (const { severity } of findings) {
		if (typeof severity === "string") counts[severity] = (counts[severity] ?? 0) + 1;
	}
	return counts;
}

/** The short form of BASIC findings is accepted under ENHANCED as well: `name` is the vulnerability; other fields are Inspector's own. */
function toEnhancedFinding({ name, uri, package: packageName, attributes, ...given }: Fields, account: string): Fields {
	const details = (given["packageVulnerabilityDetails"] ?? {}) as Fields;
	const stated = new Map(Array.isArray(attributes) ? attributes.map(({ key, value }) => [key, value]) : []);
	const packageLabel = packageName ?? stated.get("package_name");
	const vulnerablePackages = [{ name: packageLabel, version: stated.get("package_version") }];
	return {
		awsAccountId: account,
		status: "ACTIVE",
		type: "PACKAGE_VULNERABILITY",
		...convertTimes(given),
		...(name === undefined ? {} : { title: given["title"] ?? name }),
		packageVulnerabilityDetails: {
			...(name === undefined ? {} : { vulnerabilityId: name }),
			...(uri === undefined ? {} : { sourceUrl: uri }),
			...(packageLabel === undefined ? {} : { vulnerablePackages }),
			...convertTimes(details),
		},
	};
}

/** Converts times at any depth from ISO 8601, as in the description, to seconds, as in the protocol. */
function convertTimes(fields: Fields): Fields {
	const isTime = (key: string, value: unknown): value is string =>
		/At$/.test(key) && typeof value === "string" && !Number.isNaN(Date.parse(value));
	const text = JSON.stringify(fields, (key, value) => (isTime(key, value) ? Date.parse(value) / 1000 : value));
	return JSON.parse(text) as Fields;
}
