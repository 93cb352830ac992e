import { describe } from "@jest/globals";
import { createRefreshRequests } from "../../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../../adapters/dynamodb/used-images.ts";
import { listWaiting, removeWaiting } from "../../adapters/dynamodb/waiting-repositories.ts";
import { familyContract } from "../contracts/family.ts";
import { ledgerContract } from "../contracts/ledger.ts";
import { registryContract } from "../contracts/registry.ts";
import { requeueContract } from "../contracts/requeue.ts";
import { refreshRequestsContract, usedImagesContract } from "../contracts/used-images.ts";
import { aDigest } from "../support/builders.ts";
import { VirtualClock } from "./clock.ts";
import { SimulatedTable } from "./dynamodb.ts";
import { SimulatedRegistry } from "./ecr.ts";
import { SimulatedFamilies } from "./ecs.ts";
import { Faults } from "./faults.ts";
import { SimulatedItems } from "./items.ts";
import { Random } from "./random.ts";
import { SimulatedQueue } from "./sqs.ts";

const startsAt = "2026-11-21T11:00:00.000Z";
const time = () => Date.parse(startsAt);

describe("the simulated table", () => {
	ledgerContract(async () => {
		const ledger = new SimulatedTable(Date.now);
		return { ledger, expire: (at) => ledger.expire(at) };
	});
});

describe("the simulated items about the images in use", () => {
	usedImagesContract(async () => createUsedImages(new SimulatedItems().client(), "ledger"));
	refreshRequestsContract(async () => {
		const client = new SimulatedItems().client();
		return {
			requests: createRefreshRequests(client, "ledger"),
			listWaiting: () => listWaiting(client, "ledger"),
			removeWaiting: (waiting) => removeWaiting(client, "ledger", waiting),
		};
	});
});

describe("the simulated ECS", () => {
	familyContract(async () => {
		const registry = new SimulatedRegistry(time);
		const image = registry.push(registry.create("payments", false, true), "clean");
		const families = new SimulatedFamilies(time);
		const family = families.create("web");
		return {
			subject: family.subject,
			ports: {
				read: async (...of) => families.facts(...of),
				deregister: async (revisionArn) => families.deregister(revisionArn, "pipeline", () => undefined),
			},
			register: async () => void families.register(family, true, image),
		};
	});
});

describe("the simulated ECR", () => {
	registryContract(async () => {
		const registry = new SimulatedRegistry(time);
		for (const [name, state] of [
			["payments", "clean"],
			["fresh", "pending"],
		] as const) {
			registry.push(registry.create(name, false, true), state, aDigest());
		}
		return {
			repository: async (...of) => registry.repositoryFacts(...of),
			image: async (...of) => registry.imageFacts(...of),
			drop: (name, digest) => {
				const found = registry.repositories.find(({ subject }) => subject.name === name);
				const dropped = digest === null ? found : found?.images.find(({ subject }) => subject.digest === digest);
				dropped?.exists.set(time(), false);
			},
		};
	});
});

describe("a simulated queue", () => {
	requeueContract(async () => {
		const clock = new VirtualClock(startsAt, 1);
		const machine = { clock, faults: new Faults(new Random(1, "faults"), time(), time()), note: () => undefined };
		const limits = {
			visibilityTimeoutMs: 360_000,
			maxReceives: 5,
			maxConcurrency: 1,
			batchSize: 10,
			delayMs: 0,
			windowMs: 0,
			recheckMinutes: [1, 5, 15],
		};
		const queue = new SimulatedQueue({ ...limits, name: "queue", arn: "" }, machine, async () => ({
			batchItemFailures: [],
		}));
		return {
			requeue: queue.requeue,
			received: async () => queue.receivable(),
			pass: async (seconds) => {
				clock.time += seconds * 1_000;
			},
		};
	});
});
