import { readCloudFormation } from "./cloudformation/read.ts";
import type { FileReader } from "./document/file-subject.ts";
import { readLifecyclePolicyFile, readRepositoryPolicyFile } from "./policies/reader.ts";
import type { Kind } from "./recognise.ts";
import { readTaskDefinitions } from "./task-definition/reader.ts";
import { readTerraformPlan } from "./terraform/reader.ts";

/** The reader of each kind of file; what needs the YAML library is loaded when the first file of its kind is there. */
export const readers: Readonly<Record<Kind, () => Promise<FileReader> | FileReader>> = {
	"task-definition": () => readTaskDefinitions,
	cloudformation: () => readCloudFormation,
	"terraform-plan": () => readTerraformPlan,
	compose: async () => (await import("./compose/read-compose.ts")).readCompose,
	"docker-run": async () => (await import("./docker-run/read-docker-run.ts")).readDockerRun,
	"lifecycle-policy": () => readLifecyclePolicyFile,
	"repository-policy": () => readRepositoryPolicyFile,
};
