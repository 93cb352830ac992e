import { defineControl } from "../../core/control.ts";
import { wasRead } from "../../core/reading.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aRepository } from "../../domain/example-facts.ts";
import { fieldOf } from "../../domain/repositories/access-policy.ts";
import { judgePublicAccess } from "../../domain/repositories/public-access.ts";

const pull = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const allowing = (statement: Readonly<Record<string, unknown>>) =>
	aRepository({
		accessPolicy: { value: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: pull, ...statement }] } },
	});
const inOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } };

/** Public means open to anyone with an AWS account. */
export default defineControl({
	id: "repository/no-public-access",
	on: "repository",
	field: "repositoryPolicyText",
	title: "ECR repository policies should not let everybody in",
	severity: "CRITICAL",
	why: "Principal * is anyone with an AWS account: they can pull the images and read what is in them, or push their own.",
	remediation:
		'Name the accounts or roles in Principal, or limit the statement to your organization: "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-…"}}.',
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
		"https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html",
	],
	examples: {
		pass: [
			{ title: "No repository policy", facts: aRepository() },
			{
				title: "Anyone in one organization",
				facts: allowing({ Principal: "*", Condition: inOrganization }),
			},
		],
		fail: [
			{ title: "Anyone", facts: allowing({ Sid: "Pull", Principal: { AWS: "*" } }) },
			{
				title: "Anyone in one network",
				facts: allowing({ Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
			},
		],
	},

	evaluate({ name, accessPolicy }) {
		if (!wasRead(accessPolicy)) {
			return unknown(`${name}: the repository policy could not be read because ${accessPolicy.unread}`);
		}
		if (accessPolicy.value === null) return pass(`${name}: no repository policy`);
		const found = judgePublicAccess(accessPolicy.value);
		const { bad, unclear } = found;
		if (bad.length > 0) return fail(`${name}: ${bad.join("; ")}`, fieldOf(found));
		if (unclear.length > 0) {
			return unknown(
				`${name}: the repository policy cannot be judged because ${unclear.join(", and ")}`,
				fieldOf(found),
			);
		}
		return pass(`${name}: the repository policy allows only the principals that it names`);
	},
});
