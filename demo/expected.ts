import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { partitionOf } from "../core/subject.ts";
import type { Account } from "./account-schema.ts";

/** One control that fails on one subject. */
export interface Failure {
	readonly control: string;
	/** ARN. */
	readonly subject: string;
}

/** How what came out differs from what the description expects; both empty when it does not. */
export interface Difference {
	readonly missing: readonly Failure[];
	/** Only when the expectation is exact. */
	readonly unexpected: readonly Failure[];
}

/** What Security Hub shows as failing: findings that are not archived. */
export function failuresIn(findings: readonly AwsSecurityFinding[]): Failure[] {
	return findings
		.filter(({ Compliance, RecordState }) => Compliance?.Status === "FAILED" && RecordState !== "ARCHIVED")
		.map(({ GeneratorId, ProductFields, Resources }) => ({
			control: ProductFields?.["shipshape/control"] ?? GeneratorId?.replace(/^shipshape\//, "") ?? "",
			subject: ProductFields?.["shipshape/subject"] ?? Resources?.[0]?.Id ?? "",
		}));
}

export function differenceOf({ account, region, expected }: Account, failures: readonly Failure[]): Difference {
	if (expected === undefined) return { missing: [], unexpected: [] };
	const wanted = expected.failing.map(({ control, subject }) => ({
		control,
		subject: arnFor(subject, account, region),
	}));
	const without = (list: readonly Failure[], others: readonly Failure[]): Failure[] => {
		const known = new Set(others.map(keyOf));
		return list.filter((failure) => !known.has(keyOf(failure)));
	};
	return { missing: without(wanted, failures), unexpected: expected.exact ? without(failures, wanted) : [] };
}

const keyOf = ({ control, subject }: Failure): string => JSON.stringify([control, subject]);

/** An ARN, or `repository/NAME`, `image/NAME@DIGEST`, `task-definition/FAMILY`, `service/CLUSTER/NAME` of the account. */
export function arnFor(subject: string, account: string, region: string): string {
	if (subject.startsWith("arn:")) return subject;
	const [kind = "", ...rest] = subject.split("/");
	const name = rest.join("/");
	const at = `${region}:${account}`;
	const partition = partitionOf(region);
	if (kind === "repository") return `arn:${partition}:ecr:${at}:repository/${name}`;
	if (kind === "image") return `arn:${partition}:ecr:${at}:repository/${name.replace("@", "/")}`;
	return `arn:${partition}:ecs:${at}:${kind}/${name}`;
}
