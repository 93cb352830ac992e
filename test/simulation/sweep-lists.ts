import type { ECSClient } from "@aws-sdk/client-ecs";
import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { ListPage } from "../../adapters/clients/list-page.ts";
import type { SweptEntries } from "../../adapters/dynamodb/swept-entries.ts";
import { listCapacityProviders } from "../../adapters/ecs/list-capacity-providers.ts";
import { listClusterNames } from "../../adapters/ecs/list-clusters.ts";
import { listServiceNames } from "../../adapters/ecs/list-services.ts";
import { listTaskDefinitions } from "../../adapters/ecs/list-task-definitions.ts";
import { listFindings } from "../../adapters/security-hub/list-findings.ts";
import type { SubjectKind } from "../../core/subject.ts";
import { usedDigestsOf, waitForSnapshot } from "../../pipeline/images-in-use.ts";
import { rememberEarlierFindings } from "../../pipeline/sweep/earlier-findings.ts";
import type { ListPorts } from "../../pipeline/sweep/lists.ts";
import { republishMissedClosings } from "../../pipeline/sweep/missed-closings.ts";
import { ecsClient } from "./ecs-client.ts";
import type { Invocation } from "./invocation.ts";
import { ledgerPorts } from "./ledger-ports.ts";
import type { Services } from "./services.ts";
import { snapshotPorts } from "./snapshot-ports.ts";

/** Small pages, so that there are several. */
const pageSize = 2;

/** The lists of the account, page by page, as functions/sweep-ports.ts connects them. */
export function listPorts(
	services: Services,
	invocation: Invocation,
	kinds: readonly SubjectKind[],
	entries: SweptEntries,
): ListPorts {
	const { registry, clock, fingerprint } = services;
	const pageOf = <Item>(call: string, all: () => readonly (Item | null)[], token: string | null) =>
		invocation.call(call, () => pageFrom(all(), Number(token ?? 0)));
	const snapshots = snapshotPorts(services, invocation);
	const ecs = ecsClient(services, invocation, pageSize);
	const earlier = {
		ledger: ledgerPorts(services, invocation),
		kinds,
		findings: (...[place, token]: Parameters<Parameters<typeof rememberEarlierFindings>[2]["findings"]>) =>
			listFindings(findingsClient(services, invocation), place, token),
	};
	const closings = {
		publishedAt: (arn: string) =>
			invocation.call("dynamodb:GetItem", () => services.table.publishedAt(arn, "security-hub")),
		now: clock.now,
	};
	return {
		repositories: (token) =>
			pageOf(
				"ecr:DescribeRepositories",
				() => registry.repositories.map(({ subject, exists }) => (exists.at(clock.time) ? subject.name : null)),
				token,
			),
		images: (name, token) => {
			const images = () => registry.repositories.find(({ subject }) => subject.name === name)?.images ?? [];
			const listed = () =>
				images().map(({ subject: { digest }, exists }) =>
					exists.at(clock.time) ? { digest, isTagged: registry.isTagged({ repository: name, digest }) } : null,
				);
			return pageOf("ecr:DescribeImages", listed, token);
		},
		waitForUsedImages: (since) => waitForSnapshot(since, snapshots),
		usedDigests: (repository) => usedDigestsOf(repository, snapshots),
		rules: fingerprint,
		taskDefinitions: (token) => listTaskDefinitions(taskDefinitionsClient(services, invocation), token),
		clusters: (token) => listClusterNames(ecs, token),
		services: (...of) => listServiceNames(ecs, ...of),
		capacityProviders: (token) => listCapacityProviders(ecs, token),
		entries: entries.swept,
		republishMissedClosings: (gone) => republishMissedClosings(gone, { ...closings, touch: entries.touch }),
		findings: (token, place) => rememberEarlierFindings(token, place, earlier),
	};
}

/** A page of a list to which items are only added; null for one that does not exist any more. The token is the place of the next item. */
function pageFrom<Item>(all: readonly (Item | null)[], from: number): ListPage<Item> {
	const items: Item[] = [];
	let next = from;
	for (; next < all.length && items.length < pageSize; next++) {
		const item = all[next];
		if (item !== undefined && item !== null) items.push(item);
	}
	return { items, next: next < all.length ? String(next) : null };
}

/** Answers ListTaskDefinitions with the active revisions, the newest first, so that a family may continue on the next page. */
function taskDefinitionsClient({ families, clock }: Services, invocation: Invocation): ECSClient {
	const keyOf = (arn: string): string => arn.replace(/\d+$/, (revision) => revision.padStart(9, "0"));
	const send = ({ input: { nextToken } }: { readonly input: { readonly nextToken?: string } }) =>
		invocation.call("ecs:ListTaskDefinitions", () => {
			const active = families.families.flatMap((family) => families.activeAt(family, clock.time));
			const arns = active.map(({ arn }) => arn).sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
			const left = arns.filter((arn) => nextToken === undefined || keyOf(arn) < keyOf(nextToken));
			const taskDefinitionArns = left.slice(0, pageSize);
			return { taskDefinitionArns, ...(left.length > pageSize ? { nextToken: taskDefinitionArns.at(-1) } : {}) };
		});
	return { send } as unknown as ECSClient;
}

/** Answers GetFindings with the findings that are not archived. A page begins after the last finding of the one before. */
function findingsClient({ hub }: Services, invocation: Invocation): SecurityHubClient {
	const send = ({ input }: { readonly input: { readonly NextToken?: string } }) =>
		invocation.call("securityhub:GetFindings", () => {
			const ids = [...hub.findings.keys()].sort().filter((id) => id > (input.NextToken ?? ""));
			const active = ids.flatMap((id) => {
				const stored = hub.findings.get(id);
				return stored?.finding.RecordState === "ACTIVE" ? stored.finding : [];
			});
			const Findings = active.slice(0, pageSize);
			return { Findings, ...(active.length > pageSize ? { NextToken: Findings.at(-1)?.Id } : {}) };
		});
	return { send } as unknown as SecurityHubClient;
}
