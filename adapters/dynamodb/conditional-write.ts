import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

/** Whether a write was done; false if its condition did not hold. Throws every other error of it. */
export async function isWritten(write: Promise<unknown>): Promise<boolean> {
	try {
		await write;
		return true;
	} catch (error) {
		if (error instanceof ConditionalCheckFailedException) return false;
		throw error;
	}
}
