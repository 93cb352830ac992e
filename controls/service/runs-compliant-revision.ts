import { defineControl } from "../../core/control.ts";
import { wasRead } from "../../core/reading.ts";
import { formatList } from "../../core/text.ts";
import { compareSeverity, fail, notApplicable, pass, unknown } from "../../core/verdict.ts";
import { aService } from "../../domain/example-services.ts";
import { serviceName } from "../../domain/services/service-name.ts";

const failing = (...value: readonly { control: string; severity: "CRITICAL" | "HIGH" }[]) =>
	aService({ blockingFailures: { value } });

/** Controls of task definitions judge the newest revision of a family; a service may run an older one, or a blocked one. */
export default defineControl({
	id: "service/runs-compliant-revision",
	on: "service",
	field: "taskDefinition",
	title: "ECS services should run a revision that fails no blocking control",
	severity: "HIGH",
	why: "A newer revision that passes protects nothing as long as a service still runs the one that fails.",
	remediation:
		"Fix the task definition, register a new revision and deploy it: aws ecs update-service --cluster CLUSTER --service NAME " +
		"--task-definition FAMILY.",
	references: ["https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service.html"],
	examples: {
		pass: [
			{ title: "Its revision passes", facts: aService() },
			{ title: "It runs no tasks, but its revision passes", facts: aService({ desiredCount: 0 }) },
		],
		fail: [
			{
				title: "Its revision fails one blocking control",
				facts: failing({ control: "task-definition/read-only-root", severity: "HIGH" }),
			},
			{
				title: "The worst failure decides the severity",
				facts: failing(
					{ control: "task-definition/not-privileged", severity: "HIGH" },
					{ control: "task-definition/host-paths", severity: "CRITICAL" },
				),
			},
		],
	},

	evaluate(facts) {
		const { definition, blockingFailures } = facts;
		const name = serviceName(facts);
		if (!wasRead(definition))
			return unknown(`${name}: its task definition could not be read because ${definition.unread}`);
		if (definition.value === null) return notApplicable(`${name}: it runs no task definition`);
		const runs = `${name}: it runs ${definition.value.family}:${definition.value.revision}`;
		if (!wasRead(blockingFailures)) {
			const { unread, pending, isByDesign } = blockingFailures;
			return unknown(`${runs}, which could not be judged because ${unread}`, {
				...(pending === true ? { pending } : {}),
				...(isByDesign === true ? { isByDesign } : {}),
			});
		}
		const [worst, ...others] = blockingFailures.value.toSorted((a, b) => compareSeverity(a.severity, b.severity));
		if (worst === undefined) return pass(`${runs}, which fails no blocking control`);
		const controls = [worst, ...others].map(({ control, severity }) => `${control} (${severity})`);
		return fail(`${runs}, which fails ${formatList(controls)}`, { severity: worst.severity });
	},
});
