import fc from "fast-check";
import type { Facts, ImageFacts, ServiceFacts } from "../../../core/facts.ts";
import { aTaskWith } from "../../../domain/example-facts.ts";
import {
	aCapacityProvider,
	aCluster,
	aDigest,
	anImage,
	aScan,
	aService,
	aTaskDefinition,
	aVulnerability,
} from "../builders.ts";
import { anyOf, itself, known, readOrNot, type Slots, tags, together, unreadOr } from "./slots.ts";
import { aTask, type Positions } from "./task-definitions.ts";

const from = fc.constantFrom;

export const anImageWith = (positions: Positions): Slots<Facts> =>
	together(positions, ({ "*": several, ...facts }: Partial<ImageFacts> & { "*"?: Partial<ImageFacts> }) =>
		anImage({ ...facts, ...several }),
	);
export const aServiceWith = (positions: Positions): Slots<Facts> =>
	together(positions, (facts: Partial<ServiceFacts>) => aService(facts));
export const aClusterWith = (positions: Positions): Slots<Facts> => together(positions, aCluster);
export const aCapacityProviderWith = (positions: Positions): Slots<Facts> => together(positions, aCapacityProvider);

const vulnerable = aScan({ vulnerabilities: [aVulnerability()] });
const absent = aScan({ status: "ABSENT", description: "", digest: aDigest("b") });
const scans = readOrNot(
	from([aScan()], [vulnerable], [absent], [aScan({ status: "IN_PROGRESS" })], [vulnerable, absent]),
);
/** The tags are read together with the time of the push. */
const tagsWithPush = fc.oneof(
	together({ tags: known(fc.constantFrom<readonly string[]>([], ["latest"], ["1.4.2"])) }, itself),
	fc.constant({
		written: { tags: [], pushTimeUnread: "no answer" },
		fillings: fc.constantFrom<readonly string[]>([], ["latest"], ["1.4.2"]).map((names) => ({ tags: names })),
	}),
);

export const imagePositions: Readonly<Record<string, Positions>> = {
	"image/scanned": { scans },
	"image/traceable-tag": { "*": tagsWithPush },
	"image/vulnerabilities": { scans },
};

const writable = aTaskWith({ readonlyRootFilesystem: false });
const definition = readOrNot(from(null, aTaskDefinition(), writable));
const judgedDefinition = together(
	{
		task: aTask({
			operatingSystem: anyOf(from("linux" as const, "windows" as const)),
			".readonlyRootFilesystem": anyOf(from(true, false, null)),
		}),
	},
	({ task }: { task: unknown }) => ({ value: task }),
);
const failures = from([], [{ control: "task-definition/read-only-root", severity: "HIGH" as const }]);
const hook = (name: string | null, stage: string) => ({
	function: name,
	stages: [stage],
	timeout: { minutes: 1_440, action: "ROLLBACK" },
});

export const servicePositions: Readonly<Record<string, Positions | readonly Positions[]>> = {
	"service/exec-needs-writable-root": {
		isExecEnabled: known(fc.boolean()),
		definition: fc.oneof(definition, judgedDefinition),
	},
	"service/gate-attached": {
		deploymentStrategy: known(from("ROLLING", "BLUE_GREEN")),
		lifecycleHooks: known(
			from([], [hook("my-DeploymentGate", "PRE_SCALE_UP")], [hook(null, "PRE_SCALE_UP")], [hook("x", "PRE_SCALE_UP")]),
		),
		gateExemption: readOrNot(from(null, "audit mode")),
		isPauseJudged: readOrNot(fc.boolean()),
	},
	"service/no-public-ip": {},
	"service/platform-version": {},
	"service/required-tags": { tags },
	"service/rollback-ready": {},
	// Without the definition there is nothing to judge.
	"service/runs-compliant-revision": [
		{ definition, blockingFailures: unreadOr(failures.map((value) => ({ value }))) },
		{ definition: known(from({ value: aTaskDefinition() })), blockingFailures: readOrNot(failures) },
	],
};

export const clusterPositions: Readonly<Record<string, Positions>> = {
	"cluster/container-insights": {},
	"cluster/exec-logging": {},
	"cluster/required-tags": { tags },
};

export const capacityProviderPositions: Readonly<Record<string, Positions>> = {
	"capacity-provider/required-tags": { tags },
	"capacity-provider/termination-protection": {},
};
