import { controls } from "../controls/index.ts";
import { type Policy, settingsOf } from "../core/policy.ts";
import type { LiveResource } from "../readers/reader.ts";
import type { LocatedVerdict } from "./check-result.ts";

interface HowToJudge {
	readonly policy: Policy;
	readonly judges: (control: string) => boolean;
}

export const liveKinds = ["service", "cluster", "capacity-provider"] as const;

/** What one and several of each kind are called. */
export const liveWords: Readonly<Record<LiveResource["kind"], readonly [one: string, many: string]>> = {
	service: ["service", "services"],
	cluster: ["cluster", "clusters"],
	"capacity-provider": ["capacity provider", "capacity providers"],
};

/** What is judged of a resource in AWS only: an answer that is missing for each of its controls. */
export function liveVerdicts(
	{ kind, arn, address, position }: LiveResource,
	file: string,
	{ policy, judges }: HowToJudge,
): readonly LocatedVerdict[] {
	const part = arn.slice(file.length + 1);
	const own = controls.filter(
		(control) => control.on === kind && settingsOf(policy.controls, control).enabled && judges(control.id),
	);
	return own.map(({ id, severity, remediation }) => ({
		...{ control: id, subject: arn, address: address ?? part, part, severity, remediation },
		location: { file, ...position() },
		status: "unknown",
		message: `${liveWords[kind][1]} are judged in AWS only`,
		blocks: false,
		needsAws: true,
		onlyInAws: kind,
	}));
}
