import type { Context } from "aws-lambda";
import { controlsByProperties } from "../../controls/by-properties.ts";
import { defaultPolicy } from "../../controls/default-policy.ts";
import type { BlockRecord } from "../../core/block-record.ts";
import type { Policy } from "../../core/policy.ts";
import type { TaskDefinitionSubject } from "../../core/subject.ts";
import type { OffSwitch } from "../../domain/blocks/off-switch.ts";
import type { ResourceDecision } from "../../pipeline/cloudformation-hook/judge.ts";
import type { ResourceReply } from "../../pipeline/cloudformation-hook/reply.ts";
import type { ResourceRequest } from "../../pipeline/cloudformation-hook/request.ts";
import { type ResourceHookPorts, resourceHook } from "../../pipeline/cloudformation-hook/resource-hook.ts";

export const receivedAt = "2026-11-21T12:00:00.000Z";

/** The hook and its ports under a policy. A test replaces what fails. */
export class HookedAccount {
	offSwitch: () => Promise<OffSwitch["says"]> = async () => ({ value: "policy" });
	sendRecord: () => Promise<void> = async () => {};
	/** Resolves when no time is left for the decision. */
	timeUp: Promise<unknown> = new Promise(() => {});
	controls = controlsByProperties;
	readonly policy: Policy;
	/** What was called, in order. */
	readonly calls: string[] = [];
	readonly records: { readonly subject: TaskDefinitionSubject; readonly record: BlockRecord }[] = [];
	readonly decided: { readonly decision: ResourceDecision; readonly request: ResourceRequest | null }[] = [];
	readonly failures: string[] = [];

	constructor(mode: Policy["mode"], block: Partial<Policy["block"]> = {}, more: Partial<Policy> = {}) {
		this.policy = { ...defaultPolicy, mode, ...more, block: { ...defaultPolicy.block, ...block } };
	}

	ask(request: unknown): Promise<ResourceReply> {
		return resourceHook(this.ports())(request, { getRemainingTimeInMillis: () => 20_000 } as Context);
	}

	private ports(): ResourceHookPorts {
		return {
			offSwitch: {
				name: "/shipshape/off-switch",
				read: () => {
					this.calls.push("readOffSwitch");
					return this.offSwitch();
				},
			},
			sendRecord: async (subject, record) => {
				this.calls.push("sendRecord");
				await this.sendRecord();
				this.records.push({ subject, record });
			},
			controls: this.controls,
			rules: { policy: this.policy, fingerprint: "rules" },
			now: () => receivedAt,
			timeUp: (_, leftMs) => (leftMs > 2_000 ? this.timeUp : new Promise(() => {})),
			telemetry: {
				decided: (decision, request) => this.decided.push({ decision, request }),
				failed: (message, error) => this.failures.push(`${message}: ${error}`),
				flush: () => {},
			},
		};
	}
}
