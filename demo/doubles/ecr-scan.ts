import { AwsError, type Fields, pageOf } from "./aws-json.ts";
import type { HeldImage, Registry } from "./ecr-registry.ts";

/** What ECR gives at once however much was asked for: shorter pages than a caller wants are AWS's to give. */
const maxOnAPage = 100;

/** One page of an image's scan, in the shape of BASIC or of ENHANCED scanning. Throws ScanNotFoundException. */
export function scanPage({ account, settings }: Registry, asked: Fields, image: HeldImage): Fields {
	const { scan } = image;
	if (scan === null) {
		throw new AwsError(
			"ScanNotFoundException",
			`Image scan does not exist for the image with digest '${image.digest}'`,
		);
	}
	const { status, description, findings, ...more } = scan;
	const size = Math.min(Number(asked["maxResults"] ?? maxOnAPage), maxOnAPage);
	const { page, ...token } = pageOf(findings, asked["nextToken"], size);
	const isEnhanced = status === "ACTIVE" || settings.scanType === "ENHANCED" || findings.some(isInspectors);
	const listed = isEnhanced
		? { enhancedFindings: page.map((finding) => enhanced(finding, account)) }
		: { findings: page };
	return {
		registryId: account,
		repositoryName: asked["repositoryName"],
		imageId: { imageDigest: image.digest },
		imageScanStatus: { status, description: description ?? "" },
		...(status === "COMPLETE" || status === "ACTIVE" || findings.length > 0
			? {
					imageScanFindings: {
						imageScanCompletedAt: Date.parse(image.pushedAt) / 1000,
						...timed(more),
						...listed,
						findingSeverityCounts: countsOf(findings),
					},
				}
			: {}),
		...token,
	};
}

/** What only Inspector says of a finding. */
const inspectorsOwn = ["packageVulnerabilityDetails", "findingArn", "status", "fixAvailable", "exploitAvailable"];
const isInspectors = (finding: Fields): boolean => inspectorsOwn.some((key) => key in finding);

/** Zero is left out, as ECR does. */
function countsOf(findings: readonly Fields[]): Fields {
	const counts: Record<string, number> = {};
	for (const { severity } of findings) {
		if (typeof severity === "string") counts[severity] = (counts[severity] ?? 0) + 1;
	}
	return counts;
}

/** BASIC's short form is accepted under ENHANCED too: `name` is the vulnerability, what follows is Inspector's own. */
function enhanced({ name, uri, package: packageName, attributes, ...given }: Fields, account: string): Fields {
	const details = (given["packageVulnerabilityDetails"] ?? {}) as Fields;
	const stated = new Map(Array.isArray(attributes) ? attributes.map(({ key, value }) => [key, value]) : []);
	const inPackage = packageName ?? stated.get("package_name");
	const vulnerablePackages = [{ name: inPackage, version: stated.get("package_version") }];
	return {
		awsAccountId: account,
		status: "ACTIVE",
		type: "PACKAGE_VULNERABILITY",
		...timed(given),
		...(name === undefined ? {} : { title: given["title"] ?? name }),
		packageVulnerabilityDetails: {
			...(name === undefined ? {} : { vulnerabilityId: name }),
			...(uri === undefined ? {} : { sourceUrl: uri }),
			...(inPackage === undefined ? {} : { vulnerablePackages }),
			...timed(details),
		},
	};
}

/** Times, however deep, are written as ISO 8601 and travel as seconds. */
function timed(fields: Fields): Fields {
	const isTime = (key: string, value: unknown): value is string =>
		/At$/.test(key) && typeof value === "string" && !Number.isNaN(Date.parse(value));
	const text = JSON.stringify(fields, (key, value) => (isTime(key, value) ? Date.parse(value) / 1000 : value));
	return JSON.parse(text) as Fields;
}
