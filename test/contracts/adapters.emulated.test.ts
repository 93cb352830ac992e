import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import {
	CreateSecretCommand,
	DeleteSecretCommand,
	PutSecretValueCommand,
	SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, afterEach, beforeAll, describe, jest } from "@jest/globals";
import { createArrivals } from "../../adapters/dynamodb/arrivals.ts";
import { createBlockRecords } from "../../adapters/dynamodb/block-records.ts";
import { createDeploymentClaims } from "../../adapters/dynamodb/deployment-claims.ts";
import { createLedger } from "../../adapters/dynamodb/ledger.ts";
import {
	confirm,
	publishedAt,
	type RejectionRecords,
	readRejections,
	recordRejections,
} from "../../adapters/dynamodb/published.ts";
import { createRefreshRequests } from "../../adapters/dynamodb/refresh-requests.ts";
import { createSweepState } from "../../adapters/dynamodb/sweep-state.ts";
import { createSweptEntries } from "../../adapters/dynamodb/swept-entries.ts";
import { createUsedImages } from "../../adapters/dynamodb/used-images.ts";
import { listWaiting, removeWaiting } from "../../adapters/dynamodb/waiting-repositories.ts";
import { deregister } from "../../adapters/ecs/deregister.ts";
import { readTaskDefinition } from "../../adapters/ecs/read-task-definition.ts";
import { createSlackSecretReader, webhookReader } from "../../adapters/secrets-manager/read-slack-secret.ts";
import { createDeadLetters } from "../../adapters/sqs/dead-letters.ts";
import { storeUndelivered } from "../../adapters/sqs/undelivered.ts";
import { emptyRegistry } from "../../demo/doubles/ecr-registry.ts";
import { ecsDouble } from "../../demo/doubles/ecs.ts";
import type { RegisteredDefinitions } from "../../demo/doubles/ecs-task-definitions.ts";
import type { Loopback } from "../../demo/doubles/loopback.ts";
import { applyChange } from "../../demo/seed.ts";
import type { FamilyPorts } from "../../pipeline/decide-blocks.ts";
import type { RoutePorts } from "../../pipeline/route.ts";
import type { ReceivedMessage } from "../support/dead-letters.ts";
import { describeEmulated } from "../support/emulated.ts";
import { createQueue } from "../support/emulated-queue.ts";
import { createTable, expireItems } from "../support/emulated-table.ts";
import { account, type EmulatedAws, environmentOf, region, startEmulatedAws } from "../support/moto.ts";
import { sinkNotesIn } from "../support/sink-notes.ts";
import { arrivalsContract } from "./arrivals.ts";
import { deadLetterContract } from "./dead-letters.ts";
import { deploymentClaimsContract } from "./deployment-claims.ts";
import { familyContract } from "./family.ts";
import { ledgerContract } from "./ledger.ts";
import { publishedContract, rejectionsContract } from "./published.ts";
import { requeueContract } from "./requeue.ts";
import { sinkNotesContract } from "./sink-notes.ts";
import { sweepStateContract } from "./sweep-state.ts";
import { sweptEntriesContract } from "./swept-entries.ts";
import { undeliveredContract } from "./undelivered.ts";
import { refreshRequestsContract, usedImagesContract } from "./used-images.ts";
import { webhookContract } from "./webhook.ts";

