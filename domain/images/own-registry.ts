import type { AccountRegion } from "../../core/subject.ts";

/** The endpoint suffixes of each partition, for IPv4 and for dual-stack, as in the AWS SDKs' partitions. */
const suffixes: Readonly<Record<string, readonly [ipv4: string, dualStack: string]>> = {
	aws: ["amazonaws.com", "on.aws"],
	"aws-us-gov": ["amazonaws.com", "on.aws"],
	"aws-cn": ["amazonaws.com.cn", "on.amazonwebservices.com.cn"],
	"aws-eusc": ["amazonaws.eu", "on.amazonwebservices.eu"],
	"aws-iso": ["c2s.ic.gov", "on.aws.ic.gov"],
	"aws-iso-b": ["sc2s.sgov.gov", "on.aws.scloud"],
	"aws-iso-e": ["cloud.adc-e.uk", "on.cloud-aws.adc-e.uk"],
	"aws-iso-f": ["csp.hci.ic.gov", "on.aws.hci.ic.gov"],
};

/**
 * Whether a registry is the private ECR registry of an account and Region.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html, read 2026-11-21.
 */
export function isOwnRegistry(registry: string, { partition, account, region }: AccountRegion): boolean {
	const known = suffixes[partition];
	if (known === undefined) return false;
	const [ipv4, dualStack] = known;
	const hosts = ["ecr", "ecr-fips"].flatMap((ecr) => [
		`${account}.dkr.${ecr}.${region}.${ipv4}`,
		`${account}.dkr-${ecr}.${region}.${dualStack}`,
	]);
	return hosts.includes(registry);
}
