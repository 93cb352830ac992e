import { createRefreshRequests } from "../../adapters/dynamodb/refresh-requests.ts";
import { createUsedImages } from "../../adapters/dynamodb/used-images.ts";
import type { SnapshotPorts } from "../../pipeline/images-in-use.ts";
import type { Invocation } from "./invocation.ts";
import type { Services } from "./services.ts";

const table = "ledger";

/** As `snapshotPorts` of functions/observers.ts. */
export function snapshotPorts(services: Services, invocation: Invocation) {
	const { clock, faults, items } = services;
	const client = items.client(invocation);
	return {
		usedImages: createUsedImages(client, table),
		requests: createRefreshRequests(client, table),
		sendRefresh: (requestedAt, delaySeconds = 0) =>
			invocation.call("sqs:SendMessage refresh", () =>
				services.refreshQueue?.send(JSON.stringify({ requestedAt }), delaySeconds * 1_000),
			),
		pause: () => invocation.wait(faults.between(1, 200)),
		now: clock.now,
	} satisfies SnapshotPorts;
}