describeEmulated("on the emulated AWS", () => {
	let aws: EmulatedAws;
	let names = 0;
	beforeAll(async () => {
		aws = await startEmulatedAws();
	}, 90_000);
	afterAll(() => aws.stop());

	const newTable = async () => {
		const [client, table] = [new DynamoDBClient(aws.client), `table-${++names}`];
		await createTable(client, table);
		return { client, table, expire: (at: number) => expireItems(client, table, at) };
	};

	describe("the ledger in DynamoDB", () => {
		ledgerContract(async () => {
			const { client, table, expire } = await newTable();
			return { ledger: { ...createLedger(client, table), ...createBlockRecords(client, table) }, expire };
		});
	});

	describe("claims of deployments in DynamoDB", () => {
		deploymentClaimsContract(async () => newTable().then(({ client, table }) => createDeploymentClaims(client, table)));
	});

	describe("what is known of the events of a route, in DynamoDB", () => {
		arrivalsContract(async () => {
			const { client, table } = await newTable();
			return createArrivals(client, table);
		});
	});

	describe("the state of sweeps in DynamoDB", () => {
		sweepStateContract(async () => {
			const { client, table } = await newTable();
			return createSweepState(client, table);
		});
	});

	describe("the entries that a sweep reads, in DynamoDB", () => {
		sweptEntriesContract(async () => {
			const { client, table } = await newTable();
			return {
				ledger: { ...createLedger(client, table), ...createBlockRecords(client, table) },
				entries: createSweptEntries(client, table),
			};
		});
	});

	describe("dead letters in SQS", () => {
		deadLetterContract(async (now) => {
			const { client, table, expire } = await newTable();
			const onUnrecorded = (_: string, error: unknown) => {
				throw error;
			};
			const { client: sqs, url, received, setDown } = await createQueue(aws, `letters-${++names}`);
			return { letters: createDeadLetters(sqs, url, client, { table, onUnrecorded, now }), received, setDown, expire };
		});
	});

	describe("what sinks have handled, in DynamoDB", () => {
		const openPublished = async () => {
			const { client, table, expire } = await newTable();
			const published = {
				publishedAt: (...of: [string, "slack" | "security-hub"]) => publishedAt(client, table, ...of),
				confirm: (...of: [string, "slack" | "security-hub", string, number?]) => confirm(client, table, ...of),
				rejections: (arn: string, sink: string) => readRejections(client, table, arn, sink),
				recordRejections: (...of: Parameters<RejectionRecords["recordRejections"]>) =>
					recordRejections(client, table, ...of),
			};
			return { published, expire };
		};
		publishedContract(openPublished);
		rejectionsContract(openPublished);
	});

	describe("what sinks note, in DynamoDB", () => {
		sinkNotesContract(async () => {
			const { client, table } = await newTable();
			return sinkNotesIn(client, table);
		});
	});

	describe("the images in use, in DynamoDB", () => {
		usedImagesContract(async () => {
			const { client, table } = await newTable();
			return createUsedImages(client, table);
		});

		refreshRequestsContract(async () => {
			const { client, table } = await newTable();
			return {
				requests: createRefreshRequests(client, table),
				listWaiting: () => listWaiting(client, table),
				removeWaiting: (waiting) => removeWaiting(client, table, waiting),
			};
		});
	});

	describe("what could not be delivered, in SQS", () => {
		undeliveredContract(async () => {
			const { client, url, received, setDown } = await createQueue(aws, `undelivered-${++names}`);
			const parsed = ({ body, attributes: { reason = "", sink = "", ...more } }: ReceivedMessage) => {
				return { ...more, body: JSON.parse(body), reason, sink };
			};
			return {
				keep: (undelivered) => storeUndelivered(client, url, undelivered),
				received: async () => (await received()).map(parsed),
				setDown,
			};
		});
	});

	describe("a route's own queue in SQS, as the function is wired", () => {
		const before = process.env;
		afterEach(() => {
			process.env = before;
		});

		requeueContract(async () => {
			const { url, received } = await createQueue(aws, `own-${++names}`);
			process.env = {
				...before,
				...environmentOf(aws),
				LEDGER_TABLE: "none",
				QUEUE_URL: url,
				FAMILY_QUEUE_URL: url,
				DEAD_LETTER_QUEUE_URL: url,
			};
			let requeue: RoutePorts["requeue"] | undefined;
			await jest.isolateModulesAsync(async () => {
				({ requeue } = (await import("../../functions/ports.ts")).imagePorts("image-scanned"));
			});
			if (requeue === undefined) throw new Error("the function is not wired");
			return { requeue, received, pass: (seconds) => pause(seconds * 1_000 + 100) };
		});
	});

	describe("the webhook's secret in Secrets Manager", () => {
		webhookContract(async () => {
			const [client, SecretId] = [new SecretsManagerClient(aws.client), `slack-${++names}`];
			let exists = false;
			const put = async (SecretString: string | null) => {
				if (SecretString === null) await client.send(new DeleteSecretCommand({ SecretId }));
				else if (exists) await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
				else await client.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
				exists = true;
			};
			return { readWebhook: webhookReader(createSlackSecretReader(client, SecretId)), put };
		});
	});

	// Asked for a family, moto answers its newest revision even when that is INACTIVE: the adapter copes with that too.
	describe.each([
		["behind the demo's double", true],
		["without the double", false],
	])("a family in ECS, %s", (_, isBehindDouble) => {
		let double: Loopback | undefined;
		afterEach(() => double?.close());

		familyContract(async () => {
			const definitions: RegisteredDefinitions = new Map();
			double = await ecsDouble(definitions, Promise.resolve(aws.url), () => {});
			const ecs = new ECSClient({ ...aws.client, endpoint: isBehindDouble ? double.url : aws.url });
			const family = `web-${++names}`;
			const subject = { kind: "task-definition", partition: "aws", account, region, family } as const;
			const taskDefinitions = [{ family, containerDefinitions: [{ name: "web", image: "web:1" }] }];
			const registry = emptyRegistry(account, region, { scanType: "BASIC", rules: [], pullThroughCacheRules: [] });
			return {
				subject,
				ports: {
					read: (...of: Parameters<FamilyPorts["read"]>) => readTaskDefinition(ecs, ...of),
					deregister: (revisionArn: string) => deregister(ecs, revisionArn),
				},
				register: () =>
					applyChange(
						{ clients: { ecs }, definitions, registry },
						{ repositories: [], taskDefinitions, services: [], clusters: [], capacityProviders: [], remove: [] },
					),
			};
		});
	});
});
