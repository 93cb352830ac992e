import {
	CreateClusterCommand,
	CreateServiceCommand,
	DescribeServiceDeploymentsCommand,
	DescribeServiceRevisionsCommand,
	DescribeServicesCommand,
	ECSClient,
	RegisterTaskDefinitionCommand,
	type ServiceDeployment,
	UpdateServiceCommand,
} from "@aws-sdk/client-ecs";
import { type Fields, operationOf } from "../../demo/doubles/aws-json.ts";
import { type Loopback, listen } from "../../demo/doubles/loopback.ts";

const place = "eu-west-1:111122223333";
const arn = (rest: string): string => `arn:aws:ecs:${place}:${rest}`;

/** A service of ECS, as a user deploys it and sees it. */
export class OneService {
	readonly ecs: ECSClient;
	/** Of the service; that of its cluster is the same. */
	readonly name: string;

	constructor(ecs: ECSClient, name = "web") {
		this.ecs = ecs;
		this.name = name;
	}

	/** Registers revisions 1, 2 and so on of the family; each has an image of its own, `NAME:REVISION`. */
	async register(revisions: number): Promise<void> {
		for (let revision = 1; revision <= revisions; revision++) {
			const containerDefinitions = [{ name: "app", image: `${this.name}:${revision}`, memory: 64 }];
			await this.ecs.send(new RegisterTaskDefinitionCommand({ family: this.name, containerDefinitions }));
		}
		await this.ecs.send(new CreateClusterCommand({ clusterName: this.name }));
	}

	create(more: object = {}) {
		const { name } = this;
		const input = { cluster: name, serviceName: name, taskDefinition: `${name}:1`, desiredCount: 1, ...more };
		return this.ecs.send(new CreateServiceCommand(input));
	}

	update(more: object) {
		return this.ecs.send(new UpdateServiceCommand({ service: this.name, cluster: this.name, ...more }));
	}

	/** Deploys a revision of the family. */
	deploy(revision: number, more: object = {}) {
		return this.update({ taskDefinition: `${this.name}:${revision}`, ...more });
	}

	async described() {
		const { name } = this;
		return (await this.ecs.send(new DescribeServicesCommand({ services: [name], cluster: name }))).services?.[0];
	}

	/** `web:1`, of the service. */
	async taskDefinition(): Promise<string | undefined> {
		return (await this.described())?.taskDefinition?.split("/").at(-1);
	}

	/** The latest one. */
	async deployment(): Promise<ServiceDeployment> {
		const serviceDeploymentArns = [(await this.described())?.currentServiceDeployment ?? ""];
		const answer = await this.ecs.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }));
		return answer.serviceDeployments?.[0] ?? {};
	}

	/** Of service revisions: the task definition with the digests of its images. */
	async imagesOf(revisions: readonly { readonly arn?: string | undefined }[] = []) {
		const serviceRevisionArns = revisions.flatMap(({ arn: one }) => one ?? []);
		const answer = await this.ecs.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }));
		return answer.serviceRevisions?.map(({ taskDefinition, containerImages }) => [
			taskDefinition?.split("/")[1],
			containerImages?.map(({ imageDigest }) => imageDigest),
		]);
	}
}

/** Answers like an ECS that has one service, without deployments. */
export function listenAsPlainEcs(): Promise<Loopback> {
	let stored: Fields = {};
	return listen((request) => {
		const { taskDefinition, cluster: _, ...asked } = JSON.parse(request.body);
		const answer = (fields: Fields) => ({ status: 200, body: JSON.stringify(fields) });
		if (operationOf(request) === "DescribeTaskDefinition") {
			const image = String(taskDefinition).split("/").at(-1);
			return answer({ taskDefinition: { containerDefinitions: [{ name: "app", image }] } });
		}
		if (operationOf(request) === "DescribeServices") return answer({ services: [stored] });
		const name = String(taskDefinition).split("/").at(-1);
		const named = taskDefinition === undefined ? {} : { taskDefinition: arn(`task-definition/${name}`) };
		stored = { serviceArn: arn("service/web/web"), clusterArn: arn("cluster/web"), ...stored, ...asked, ...named };
		return answer({ service: stored });
	});
}

/** Calls an ECS on the loopback interface. */
export const ecsAt = (endpoint: string): ECSClient =>
	new ECSClient({
		endpoint,
		region: "eu-west-1",
		credentials: { accessKeyId: "111122223333", secretAccessKey: "local" },
		maxAttempts: 1,
	});
