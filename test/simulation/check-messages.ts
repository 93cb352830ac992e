import type { ReportedChange } from "../../core/notification.ts";
import { compareSeverity } from "../../core/verdict.ts";
import type { Expectation } from "./model.ts";
import type { Services } from "./services.ts";
import type { Post } from "./slack.ts";
import type { Violation } from "./violations.ts";

const failing: readonly ReportedChange["kind"][] = ["failing", "changed", "blocking"];

/** The channel heard of each state once (I2), of nothing else, and what it heard last is how it is (I3). */
export function checkMessages({ channel }: Services, expectations: readonly Expectation[]): readonly Violation[] {
	const heard = new Map<string, ReportedChange["kind"]>();
	const hasFailed = new Set<string>();
	const violations: Violation[] = [];
	for (const post of channel.posts) {
		violations.push(...checkPost(post));
		for (const change of post.notification.changes) {
			const key = `${change.control} on ${post.notification.entry.arn}`;
			if (failing.includes(change.kind)) hasFailed.add(key);
			if (change.kind === "closed" && !hasFailed.has(key)) {
				violations.push({ invariant: "I2", text: `Slack heard that ${key} is fixed, which never failed`, fault: "F4" });
			}
			// Why a revision was blocked; the control may have passed again since.
			if (change.kind !== "blocking" || change.after?.status === "fail") heard.set(key, change.kind);
		}
	}
	return [...violations, ...expectations.flatMap((one) => checkLastMessage(one, heard))];
}

function checkPost({ notification, wasConfirmed }: Post): Violation[] {
	const { arn, readAt } = notification.entry;
	if (wasConfirmed)
		return [{ invariant: "I2", text: `Slack heard of ${arn} of ${readAt} again after it was confirmed` }];
	const isUnimportant = notification.blocks.length === 0 && notification.changes.every(isChangedWording);
	const text = `Slack heard of ${arn} of ${readAt}, although only the wording changed`;
	return isUnimportant ? [{ invariant: "I2", text, fault: "F5" }] : [];
}

function isChangedWording({ kind, before, after }: ReportedChange): boolean {
	return (
		kind === "changed" && before !== null && after !== null && compareSeverity(after.severity, before.severity) >= 0
	);
}

function checkLastMessage(
	{ arn, control, allowed, ...more }: Expectation,
	heard: ReadonlyMap<string, ReportedChange["kind"]>,
): Violation[] {
	const key = `${control} on ${arn}`;
	const last = heard.get(key);
	const hearsFailure = last !== undefined && failing.includes(last);
	const isRight = allowed.some((end) => end === "unknown" || (end === "fail") === hearsFailure);
	const text = `Slack last heard ${last ?? "nothing"} of ${key}; the model says ${allowed.join(" or ")}`;
	return isRight ? [] : [{ invariant: "I3", text, ...more }];
}
