import {
	CreateClusterCommand,
	CreateServiceCommand,
	type ECSClient,
	RegisterTaskDefinitionCommand,
} from "@aws-sdk/client-ecs";
import type { LedgerEntry } from "../core/ledger.ts";
import { mapConcurrently } from "../core/map-concurrently.ts";
import type { Status } from "../core/verdict.ts";
import { type Registry, storeRepository } from "../demo/doubles/ecr-registry.ts";

/*
 * An account whose verdicts follow from the number of each resource: repository `app-7` has one image, which is tagged, and the family
 * `svc-7` runs it beside a public image. Every 25th family has a service on Fargate, and every 50th a tmpfs as well, so that its verdict
 * depends on the platform version of its services.
 */

const repositoryOf = (at: number): string => `team${at % 17}/app-${at}`;
const digestOf = (at: number): string => `sha256:${String(at).padStart(64, "0")}`;
const lifecyclePolicy = JSON.stringify({
	rules: [
		{
			rulePriority: 1,
			selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
			action: { type: "expire" },
		},
	],
});

const isImmutable = (at: number): boolean => at % 2 === 0;
const isVulnerable = (at: number): boolean => at % 5 === 0;
const hasService = (at: number): boolean => at % 25 === 0;
const hasTmpfs = (at: number): boolean => at % 50 === 0;
/** Fargate accepts no privileged containers. */
const isPrivileged = (at: number): boolean => at % 7 === 0 && !hasService(at);
const isOld = (at: number): boolean => at % 3 === 0;
const clusters = ["shop", "jobs"] as const;
const clusterOf = (at: number): string => clusters[at % 3 === 0 ? 0 : 1];

export function seedRegistry(registry: Registry, size: number): void {
	for (let at = 0; at < size; at++) {
		const finding = { name: `CVE-2026-${at}`, severity: "CRITICAL", attributes: [] };
		storeRepository(
			registry,
			{
				name: repositoryOf(at),
				imageTagMutability: isImmutable(at) ? "IMMUTABLE" : "MUTABLE",
				scanOnPush: true,
				lifecyclePolicy: at % 3 === 0 ? null : lifecyclePolicy,
				images: [
					{
						digest: digestOf(at),
						tags: [`1.0.${at}`],
						pushedAt: "2026-11-01T00:00:00Z",
						scan: { status: "COMPLETE", findings: isVulnerable(at) ? [finding] : [] },
					},
				],
			},
			"2026-11-01T00:00:00Z",
		);
	}
}

export async function seedEcs(
	ecs: ECSClient,
	{ account, region }: Pick<Registry, "account" | "region">,
	size: number,
): Promise<void> {
	for (const clusterName of clusters) await ecs.send(new CreateClusterCommand({ clusterName }));
	await mapConcurrently(10, [...Array(size).keys()], async (at) => {
		const image = `${account}.dkr.ecr.${region}.amazonaws.com/${repositoryOf(at)}:1.0.${at}`;
		const tmpfs = [{ containerPath: "/tmp", size: 64 }];
		const containerDefinitions = [
			{
				name: "app",
				image,
				memory: 256,
				privileged: isPrivileged(at),
				...(hasTmpfs(at) ? { linuxParameters: { tmpfs } } : {}),
			},
			{ name: "sidecar", image: "public.ecr.aws/nginx/nginx:1.27", memory: 64 },
		];
		const fargate = {
			requiresCompatibilities: ["FARGATE" as const],
			networkMode: "awsvpc" as const,
			cpu: "256",
			memory: "512",
		};
		const family = `svc-${at}`;
		await ecs.send(
			new RegisterTaskDefinitionCommand({ family, containerDefinitions, ...(hasService(at) ? fargate : {}) }),
		);
		if (!hasService(at)) return;
		await ecs.send(
			new CreateServiceCommand({
				cluster: clusterOf(at),
				serviceName: family,
				taskDefinition: family,
				desiredCount: 1,
				launchType: "FARGATE",
				platformVersion: isOld(at) ? "1.3.0" : "1.4.0",
				networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"], assignPublicIp: "DISABLED" } },
			}),
		);
	});
}

/** What the entries must say, by the end of the subject's ARN and the control. */
export function expectedVerdicts(size: number): ReadonlyMap<string, Status> {
	const of = (isFailing: boolean): Status => (isFailing ? "fail" : "pass");
	return new Map(
		[...Array(size).keys()].flatMap((at): [string, Status][] => [
			[`repository/${repositoryOf(at)} repository/tag-immutability`, of(!isImmutable(at))],
			[`repository/${repositoryOf(at)} repository/lifecycle-policy`, of(at % 3 === 0)],
			[`repository/${repositoryOf(at)}/${digestOf(at)} image/vulnerabilities`, of(isVulnerable(at))],
			[`task-definition/svc-${at} task-definition/not-privileged`, of(isPrivileged(at))],
			...(hasService(at)
				? [[`service/${clusterOf(at)}/svc-${at} service/platform-version`, of(isOld(at))] as [string, Status]]
				: []),
			...(hasTmpfs(at)
				? [[`task-definition/svc-${at} task-definition/tmpfs-supported`, of(isOld(at))] as [string, Status]]
				: []),
		]),
	);
}

/** Expected verdicts that the ledger does not have. */
export function lostVerdicts(entries: readonly LedgerEntry[], expected: ReadonlyMap<string, Status>): string[] {
	const found = new Map(
		entries.flatMap(({ arn, controls }) =>
			Object.entries(controls).map(([control, { status }]) => [
				`${arn.split(":").slice(5).join(":")} ${control}`,
				status,
			]),
		),
	);
	return [...expected].flatMap(([key, status]) => (found.get(key) === status ? [] : `${key}: ${found.get(key)}`));
}
