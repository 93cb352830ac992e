import { createHash } from "node:crypto";
import { controls } from "../../controls/index.ts";
import type { ClusterFacts, ImageFacts, RepositoryFacts, ServiceFacts, StoredImage } from "../../core/facts.ts";
import type { LedgerEntry } from "../../core/ledger.ts";
import {
	aContainer,
	anImage,
	aRepository,
	aScan,
	aStoredImage,
	aTaskDefinition,
	aTmpfs,
} from "../../domain/example-facts.ts";
import { aCluster, aService } from "../../domain/example-services.ts";
import type { BlockedRecord, ReportModel } from "../../report/model.ts";
import { at, ecs, entryOf, openssl, place, zlib } from "./sample-entries.ts";

/* What the pictures of the report show: an account like that of the demo. */

const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
const registry = `${place.account}.dkr.ecr.${place.region}.amazonaws.com`;

const repository = (name: string, facts: Partial<RepositoryFacts> = {}): LedgerEntry =>
	entryOf(null, { kind: "repository", ...place, name }, aRepository({ name, ...facts }), at("09:12"));

/** An image of `payments:1.4.2`, with these facts. */
function image(name: string, facts: Partial<ImageFacts> = {}): LedgerEntry {
	const [repositoryName = "", tag = ""] = name.split(":");
	const all = imageFacts(name, facts);
	const subject = { kind: "image", ...place, repository: repositoryName, digest: all.digest } as const;
	return entryOf(null, subject, all, at("09:14"), { about: { tags: tag } });
}

function imageFacts(name: string, facts: Partial<ImageFacts> = {}): ImageFacts {
	const [repositoryName = "", tag = ""] = name.split(":");
	return anImage({ repository: repositoryName, digest: digestOf(name), tags: [tag], ...facts });
}

interface Registered {
	readonly revision?: number;
	/** Of the container. */
	readonly name?: string;
	readonly block?: Parameters<typeof entryOf>[4];
	readonly task?: Parameters<typeof aTaskDefinition>[0];
}

function family(
	family: string,
	container: Parameters<typeof aContainer>[0],
	{ revision = 1, name = family, block = {}, task = {} }: Registered = {},
): LedgerEntry {
	const containers = [aContainer({ name, ...container })];
	const facts = aTaskDefinition({ family, revision, memoryMiB: 512, containers, ...task });
	const about = { revision: String(revision) };
	return entryOf(null, { kind: "task-definition", ...place, family }, facts, at("09:16"), { about, ...block });
}

const service = (name: string, facts: Partial<ServiceFacts>): LedgerEntry =>
	entryOf(null, { kind: "service", ...place, cluster: "shop", name }, aService({ name, ...facts }), at("09:18"));
const cluster = (facts: Partial<ClusterFacts>): LedgerEntry =>
	entryOf(null, { kind: "cluster", ...place, name: "shop" }, aCluster(facts), at("09:18"));

const scanOf = (name: string, vulnerabilities: Parameters<typeof aScan>[0]): ImageFacts["scans"] => ({
	value: [aScan({ digest: digestOf(name), ...vulnerabilities })],
});
const vulnerable: Partial<ImageFacts> = { scans: scanOf("payments:1.4.2", { vulnerabilities: [zlib, openssl] }) };
const unsupported: Partial<ImageFacts> = {
	scans: scanOf("checkout:3.1.0", {
		status: "UNSUPPORTED_IMAGE",
		description: "The operating system is not supported.",
	}),
};

const old: readonly StoredImage[] = [
	aStoredImage({ digest: digestOf("old"), tags: [], pushedAt: at("10:00", "2026-03-14"), sizeBytes: 897_581_056 }),
	aStoredImage({ digest: digestOf("checkout:3.0.9"), tags: ["3.0.9"], sizeBytes: 905_969_664 }),
	aStoredImage({ digest: digestOf("checkout:3.1.0"), tags: ["3.1.0"], sizeBytes: 913_309_696 }),
];
const legacyOld = [
	aStoredImage({ digest: digestOf("older"), tags: [], pushedAt: at("10:00", "2026-02-02"), sizeBytes: 402_653_184 }),
];

const refusal = {
	action: "gate",
	resource: `${ecs}:service-revision/shop/checkout/4712`,
	revision: 2,
	outcome: "done",
} as const;
const reverted = {
	action: "deregister",
	resource: `${ecs}:task-definition/payments:1`,
	revision: 1,
	outcome: "done",
} as const;

const socket = "/var/run/docker.sock";
const entries: readonly LedgerEntry[] = [
	repository("payments"),
	repository("web", { tagMutability: "MUTABLE" }),
	repository("checkout", {
		scanning: { value: { scanOnPush: false, scanFrequency: "MANUAL", appliedFilters: [] } },
		lifecyclePolicy: { value: null },
		images: { value: old },
	}),
	repository("legacy/reports", { lifecyclePolicy: { value: null }, images: { value: legacyOld } }),
	image("payments:1.4.2", vulnerable),
	image("web:2.0.0"),
	image("checkout:3.0.9"),
	image("checkout:3.1.0", unsupported),
	family("web", {
		image: `${registry}/web:2.0.0`,
		imageRepository: { value: { tagMutability: "MUTABLE", exclusionFilters: [] } },
	}),
	family(
		"payments",
		{
			image: `${registry}/payments:1.4.2`,
			registryImage: { value: imageFacts("payments:1.4.2", vulnerable) },
			tmpfs: [aTmpfs({ path: "/var/spool", sizeMiB: 128 })],
		},
		{ name: "api", block: { block: reverted }, task: { memoryMiB: 1024 } },
	),
	family("thumbnails", { user: "nobody", tmpfs: [] }, { name: "worker" }),
	family("reports", { tmpfs: [aTmpfs({ sizeMiB: 128 })] }, { revision: 2 }),
	family(
		"vendor-agent",
		{
			...{
				image: "public.ecr.aws/vendor/agent:9",
				imageRepository: { unread: "it is not in this account's registry" },
			},
			...{ registryImage: { unread: "it is not in this account's registry" }, user: "root", privileged: true },
			...{ readonlyRootFilesystem: null, tmpfs: [], capabilities: { add: [], drop: [] } },
			mounts: [{ path: socket, volume: "docker", hostPath: socket, readOnly: true }],
		},
		{ name: "agent", task: { compatibilities: ["EC2"], networkMode: "bridge", volumes: [{ name: "docker" }] } },
	),
	family(
		"checkout",
		{ image: `${registry}/checkout:3.1.0`, readonlyRootFilesystem: null, tmpfs: [] },
		{ revision: 2, block: { block: refusal }, task: { memoryMiB: 1024 } },
	),
	service("web", {}),
	service("checkout", { circuitBreaker: { isEnabled: false, rollsBack: false, threshold: null } }),
	cluster({ containerInsights: "disabled" }),
];

const blocked = entries.flatMap(({ blocks }) => blocks.map((block): BlockedRecord => block));

export const reportSample: ReportModel = {
	account: place.account,
	region: place.region,
	generatedAt: at("09:30"),
	mode: "enforce",
	entries,
	controls,
	slack: [],
	blocked,
};
