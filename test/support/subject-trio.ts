import { createHash } from "node:crypto";
import { parseAccount } from "../../demo/account-file.ts";
import type { Account, Change } from "../../demo/account-schema.ts";
import { type DemoEvent, parseEvent } from "../../demo/events.ts";
import { registered, scanned, tagMutabilityChanged } from "./recorded-events.ts";

/*
 * A repository, an image in it and a task-definition family, all with the same name, each of which fails one control or passes
 * all of them.
 */

const place = { account: "777788889999", region: "eu-west-1" };

/** One control for each kind of subject. */
export const controlsOfTrio = [
	"repository/tag-immutability",
	"image/vulnerabilities",
	"task-definition/logging",
] as const;

/** `worse`: more severe, or in another container; a repository cannot get worse. */
export type Health = "failing" | "worse" | "passing";

const digestOf = (name: string): string => `sha256:${createHash("sha256").update(name).digest("hex")}`;

const lifecyclePolicy = {
	rules: [
		{
			rulePriority: 1,
			selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 20 },
			action: { type: "expire" },
		},
	],
};

/** A repository whose tags are mutable or not, and that passes everything else. */
const repository = (name: string, mutable: boolean) => ({
	name,
	imageTagMutability: mutable ? "MUTABLE" : "IMMUTABLE",
	scanOnPush: true,
	lifecyclePolicy,
});

const severities = { failing: ["HIGH"], worse: ["HIGH", "CRITICAL"], passing: [] } as const;

function image(name: string, health: Health) {
	const findings = severities[health].map((severity) => ({ name: `CVE-2026-${severity.length}0000`, severity }));
	const known = { digest: digestOf(name), tags: ["1.0.0"], pushedAt: "2026-06-01T12:00:00Z", sizeBytes: 5 };
	return { ...known, scan: { status: "COMPLETE", findings } };
}

function taskDefinition(family: string, health: Health) {
	const logConfiguration = {
		logDriver: "awslogs",
		options: { "awslogs-group": "/trio", "awslogs-region": place.region, "awslogs-stream-prefix": "trio" },
	};
	const container = (name: string, isLogged: boolean) => ({
		name,
		image: `${place.account}.dkr.ecr.${place.region}.amazonaws.com/base@${digestOf("base")}`,
		essential: true,
		user: "1000",
		readonlyRootFilesystem: true,
		linuxParameters: {
			tmpfs: [{ containerPath: "/tmp", size: 16, mountOptions: ["rw", "noexec", "nosuid", "nodev"] }],
		},
		...(isLogged ? { logConfiguration } : {}),
	});
	const containerDefinitions = [container("app", health === "passing"), container("proxy", health !== "worse")];
	return {
		family,
		requiresCompatibilities: ["FARGATE"],
		networkMode: "awsvpc",
		cpu: "256",
		memory: "512",
		containerDefinitions,
	};
}

const description = (names: readonly string[], health: Health) => ({
	repositories: names.map((name) => ({ ...repository(name, health !== "passing"), images: [image(name, health)] })),
	taskDefinitions: names.map((name) => taskDefinition(name, health)),
});

/** An account with a trio for each name, all failing, and the image that the families run. */
export function accountOf(names: readonly string[]): Account {
	const { repositories, taskDefinitions } = description(names, "failing");
	const base = { ...repository("base", false), images: [image("base", "passing")] };
	return parse({ repositories: [base, ...repositories], taskDefinitions });
}

/** The change after which the subjects are as given; it registers a new revision. */
export const changeTo = (name: string, health: Health): Change => changeIn(description([name], health));

/** The change that creates repositories with mutable tags. */
export const mutableRepositories = (names: readonly string[]): Change =>
	changeIn({ repositories: names.map((name) => repository(name, true)), taskDefinitions: [] });

function changeIn(content: object): Change {
	const { repositories, taskDefinitions } = parse(content);
	return { repositories, taskDefinitions, services: [], clusters: [], capacityProviders: [], remove: [] };
}

const parse = (content: object): Account => parseAccount(JSON.stringify({ ...place, ...content }), "account.json");

/** The events that AWS sends after a change to a trio. */
export const eventsAbout = (name: string, revision: number): DemoEvent[] => [
	...tagsChanged(name),
	toEvent(scanned(name, digestOf(name))),
	toEvent(registered(name, revision)),
];

export const tagsChanged = (...names: string[]): DemoEvent[] =>
	names.map((name) => toEvent(tagMutabilityChanged(name)));

const toEvent = (content: object): DemoEvent =>
	parseEvent("event.json", JSON.stringify(content), place.account, place.region);
