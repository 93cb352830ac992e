import { type AwsSecurityFinding, GetFindingsCommand, type SecurityHubClient } from "@aws-sdk/client-securityhub";
import { generatorIdOf } from "../../core/finding.ts";
import type { Permission } from "../../core/permission.ts";
import type { AccountRegion } from "../../core/subject.ts";
import { callAws } from "../clients/call-aws.ts";
import type { ListPage } from "../clients/list-page.ts";
import { isNamed } from "../failures.ts";
import limits from "./asff-limits.json" with { type: "json" };

export const permissions: readonly Permission[] = [{ action: "securityhub:GetFindings", on: "security-hub" }];

/** A finding of Shipshape that Security Hub holds. Times are ISO 8601 with milliseconds. */
export interface ListedFinding {
	readonly control: string;
	/** ARN of the subject. */
	readonly arn: string;
	readonly createdAt: string;
	readonly updatedAt: string;
}

/**
 * One page of Shipshape's findings of an account and Region that are not archived; none if Security Hub is not enabled. Throws
 * TryLaterError and Security Hub's other errors.
 */
export async function listFindings(
	client: SecurityHubClient,
	place: AccountRegion,
	token: string | null,
): Promise<ListPage<ListedFinding>> {
	const { items, next } = await listWholeFindings(client, place, token);
	return { items: items.flatMap(listedFindingOf), next };
}

function listedFindingOf(finding: AwsSecurityFinding): readonly ListedFinding[] {
	const { CreatedAt = "", UpdatedAt = "" } = finding;
	const times = [CreatedAt, UpdatedAt].map(Date.parse);
	if (times.some(Number.isNaN)) return [];
	const [createdAt = "", updatedAt = ""] = times.map((time) => new Date(time).toISOString());
	return [{ ...subjectOf(finding), createdAt, updatedAt }];
}

function subjectOf({ ProductFields = {} }: AwsSecurityFinding): Pick<ListedFinding, "control" | "arn"> {
	const { "shipshape/control": control = "", "shipshape/subject": arn = "" } = ProductFields;
	return { control, arn };
}

/**
 * The same page with complete findings. A Region that others are aggregated in also holds the findings of these, which are left out.
 * Throws as `listFindings`.
 */
export async function listWholeFindings(
	client: SecurityHubClient,
	{ account, region }: AccountRegion,
	token: string | null,
): Promise<ListPage<AwsSecurityFinding>> {
	const equals = (Value: string) => [{ Value, Comparison: "EQUALS" as const }];
	const command = new GetFindingsCommand({
		Filters: {
			GeneratorId: [{ Value: generatorIdOf(""), Comparison: "PREFIX" }],
			RecordState: equals("ACTIVE"),
			AwsAccountId: equals(account),
		},
		MaxResults: limits.findingsInACall,
		...(token === null ? {} : { NextToken: token }),
	});
	try {
		const { Findings = [], NextToken } = await callAws(
			"securityhub:GetFindings",
			(options) => client.send(command, options),
			{
				isComplete: (answer) => answer.Findings !== undefined,
			},
		);
		const items = Findings.filter((finding) => {
			const { control, arn } = subjectOf(finding);
			return control !== "" && arn.split(":")[3] === region;
		});
		return { items, next: NextToken || null };
	} catch (error) {
		if (isNamed(error, "InvalidAccessException")) return { items: [], next: null };
		throw error;
	}
}
