import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { partitionOf } from "../core/subject.ts";
import type { Account } from "./account-schema.ts";

/** A control that fails on a subject. */
export interface Failure {
	readonly control: string;
	/** ARN. */
	readonly subject: string;
}

/** How the result differs from what the description expects; both lists are empty when it does not. */
export interface Difference {
	readonly missing: readonly Failure[];
	/** Filled only when the expectation is exact. */
	readonly unexpected: readonly Failure[];
}

/** The failures that Security Hub shows: failed findings that are not archived. */
export function failuresIn(findings: readonly AwsSecurityFinding[]): Failure[] {
	return findings
		.filter(({ Compliance, RecordState }) => Compliance?.Status === "FAILED" && RecordState !== "ARCHIVED")
		.map(({ GeneratorId, ProductFields, Resources }) => ({
			control: ProductFields?.["shipshape/control"] ?? GeneratorId?.replace(/^shipshape\//, "") ?? "",
			subject: ProductFields?.["shipshape/subject"] ?? Resources?.[0]?.Id ?? "",
		}));
}

export function compareWithExpected({ account, region, expected }: Account, failures: readonly Failure[]): Difference {
	if (expected === undefined) return { missing: [], unexpected: [] };
	const expectedFailures = expected.failing.map(({ control, subject }) => ({
		control,
		subject: resolveArn(subject, account, region),
	}));
	const subtract = (list: readonly Failure[], others: readonly Failure[]): Failure[] => {
		const keys = new Set(others.map(keyOf));
		return list.filter((failure) => !keys.has(keyOf(failure)));
	};
	return {
		missing: subtract(expectedFailures, failures),
		unexpected: expected.exact ? subtract(failures, expectedFailures) : [],
	};
}

const keyOf = ({ control, subject }: Failure): string => JSON.stringify([control, subject]);

/** Resolves an ARN or `repository/NAME`, `image/NAME@DIGEST`, `task-definition/FAMILY`, `service/CLUSTER/NAME` to an ARN of the account. */
export function resolveArn(subject: string, account: string, region: string): string {
	if (subject.startsWith("arn:")) return subject;
	const [kind = "", ...rest] = subject.split("/");
	const name = rest.join("/");
	const at = `${region}:${account}`;
	const partition = partitionOf(region);
	if (kind === "repository") return `arn:${partition}:ecr:${at}:repository/${name}`;
	if (kind === "image") return `arn:${partition}:ecr:${at}:repository/${name.replace("@", "/")}`;
	return `arn:${partition}:ecs:${at}:${kind}/${name}`;
}
