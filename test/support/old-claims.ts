import { type AttributeValue, DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { keyOf } from "../../adapters/dynamodb/items.ts";
import type { LocalDeployment } from "../../demo/local-deployment.ts";

/** A claim is ended this long after it was first seen: before the message of the function that made it comes back. */
const endedAfterMs = 2_000;

/**
 * Returns a function that ends the claims which it has seen for some seconds. Claims of killed functions last for half a minute up to
 * five and a half minutes, which in AWS are over when the functions' messages come back. Where messages come back within seconds,
 * claims have to end sooner as well.
 */
export function endsOldClaims({ deployed, aws }: LocalDeployment): () => Promise<void> {
	const { dynamodb } = aws.clients;
	const TableName = deployed.ledgerTable;
	const firstSeen = new Map<string, number>();
	return async () => {
		const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }));
		for (const item of Items.filter(isClaim)) {
			const { pk, sk, claimedAt, claimedUntil } = item;
			const claim = [pk, sk, claimedAt ?? claimedUntil].map((value) => value?.S).join(" ");
			const seenAt = firstSeen.get(claim) ?? Date.now();
			firstSeen.set(claim, seenAt);
			if (Date.now() - seenAt < endedAfterMs) continue;
			await dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(pk?.S ?? "", sk?.S ?? "") }));
		}
	};
}

/** Of a refresh of the images in use or a request for one, or of a dead letter that is being sent. */
const isClaim = ({ claimedUntil, outcome }: Record<string, AttributeValue>): boolean =>
	claimedUntil !== undefined || outcome?.S === "claimed";
