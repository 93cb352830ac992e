import { defineControl } from "../../core/control.ts";
import { aRepository } from "../../core/example-facts.ts";
import { wasRead } from "../../core/reading.ts";
import { strings } from "../../core/settings.ts";
import { fail, pass, unknown } from "../../core/verdict.ts";
import { fieldOf } from "../../domain/repositories/access-policy.ts";
import { judgePrivileges } from "../../domain/repositories/least-privilege.ts";

const allowing = (account: string, ...actions: readonly string[]) => {
	const principal = { AWS: `arn:aws:iam::${account}:root` };
	const statement = { Effect: "Allow", Principal: principal, Action: actions };
	return aRepository({ accessPolicy: { value: { Version: "2012-10-17", Statement: [statement] } } });
};

/** Who pulls need not push, and nobody outside needs both. */
export default defineControl({
	id: "repository/least-privilege",
	on: "repository",
	field: "repositoryPolicyText",
	title: "The repository policy grants no more than what is needed",
	severity: "MEDIUM",
	why: "Whoever may push from another account decides what runs in this one; who may do everything can also take the policy away.",
	remediation:
		"Write out the actions; to other accounts grant ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and " +
		"ecr:BatchCheckLayerAvailability, and push from the own account. One's own accounts belong into the setting " +
		"accounts.",
	references: [
		"https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
		"https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html",
	],
	settings: {
		accounts: strings([], /^\d{12}$/, "account ids of twelve digits, in quotes", "Accounts that are one's own."),
	},
	examples: {
		pass: [
			{ title: "Another account may pull", facts: allowing("444455556666", "ecr:BatchGetImage") },
			{ title: "The own account may push", facts: allowing("111122223333", "ecr:PutImage", "ecr:*Layer*") },
		],
		fail: [
			{ title: "Everything, even to the own account", facts: allowing("111122223333", "ecr:*") },
			{ title: "Another account may push", facts: allowing("444455556666", "ecr:BatchGetImage", "ecr:Put*") },
		],
	},

	evaluate({ name, accessPolicy, account }, { accounts }) {
		if (!wasRead(accessPolicy)) {
			return unknown(`${name}: the repository policy could not be read: ${accessPolicy.unread}`);
		}
		if (accessPolicy.value === null) return pass(`${name}: no repository policy`);
		const found = judgePrivileges(accessPolicy.value, { account, more: accounts });
		const { bad, unclear } = found;
		if (bad.length > 0) return fail(`${name}: ${bad.join("; ")}`, fieldOf(found));
		if (unclear.length > 0) {
			return unknown(`${name}: the repository policy cannot be judged: ${unclear.join("; ")}`, fieldOf(found));
		}
		return pass(`${name}: the repository policy grants single actions, and to other accounts only reading`);
	},
});
