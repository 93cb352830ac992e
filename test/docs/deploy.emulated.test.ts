import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import { blocksOf, sectionOf, textOf } from "../support/docs.ts";
import { type EmptyAccount, withEmptyAccount } from "../support/empty-account.ts";
import { describeEmulated } from "../support/emulated.ts";
import type { Finished } from "../support/shell.ts";
import { accountOf } from "../support/subject-trio.ts";

const patience = 900_000;

const page = textOf("docs/deploy.md");
const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
const blocks = headings.flatMap((heading) =>
	blocksOf(sectionOf(page, heading)).map(({ language, text }) => ({ heading, language, text: text.trim() })),
);

/** The blocks of a section, in its order. */
const blocksIn = (heading: string, language = "sh"): readonly string[] =>
	blocks.filter((one) => one.heading === heading && one.language === language).map(({ text }) => text);

const [look = "", enable = ""] = blocksIn("What you need");
const [deploy = ""] = blocksIn("Deploy");
const [doctor = "", sweepNow = "", findings = ""] = blocksIn("Check that it works");
const [policy = ""] = blocksIn("Change the policy", "yaml");
const [change = ""] = blocksIn("Change the policy");
const [options = ""] = blocksIn("Options", "json");
const [outputs = ""] = blocksIn("Outputs");
const [upgrade = ""] = blocksIn("Upgrade");
const [uninstall = "", destroy = "", deleteTable = ""] = blocksIn("Uninstall");
const [slackOff = ""] = blocksOf(sectionOf(textOf("docs/slack.md"), "Turn it off")).map(({ text }) => text);

const queueTags = `aws sqs list-queue-tags --query Tags --output json --queue-url "$(aws cloudformation describe-stacks --stack-name Shipshape \
  --query "Stacks[0].Outputs[?OutputKey=='SweepQueueUrl'].OutputValue" --output text)"`;

/** The table of a stack in the emulated AWS is deleted with it. */
const tableAgain = `aws dynamodb create-table --table-name "$TABLE" --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=pk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH >&2`;

/** Asks for the findings until the one about the cluster, which the sweep finds, has a status. */
const untilShown = (status: string): string => `for attempt in $(seq 90); do
  found=$(${findings})
  case $found in *"${status}	ECS clusters should have"*) break ;; esac
  sleep 1
done
echo "$found"`;

/** Does what the page says, in its order. */
async function followPage({ shell, checkout }: EmptyAccount) {
	const seen = new Map<string, Finished>();
	const run = async (name: string, script: string): Promise<void> =>
		void seen.set(name, await shell(`set -e\n${script}`));
	await run("notEnabled", `aws securityhub disable-security-hub\n${look}`);
	await run("enable", enable);
	await run("look", look);
	await run("cluster", "aws ecs create-cluster --cluster-name sandbox");
	await run("deploy", deploy);
	await run("mistyped", "npx cdk diff --context dashbord=true");
	await run("slackOff", slackOff);
	await run("doctor", doctor);
	await run("sweep", sweepNow);
	await run("findings", untilShown("FAILED"));
	writeFileSync(join(checkout, "shipshape.yaml"), policy.replace("2027-03-31", "9999-12-31"));
	writeFileSync(join(checkout, "cdk.context.json"), options);
	await run("change", change);
	await run("sweepAgain", sweepNow);
	await run("waived", untilShown("WARNING"));
	await run("tags", queueTags);
	await run("outputs", outputs);
	await run("upgrade", `set +e\n${upgrade}\necho "doctor: $?"; git status --short; cat shipshape.yaml`);
	await run("uninstall", `${uninstall}\n${destroy}\n${tableAgain}\n${deleteTable}`);
	await run("gone", "aws cloudformation describe-stacks --stack-name Shipshape");
	return seen;
}

test("docs/deploy.md shows no block that is not run", () => {
	expect(blocks.map(({ heading, language }) => `${heading} ${language}`)).toEqual([
		...["What you need sh", "What you need sh", "Deploy sh"],
		...["Check that it works sh", "Check that it works sh", "Check that it works sh"],
		...["Change the policy yaml", "Change the policy sh", "Options json", "Outputs sh", "Upgrade sh"],
		...["Uninstall sh", "Uninstall sh", "Uninstall sh"],
	]);
	expect(blocksOf(page)).toHaveLength(blocks.length);
});

