import { randomUUID } from "node:crypto";
import type { Operated } from "./operated.ts";

/** An event of a repository, which may not exist. */
export const aPushOf = (name: string, { account, region }: Operated["installation"]) => ({
	version: "0",
	id: randomUUID(),
	"detail-type": "ECR Image Action",
	source: "aws.ecr",
	account,
	time: new Date().toISOString(),
	region,
	resources: [],
	detail: {
		result: "SUCCESS",
		"repository-name": name,
		"image-digest": `sha256:${"0".repeat(64)}`,
		"action-type": "PUSH",
		"image-tag": "latest",
	},
});
