import type { ListPage } from "../../adapters/clients/list-page.ts";
import type { SweptEntries, SweptEntry } from "../../adapters/dynamodb/swept-entries.ts";
import type { ListedImage } from "../../adapters/ecr/list-images-page.ts";
import type { ListedFamily } from "../../adapters/ecs/list-task-definitions.ts";
import { splitIntoChunks } from "../../core/chunks.ts";
import type { AccountRegion, Subject } from "../../core/subject.ts";
import { awaitsFirstCheck } from "../earlier-rules.ts";
import { subjectsInMessage } from "../recheck.ts";
import type { ListName, ListTask, Position, SweptSubject, Task } from "./messages.ts";

/** What a page of a list leads to. */
export interface SweptPage {
	readonly subjects: readonly SweptSubject[];
	/** The list of what belongs to the subjects, by their names. */
	readonly nested?: Pick<ListTask, "list" | "of">;
	readonly next: string | null;
	/** The last family of the page. */
	readonly last?: string | null;
}

/**
 * `of`: the repository or cluster whose images or services are listed, "" for other lists; `startedAt`: of the sweep. Throws TryLaterError
 * and AWS's errors.
 */
export type ReadList = (at: Position, of: string, place: AccountRegion, startedAt: string) => Promise<SweptPage>;

type ListAll<Item> = (token: string | null) => Promise<ListPage<Item>>;
type ListOf<Item> = (of: string, token: string | null) => Promise<ListPage<Item>>;

/** One page per call. */
export interface ListPorts {
	readonly repositories: ListAll<string>;
	readonly images: ListOf<ListedImage>;
	/** Throws TryLaterError while the images in use are being read; `since`: the start of the sweep. */
	readonly waitForUsedImages: (since: string) => Promise<void>;
	/** Digests of the images of a repository that services or tasks use, as far as known. */
	readonly usedDigests: (repository: string) => Promise<ReadonlySet<string>>;
	readonly taskDefinitions: ListAll<ListedFamily>;
	readonly clusters: ListAll<string>;
	readonly services: ListOf<string>;
	readonly capacityProviders: ListAll<string>;
	readonly entries: SweptEntries["swept"];
	/** Has Security Hub's sink close what it has not closed of subjects that are gone. */
	readonly republishMissedClosings: (entries: readonly SweptEntry[]) => Promise<void>;
	/** Fingerprint of the rules with which the sweep checks. */
	readonly rules: string;
	/** Writes what Security Hub holds from an earlier installation back into the ledger. */
	readonly findings: (
		token: string | null,
		place: AccountRegion,
	) => Promise<{ readonly subjects: readonly Subject[]; readonly next: string | null }>;
}

/**
 * How each list is read. Of the images, those that are tagged or in use: an image without a tag is part of an index, which is
 * checked with it, or waits to be deleted. Those without a tag that an event has had checked are found in the ledger.
 */
export function sweptLists(ports: ListPorts): Readonly<Record<ListName, ReadList>> {
	return {
		repositories: async ({ token }, _, place, startedAt) => {
			await ports.waitForUsedImages(startedAt);
			const { items, next } = await ports.repositories(token);
			return {
				subjects: items.map((name) => ({ subject: { kind: "repository", ...place, name } })),
				nested: { list: "images", of: items },
				next,
			};
		},
		images: async ({ token }, repository, place) => {
			const { items, next } = await ports.images(repository, token);
			const used = items.every(({ isTagged }) => isTagged) ? new Set() : await ports.usedDigests(repository);
			const digests = items.flatMap(({ digest, isTagged }) => (isTagged || used.has(digest) ? digest : []));
			return {
				subjects: digests.map((digest) => ({ subject: { kind: "image", ...place, repository, digest } })),
				next,
			};
		},
		"task-definitions": async ({ token, last }, _, place) => {
			const { items, next } = await ports.taskDefinitions(token);
			const subjects = items
				.filter(({ family }) => family !== last)
				.map(({ family, revision }) => ({ subject: { kind: "task-definition", ...place, family } as const, revision }));
			return { subjects, next, last: items.at(-1)?.family ?? last };
		},
		clusters: async ({ token }, _, place) => {
			const { items, next } = await ports.clusters(token);
			return {
				subjects: items.map((name) => ({ subject: { kind: "cluster", ...place, name } })),
				nested: { list: "services", of: items },
				next,
			};
		},
		services: async ({ token }, cluster, place) => {
			const { items, next } = await ports.services(cluster, token);
			return { subjects: items.map((name) => ({ subject: { kind: "service", ...place, cluster, name } })), next };
		},
		"capacity-providers": async ({ token }, _, place) => {
			const { items, next } = await ports.capacityProviders(token);
			return { subjects: items.map((name) => ({ subject: { kind: "capacity-provider", ...place, name } })), next };
		},
		findings: async ({ token }, _, place, startedAt) => {
			// Repositories are among them.
			await ports.waitForUsedImages(startedAt);
			const { subjects, next } = await ports.findings(token, place);
			return { subjects: subjects.map((subject) => ({ subject })), next };
		},
		entries: async ({ token }, _, __, startedAt) => {
			const { items, next } = await ports.entries(token);
			await ports.republishMissedClosings(items.filter(({ state }) => state === "gone"));
			// After a deployment, another function may still have checked it with the rules before.
			const stale = items.filter(({ state, readAt, rules, seenAt }) => {
				if (state !== "present") return awaitsFirstCheck({ rules });
				return rules !== ports.rules || (readAt < startedAt && (seenAt ?? "") < startedAt);
			});
			return { subjects: stale.map(({ subject }) => ({ subject })), next };
		},
	};
}

/** Each is at least one call. */
const listsInMessage = 10;

/** What has to be done after a page: check its subjects, read the lists of what belongs to them, and read its next page. */
export function tasksAfter({ list, of }: ListTask, { subjects, nested, next, last = null }: SweptPage): Task[] {
	return [
		...(next === null ? [] : [{ kind: "list", list, of, token: next, last } as const]),
		...splitIntoChunks(subjects, subjectsInMessage).map((some): Task => ({ kind: "check", subjects: some })),
		...splitIntoChunks(nested?.of ?? [], listsInMessage).map(
			(some): Task => ({ kind: "list", list: nested?.list ?? list, of: some, token: null, last: null }),
		),
	];
}
