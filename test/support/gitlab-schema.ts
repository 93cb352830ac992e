import { Ajv } from "ajv";

/**
 * What GitLab requires of a code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
 * The path is relative to the repository, without `./`; a fingerprint identifies one violation.
 */
const issue = {
	type: "object",
	required: ["description", "check_name", "fingerprint", "severity", "location"],
	properties: {
		description: { type: "string", minLength: 1 },
		check_name: { type: "string", minLength: 1 },
		fingerprint: { type: "string", minLength: 1 },
		severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
		location: {
			type: "object",
			required: ["path", "lines"],
			properties: {
				path: { type: "string", not: { pattern: "^\\./" } },
				lines: { type: "object", required: ["begin"], properties: { begin: { type: "integer", minimum: 1 } } },
			},
		},
	},
};
const validate = new Ajv({ allErrors: true }).compile({ type: "array", items: issue });

/** What is wrong with a code quality report; empty if it is valid. */
export function gitlabProblems(report: unknown): readonly string[] {
	if (!validate(report))
		return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
	const fingerprints = (report as readonly { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
	return fingerprints.filter((one, index) => fingerprints.indexOf(one) !== index).map((one) => `${one} is there twice`);
}
