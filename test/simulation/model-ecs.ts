import { arnOf } from "../../core/subject.ts";
import type { Status } from "../../core/verdict.ts";
import { digestNameOf } from "./ecs.ts";
import type { Expectation } from "./expectation.ts";
import { isWaived } from "./model-policy.ts";
import { place } from "./place.ts";
import type { Services } from "./services.ts";
import type { SimulatedCluster, SimulatedService } from "./workloads.ts";

/*
 * What should be open at the end of a history about services and clusters, by the specification.
 */

export const ecsControls: readonly string[] = [
	"service/no-public-ip",
	"service/rollback-ready",
	"service/runs-compliant-revision",
	"cluster/container-insights",
];

export function expectationsOfEcs(services: Services): readonly Expectation[] {
	const { workloads } = services;
	if (!workloads.areChecked) return [];
	const all = [
		...workloads.services.flatMap((service) => expectationsOfService(service, services)),
		...workloads.clusters.flatMap(expectationsOfCluster),
	];
	return all.map((one) => withDenial(one, services));
}

function expectationsOfCluster({ arn, exists, hasInsights }: SimulatedCluster): readonly Expectation[] {
	const end = exists.last ? (hasInsights.last ? "pass" : "fail") : "gone";
	return [{ arn, control: "cluster/container-insights", allowed: [end] }];
}

function expectationsOfService(service: SimulatedService, services: Services): readonly Expectation[] {
	const { arn, hasPublicIp, rollsBack, isActive } = service;
	const when = (...statuses: readonly Status[]) => (isActive ? statuses : (["gone"] as const));
	return [
		{ arn, control: "service/no-public-ip", allowed: when(hasPublicIp.last ? "fail" : "pass") },
		{ arn, control: "service/rollback-ready", allowed: when(rollsBack.last ? "pass" : "fail") },
		{ arn, control: "service/runs-compliant-revision", allowed: when(...statusesOfRevision(service, services)) },
	];
}

/** Only a vulnerable image is a reason to block; one that nothing can scan is not. */
function statusesOfRevision(
	{ running, name, arn }: SimulatedService,
	{ denials, policy, table, clock }: Services,
): readonly Status[] {
	const { image, number } = running.at(-1) ?? {};
	const control = "task-definition/image-vulnerabilities";
	if (policy.controls[control]?.enabled !== true) return ["pass"];
	const definition = arnOf({ kind: "task-definition", ...place, family: name });
	const readAt = table.entries.get(arn)?.readAt ?? "";
	const wasDenied = denials.wasDenied({ arn: definition, readAt, about: { revision: String(number) } });
	const end = image?.exists.last !== true || image.scan.last === "pending" ? "unknown" : image.scan.last;
	const isAccepted = image !== undefined && isWaived(control, [digestNameOf(image)], { policy, clock });
	const status = end === "vulnerable" && !isAccepted ? "fail" : end === "unknown" ? "unknown" : "pass";
	return wasDenied ? [status, "unknown"] : [status];
}

/** What ECS denied is unknown until the next check. If it always denies it, nothing is known of what there is. */
function withDenial(expected: Expectation, { workloads, table }: Services): Expectation {
	const { denial } = workloads;
	if (denial === null) return expected;
	if (denial.until === Number.POSITIVE_INFINITY) return { ...expected, allowed: ["unknown", "gone"] };
	const readAt = Date.parse(table.entries.get(expected.arn)?.readAt ?? "");
	const isOfThen = readAt < denial.until;
	return isOfThen ? { ...expected, allowed: [...expected.allowed, "unknown"] } : expected;
}
