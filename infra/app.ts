import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { BadInputError } from "../core/errors.ts";
import { readPolicyFile } from "../policy-file/policy.ts";
import { policyPathIn } from "../policy-file/policy-names.ts";
import { policyNotes } from "../policy-file/policy-notes.ts";
import { topicNote } from "../policy-file/slack-notes.ts";
import { bundleFunctions } from "./bundle.ts";
import { policyUnder } from "./endpoints.ts";
import { optionsFrom, textAt } from "./options.ts";
import { PipelineStack } from "./pipeline-stack.ts";

try {
	const app = new App({ analyticsReporting: false });
	// In the output directory, so that two concurrent synths with different policies do not mix their bundles.
	const bundles = join(app.outdir, "functions");
	const options = optionsFrom(app.node);
	const policyPath = textAt(app.node, "policy") ?? policyPathIn(join(import.meta.dirname, ".."));
	const policyFile = readPolicyFile(policyPath);
	const policy = policyUnder(options, policyFile.policy);
	// An expiry date must not break a deployment: expired waivers only cause a warning.
	for (const { at, text } of policyNotes(policyFile, [], new Date().toISOString())) {
		console.error(`${policyPath}:${at.line}:${at.column}: warning: ${text}`);
	}
	const note = options.notificationTopic === undefined ? null : topicNote(policyFile.policy.slack);
	if (note !== null) console.error(`${policyPath}: warning: ${note}`);
	else if (policyFile.policy.slack.approvers.length > policy.slack.approvers.length) {
		console.error(`${policyPath}: warning: slack.approvers has no effect without the context slackApprovals=true`);
	} else if (options.slackApprovals && policyFile.policy.slack.approvers.length === 0) {
		console.error(
			"warning: slackApprovals=true makes a URL for answers, but the policy lets nobody answer; set slack.approvers",
		);
	}
	await bundleFunctions(policy, bundles);
	new PipelineStack(app, options.stackName, { policy, options, codeOf: (name) => Code.fromAsset(join(bundles, name)) });
	Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
	app.synth();
} catch (error) {
	if (!(error instanceof BadInputError)) throw error;
	console.error(error.message);
	process.exitCode = 2;
}