describeEmulated("docs/deploy.md, from an empty account to an empty account", () => {
	let seen: ReadonlyMap<string, Finished>;
	const did = (name: string): Finished => seen.get(name) as Finished;

	beforeAll(async () => {
		await withEmptyAccount(accountOf(["one"]), "v0.2.0", async (empty) => {
			seen = await followPage(empty);
		});
	}, patience);

	test("the look at the account fails as long as Security Hub is not enabled, and then shows what is there", () => {
		expect(did("notEnabled").status).not.toBe(0);
		expect(did("notEnabled").errors).toContain("is not subscribed to AWS Security Hub");
		expect([did("enable").status, did("look").status]).toEqual([0, 0]);
		expect(did("look").output.trim().split("\n")).toEqual([
			"777788889999",
			"arn:aws:securityhub:eu-west-1:777788889999:hub/default",
			"BASIC",
		]);
	});

	test("installs, bootstraps and deploys", () => {
		expect(did("deploy")).toMatchObject({ status: 0, output: expect.stringMatching(/^npm ci\n/) });
		expect(did("deploy").output).toContain("Environment aws://777788889999/eu-west-1 bootstrapped.");
		expect(did("deploy").output).toContain("arn:aws:cloudformation:eu-west-1:777788889999:stack/Shipshape/");
	});

	test("a mistyped option ends with its nearest name", () => {
		expect(did("mistyped").status).not.toBe(0);
		expect(did("mistyped").errors).toContain(
			'context "dashbord" is no option of Shipshape; write dashboard, or remove it',
		);
	});

	test("doctor finds what the emulated account lacks, and nothing else", () => {
		const { status, output } = did("doctor");
		expect([did("slackOff").status, status]).toEqual([0, 1]);
		// Exclusions from pull times are left out of the emulated stack.
		expect([...output.matchAll(/^problem +(\S+)/gm)].map(([, what]) => what)).toEqual([
			"trail",
			"scanning",
			"pull-times",
		]);
		expect(output).toContain("aws cloudtrail create-trail");
	});

	const ofCluster =
		"ECS clusters should have Container Insights enabled\tarn:aws:ecs:eu-west-1:777788889999:cluster/sandbox";

	test("a sweep that does not wait for the schedule finds what is there, and Security Hub shows it", () => {
		expect(did("sweep").status).toBe(0);
		expect(did("findings")).toMatchObject({ status: 0, errors: "" });
		expect(did("findings").output).toContain(`MEDIUM\tFAILED\t${ofCluster}`);
	});

	test("a changed policy takes effect with the next sweep", () => {
		expect(did("sweepAgain").status).toBe(0);
		expect(did("waived").output).toContain(`INFORMATIONAL\tWARNING\t${ofCluster}`);
	});

	test("a changed policy and options are shown, and deployed: the dashboard, and the tags", () => {
		const { status, output } = did("change");
		expect(status).toBe(0);
		expect(output).toContain("[+] AWS::CloudWatch::Dashboard");
		expect(output).toMatch(/\[~\] AWS::Lambda::Function Slack\/Handler\/Function/);
		expect(JSON.parse(did("tags").output)).toMatchObject({ team: "platform", "cost-center": "42" });
	});

	test("lists the outputs with their descriptions", () => {
		const rows = did("outputs").output.trim().split("\n");
		expect(rows.length).toBeGreaterThan(50);
		expect(rows.filter((row) => !/^\w+\t[A-Z].+\.\t\S+$/.test(row))).toEqual([]);
	});

	test("an upgrade keeps the policy and the options, and changes nothing if the version is the same", () => {
		const { output } = did("upgrade");
		expect(output).toContain("npm ci\n");
		expect(output).toContain("There were no differences");
		expect(output).toMatch(/doctor: 1\n\?\? shipshape\.yaml\ncontrols:\n/);
	});

	test("removes the installation, and then the table", () => {
		const { status, output } = did("uninstall");
		expect(status).toBe(0);
		expect(output).toContain("would disable");
		expect(output).toContain("disabled the rules and event source mappings of stack Shipshape");
		expect(output).toMatch(/"TableName": "Shipshape-LedgerTable/);
		expect(did("gone").errors).toContain("does not exist");
	});
});
