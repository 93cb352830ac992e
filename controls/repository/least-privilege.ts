import { defineControl } from "../../core/control.ts";
import { wasRead } from "../../core/reading.ts";
import { strings } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { aRepository } from "../../domain/example-facts.ts";
import { fieldOf } from "../../domain/repositories/access-policy.ts";
import { judgePrivileges } from "../../domain/repositories/least-privilege.ts";

const allowing = (account: string, ...actions: readonly string[]) => {
	const principal = { AWS: `arn:aws:iam::${account}:root` };
	const statement = { Effect: "Allow", Principal: principal, Action: actions };
	return aRepository({ accessPolicy: { value: { Version: "2012-10-17", Statement: [statement] } } });
};

/** A principal that pulls does not need to push, and other accounts never need to push. */
export default defineControl({
	id: "repository/least-privilege",
	on: "repository",
	field: "repositoryPolicyText",
	title: "ECR repository policies should grant no more than what is needed",
	severity: "MEDIUM",
	why: "Anyone who can push from another account decides what runs in yours; anyone with every permission can also delete the repository policy.",
	remediation:
		"List the actions; grant other accounts only ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and " +
		"ecr:BatchCheckLayerAvailability, and push from the repository's account. Add your other accounts to the setting " +
		"accounts.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
		"https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
	],
	settings: {
		accounts: strings([], /^\d{12}$/, "12-digit account ids, in quotes", "The accounts that are your own."),
	},
	examples: {
		pass: [
			{ title: "Another account can pull", facts: allowing("444455556666", "ecr:BatchGetImage") },
			{
				title: "The repository's own account can push",
				facts: allowing("111122223333", "ecr:PutImage", "ecr:*Layer*"),
			},
		],
		fail: [
			{ title: "Every action, even for the repository's own account", facts: allowing("111122223333", "ecr:*") },
			{ title: "Another account can push", facts: allowing("444455556666", "ecr:BatchGetImage", "ecr:Put*") },
		],
	},

	evaluate({ name, accessPolicy, account }, { accounts }) {
		if (!wasRead(accessPolicy)) {
			return unknown(`${name}: the repository policy could not be read because ${accessPolicy.unread}`);
		}
		if (accessPolicy.value === null) return pass(`${name}: no repository policy`);
		const found = judgePrivileges(accessPolicy.value, { account, more: accounts });
		const { bad, unclear } = found;
		if (bad.length > 0) return fail(`${name}: ${bad.join("; ")}`, fieldOf(found));
		if (unclear.length > 0) {
			return unknown(
				`${name}: the repository policy cannot be judged because ${unclear.join(", and ")}`,
				fieldOf(found),
			);
		}
		return pass(`${name}: the repository policy lists individual actions and lets other accounts only pull`);
	},
});
