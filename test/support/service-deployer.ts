import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DescribeServicesCommand } from "@aws-sdk/client-ecs";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { parseAccount } from "../../demo/account-file.ts";
import type { Account, Change } from "../../demo/account-schema.ts";
import { parseEvent } from "../../demo/events.ts";
import type { LocalDeployment } from "../../demo/local-deployment.ts";
import { aDigest } from "./builders.ts";
import { type Observed, Observer } from "./observer.ts";
import { registered } from "./recorded-events.ts";

/*
 * Services of a local account. Tests of the ways to block a deployment deploy them as their users would, and observe what comes of it.
 */

/** A service, and the family that it runs, which has the same name. */
export interface ServiceName {
	readonly cluster: string;
	readonly name: string;
}

const place = { account: "777788889999", region: "eu-west-1" };
const [scannedImage, newImage] = [aDigest("1"), aDigest("2")];
const repositoryUri = `${place.account}.dkr.ecr.${place.region}.amazonaws.com/web`;

/** A container that passes the controls that block, with other values. */
const container = (more: object) => ({
	...{ name: "app", image: `${repositoryUri}@${scannedImage}`, essential: true, memory: 256, user: "1000" },
	...{ readonlyRootFilesystem: true, logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/web" } } },
	...{ linuxParameters: { tmpfs: [{ containerPath: "/tmp", size: 16, mountOptions: ["noexec", "nosuid", "nodev"] }] } },
	...more,
});

/** Revisions of the family: one that passes, one that fails read-only-root, and one whose image has not been scanned yet. */
export const revisions = {
	careful: container({}),
	careless: container({ readonlyRootFilesystem: false }),
	unscanned: container({ image: `${repositoryUri}@${newImage}` }),
} as const;

const image = (digest: string, scan: object) => ({ digest, tags: [digest.slice(7, 10)], sizeBytes: 5, scan });
const finishedScan = { status: "COMPLETE", findings: [] };

/** Revision 1 of each family is careful, and runs. */
export const accountToDeployTo = (services: readonly ServiceName[]): Account =>
	parseAccount(
		JSON.stringify({
			...place,
			repositories: [
				{
					...{ name: "web", imageTagMutability: "IMMUTABLE", scanOnPush: true },
					images: [image(scannedImage, finishedScan), image(newImage, { status: "IN_PROGRESS" })],
				},
			],
			taskDefinitions: services.map(({ name }) => ({ family: name, containerDefinitions: [revisions.careful] })),
			services: services.map((service) => ({ ...service, taskDefinition: `${service.name}:1` })),
		}),
		"account.json",
	);

/** A blue/green deployment that asks the gate of the stack, whose ARNs replace the names of its outputs. */
export const gated = {
	strategy: "BLUE_GREEN",
	bakeTimeInMinutes: 5,
	lifecycleHooks: [
		{
			hookTargetArn: "DeploymentGateFunctionArn",
			roleArn: "DeploymentGateHookRoleArn",
			lifecycleStages: ["PRE_SCALE_UP"],
		},
	],
} as const;

/** A rolling update, in which ECS runs no hooks. */
export const rolling = { strategy: "ROLLING" } as const;

/** A blue/green deployment that waits for an answer, with what the hook's owner has written into it. */
export const paused = (hookDetails?: object) =>
	({
		strategy: "BLUE_GREEN",
		lifecycleHooks: [
			{
				...{ targetType: "PAUSE", lifecycleStages: ["PRE_SCALE_UP"] },
				timeoutConfiguration: { timeoutInMinutes: 60, action: "ROLLBACK" },
				...(hookDetails === undefined ? {} : { hookDetails }),
			},
		],
	}) as const;

/** For the lines about a deployment; there may be none. */
const [logAttempts, logPauseMs] = [30, 300];

/** A line that a function has logged as JSON. */
type LogLine = Readonly<Record<string, unknown>>;

/** What came of a deployment. */
export interface Deployed extends Observed {
	/** The ARN of the deployment. */
	readonly deployment: string | undefined;
	/** As in the ECS API. */
	readonly status: string | undefined;
	/** The task definition that the service has now: `web:1`. */
	readonly runs: string | undefined;
	/** Tasks that run the deployed revision. */
	readonly runningTasks: number | undefined;
	/** What the gate logged about the deployment. */
	readonly log: readonly LogLine[];
	/** What the function that stops deployments and answers PAUSE hooks logged about it. */
	readonly decisions: readonly LogLine[];
	/** The finding of a control about the family. */
	readonly findingOf: (control: string) => AwsSecurityFinding | undefined;
}

export class ServiceDeployer {
	private readonly service: ServiceName;
	private readonly observer: Observer;
	private readonly deployment: LocalDeployment;

	constructor(deployment: LocalDeployment, service: ServiceName, observer = new Observer(deployment)) {
		this.service = service;
		this.deployment = deployment;
		this.observer = observer;
	}

	/** Registers the next revision, of which no event arrives yet. */
	register(definition: object): Promise<void> {
		return this.change({
			taskDefinitions: [{ family: this.service.name, containerDefinitions: [definition] }],
		} as Partial<Change>);
	}

	/** Starts a deployment of a revision, and returns when it has ended or waits for somebody. */
	start(revision: number, deploymentConfiguration: object): Promise<void> {
		const service = { ...this.service, taskDefinition: `${this.service.name}:${revision}` };
		return this.change({ services: [{ ...service, deploymentConfiguration: { ...deploymentConfiguration } }] });
	}

	/** Deploys a revision, waits until everything is quiet, and observes. */
	async deploy(revision: number, deploymentConfiguration: object): Promise<Deployed> {
		await this.start(revision, deploymentConfiguration);
		return this.observe();
	}

	/**
	 * As `deploy`, but the tasks of the new revision are pending until everything is quiet, so that the deployment can be stopped. `before`:
	 * what was observed then.
	 */
	async deploySlowly(
		revision: number,
		deploymentConfiguration: object,
	): Promise<Deployed & { readonly before: Deployed }> {
		const startTasks = this.deployment.doubles.ecs.deployments.holdTasks();
		const before = await this.deploy(revision, deploymentConfiguration).finally(startTasks);
		const after = await this.observe();
		return { ...after, slack: [...before.slack, ...after.slack], before };
	}

	/** The event of a registration arrives. */
	registrationArrives(revision: number): Promise<Observed> {
		const event = parseEvent(
			"registered.json",
			JSON.stringify(registered(this.service.name, revision)),
			place.account,
			place.region,
		);
		return this.observer.send([event]);
	}

	/** The scan of the image ends. */
	finishScan(): Promise<void> {
		const repositories = [{ name: "web", images: [image(newImage, finishedScan)] }];
		return this.change({ repositories } as Partial<Change>);
	}

	/** Waits until everything is quiet, and observes what has come of the latest deployment. */
	async observe(): Promise<Deployed> {
		const { aws, doubles } = this.deployment;
		const observed = await this.observer.send([]);
		const { cluster, name } = this.service;
		const { services } = await aws.clients.ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
		const path = `:service/${cluster}/${name}`;
		const latest = doubles.ecs.deployments.observed.findLast(({ service }) => service.serviceArn.endsWith(path));
		const own = await this.linesAbout(latest?.arn);
		return {
			...observed,
			deployment: latest?.arn,
			status: latest?.status,
			runs: services?.[0]?.taskDefinition?.split("/").at(-1),
			runningTasks: latest?.runningTasks,
			log: own.filter((line) => "hookStatus" in line),
			decisions: own.filter((line) => "did" in line),
			findingOf: (control) =>
				observed.findings.find(
					({ Id = "", ProductFields }) =>
						ProductFields?.["shipshape/control"] === control && Id.endsWith(`task-definition/${name}`),
				),
		};
	}

	/** The emulator writes what functions have logged after they have answered, and not all at once. */
	private async linesAbout(deployment: string | undefined): Promise<readonly LogLine[]> {
		let before = 0;
		for (let attempt = 1; ; attempt++) {
			const own = this.log.filter((line) => line["deployment"] === deployment);
			if ((own.length > 0 && own.length === before) || attempt === logAttempts) return own;
			before = own.length;
			await pause(logPauseMs);
		}
	}

	/** Every line that functions have logged as JSON. */
	get log(): readonly LogLine[] {
		const text = readFileSync(join(this.deployment.workspace.logs, "ministack.log"), "utf8");
		return [...text.matchAll(/\{"level":.*\}$/gm)].map(([line]) => JSON.parse(line));
	}

	private change(change: Partial<Change>): Promise<void> {
		const nothing = {
			repositories: [],
			taskDefinitions: [],
			services: [],
			clusters: [],
			capacityProviders: [],
			remove: [],
		};
		return this.observer.change({ ...nothing, ...change });
	}
}
