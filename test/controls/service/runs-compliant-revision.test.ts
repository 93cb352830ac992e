import { expect, test } from "@jest/globals";
import control from "../../../controls/service/runs-compliant-revision.ts";
import type { BlockingFailure, ServiceFacts } from "../../../core/facts.ts";
import { aService } from "../../support/builders.ts";
import { judged, verdictLines } from "../../support/judged.ts";

const failing = (...value: readonly BlockingFailure[]): Partial<ServiceFacts> => ({ blockingFailures: { value } });
const readOnlyRoot: BlockingFailure = { control: "task-definition/read-only-root", severity: "MEDIUM" };

test.each<[string, Partial<ServiceFacts>, string]>([
	["a revision that passes", {}, "pass HIGH shop/web: it runs web:3, which fails no blocking control"],
	[
		"one failure, with its severity",
		failing(readOnlyRoot),
		"fail MEDIUM shop/web: it runs web:3, which fails task-definition/read-only-root (MEDIUM)",
	],
	[
		"several failures, the worst first",
		failing(readOnlyRoot, { control: "task-definition/host-paths", severity: "CRITICAL" }),
		"fail CRITICAL shop/web: it runs web:3, which fails task-definition/host-paths (CRITICAL), task-definition/read-only-root (MEDIUM)",
	],
	[
		"a revision that could not be read",
		{ definition: { unread: "it was denied" } },
		"unknown HIGH shop/web: its task definition could not be read because it was denied",
	],
	[
		"a revision that could not be judged",
		{ blockingFailures: { unread: "ECS did not answer" } },
		"unknown HIGH shop/web: it runs web:3, which could not be judged because ECS did not answer",
	],
	["no revision", { definition: { value: null } }, "not-applicable HIGH shop/web: it runs no task definition"],
])("gives the right verdict for: %s", (_, facts, expected) => {
	expect(verdictLines(control, aService(facts))).toEqual([expected]);
});

test("is pending while a scan result is awaited", () => {
	const facts = aService({ blockingFailures: { unread: "the image is being scanned", pending: true } });
	expect(judged(control, facts)).toMatchObject([{ status: "unknown", pending: true }]);
});

test("is unknown by design if all that it cannot judge is", () => {
	const of = (isByDesign: boolean) =>
		judged(
			control,
			aService({
				blockingFailures: { unread: "an image is in another registry", ...(isByDesign ? { isByDesign } : {}) },
			}),
		);
	expect(of(true)).toMatchObject([{ status: "unknown", isByDesign: true }]);
	expect(of(false)[0]).not.toHaveProperty("isByDesign");
});
