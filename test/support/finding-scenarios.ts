import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type AwsSecurityFinding, BatchUpdateFindingsCommand } from "@aws-sdk/client-securityhub";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { readLedger } from "../../demo/ledger.ts";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { type Observed, Observer, until } from "./observer.ts";
import {
	changeTo,
	controlsOfTrio,
	eventsAbout,
	type Health,
	mutableRepositories,
	tagsChanged,
} from "./subject-trio.ts";

/** The trios that the scenarios use; each begins with failing subjects. */
export const trios = ["life", "slow", "quiet", "on-time", "late"] as const;
type Trio = (typeof trios)[number];

export const hundred = Array.from({ length: 100 }, (_, at) => `many-${String(at).padStart(3, "0")}`);
export const rejected = "many-042";

/** The least time for which Security Hub is interrupted. */
const awaySeconds = Number(process.env["AWAY_SECONDS"] ?? 0);

/** Runs all scenarios one after another on one deployment. */
export async function runScenarios(deployment: LocalDeployment) {
	const observer = new Observer(deployment);
	return {
		life: await changeTrio(observer, "life", ["failing", "passing", "failing"]),
		slow: await reopenBeforeResolved(observer, deployment),
		quiet: await suppress(observer, deployment),
		away: await interrupt(observer, deployment),
		one: await rejectOne(observer, deployment),
	};
}

/** Changes a trio step by step, from a revision on, and returns what is observed after each. */
async function changeTrio(observer: Observer, name: Trio, states: readonly Health[], from = 1): Promise<Observed[]> {
	const observed: Observed[] = [];
	for (const [at, health] of states.entries()) {
		const revision = from + at;
		if (revision > 1) await observer.change(changeTo(name, health));
		observed.push(await observer.send(eventsAbout(name, revision)));
	}
	return observed;
}

/** Security Hub takes longer to process our RESOLVED than the subjects to fail again. */
async function reopenBeforeResolved(observer: Observer, { doubles }: LocalDeployment) {
	await changeTrio(observer, "slow", ["failing"]);
	const before = await observer.delayed();
	const process = doubles.securityHub.delayUpdates();
	const reopened = await changeTrio(observer, "slow", ["passing", "failing"], 2);
	const messages = (await observer.delayed()).slice(before.length);
	process();
	const states = [...reopened, await observer.send([])];
	const checks: Observed[] = [];
	for (const message of messages) checks.push(await observer.deliverNow(message));
	return { messages, states: [...states, ...checks.slice(-1)] };
}

/** An analyst suppresses the findings; then the subjects get worse, pass and fail again. */
async function suppress(observer: Observer, { aws }: LocalDeployment) {
	const [{ findings } = { findings: [] }] = await changeTrio(observer, "quiet", ["failing"]);
	const update = {
		Workflow: { Status: "SUPPRESSED" as const },
		Note: { Text: "accepted until the summer", UpdatedBy: "an analyst" },
		Severity: { Label: "LOW" as const },
	};
	const FindingIdentifiers = findingsOf("quiet", findings).map(({ Id, ProductArn }) => ({ Id, ProductArn }));
	await aws.clients.securityHub.send(new BatchUpdateFindingsCommand({ FindingIdentifiers, ...update }));
	return { update, states: await changeTrio(observer, "quiet", ["worse", "passing", "failing"], 2) };
}

/** The same happens to two trios, to one of them while Security Hub is interrupted. */
async function interrupt(observer: Observer, { aws, doubles, deployed, streams, signal }: LocalDeployment) {
	await changeTrio(observer, "on-time", ["failing", "passing"]);
	const callsBefore = streams.calls.length;
	const failures = () => streams.calls.slice(callsBefore).filter(({ outcome }) => outcome === "failed").length;
	const { end, calls } = doubles.securityHub.interrupt();
	const ended = pause(awaySeconds * 1_000);
	const failing = observer.send(eventsAbout("late", 1));
	await until(() => failures() > 0, signal);
	await observer.change(changeTo("late", "passing"));
	const passing = observer.send(eventsAbout("late", 2));
	const isChecked = async (): Promise<boolean> => {
		const { entries } = await readLedger(aws.clients.dynamodb, deployed.ledgerTable);
		return controlsOfTrio.every((control) =>
			entries.some(({ arn, controls }) => isAbout("late", arn) && controls[control]?.status === "pass"),
		);
	};
	await until(async () => failures() > 1 && (await isChecked()), signal);
	await ended;
	end();
	await failing;
	return { calls: calls(), failures: failures(), end: await passing };
}

/** Security Hub rejects the finding of one of a hundred repositories for ever. */
async function rejectOne(observer: Observer, { aws, doubles, deployed, workspace }: LocalDeployment) {
	doubles.securityHub.reject(({ Id }) => String(Id).endsWith(`repository/${rejected}`));
	await observer.change(mutableRepositories(hundred));
	const observed = await observer.send(tagsChanged(...hundred));
	const metric = "ApproximateNumberOfMessages" as const;
	const depths = deployed.undelivered.map(async (QueueUrl) => {
		const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [metric] });
		return Number((await aws.clients.sqs.send(command)).Attributes?.[metric]);
	});
	const log = readFileSync(join(workspace.logs, "ministack.log"), "utf8");
	return {
		...observed,
		/** Of the queues of undelivered items: the metric of their alarms. */
		visible: await Promise.all(depths),
		/** Counts of undelivered items, as the functions published them. */
		counts: [...log.matchAll(/"service":"([a-z-]+)","Undelivered":(\d+)/g)].map(
			([, sink, count]) => `${sink} ${count}`,
		),
	};
}

/** Whether an ARN, or an id that ends in one, is that of a subject of the trio. */
const isAbout = (name: string, arn: string): boolean => new RegExp(`/${name}(?:/sha256:[0-9a-f]{64})?$`).test(arn);

/** The findings of a trio's three controls, in the order of the kinds. */
export function findingsOf(name: string, findings: readonly AwsSecurityFinding[]): AwsSecurityFinding[] {
	return controlsOfTrio.flatMap((control) =>
		findings.filter(
			({ Id = "", ProductFields }) => isAbout(name, Id) && ProductFields?.["shipshape/control"] === control,
		),
	);
}

/** As `FAILED NEW ACTIVE`, for each of the trio's findings. */
export const statesOf = (name: Trio, findings: readonly AwsSecurityFinding[]): string[] =>
	findingsOf(name, findings).map(({ Compliance, Workflow, RecordState }) =>
		[Compliance?.Status, Workflow?.Status, RecordState].join(" "),
	);

/** A finding as its provider sent it, without times and the subject's own name and digest. */
export function anonymous(finding: AwsSecurityFinding, name: string): unknown {
	const { Region, Workflow, WorkflowState, ProcessedAt, ...given } = finding;
	const text = JSON.stringify(given)
		.replace(new RegExp(`\\b${name}\\b`, "g"), "NAME")
		.replace(/sha256:[0-9a-f]{64}/g, "DIGEST")
		.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
	return JSON.parse(text);
}
