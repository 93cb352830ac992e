import { createHash } from "node:crypto";

const hashLength = 32;

/** The same for the same content, with its keys in the same order. */
export const contentHash = (content: unknown): string =>
	createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, hashLength);
