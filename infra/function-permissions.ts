import { permissions as ledger } from "../adapters/dynamodb/ledger.ts";
import { permissions as published } from "../adapters/dynamodb/published.ts";
import { permissions as readContainerImages } from "../adapters/ecr/read-container-images.ts";
import { permissions as readImage } from "../adapters/ecr/read-image.ts";
import { permissions as readRepository } from "../adapters/ecr/read-repository.ts";
import { permissions as deregister } from "../adapters/ecs/deregister.ts";
import { permissions as readImagesInUse } from "../adapters/ecs/read-images-in-use.ts";
import { permissions as readPlatformVersions } from "../adapters/ecs/read-platform-versions.ts";
import { permissions as readTaskDefinition } from "../adapters/ecs/read-task-definition.ts";
import { permissions as readWebhook } from "../adapters/secrets-manager/read-webhook.ts";
import { permissions as importFindings } from "../adapters/security-hub/import-findings.ts";
import { permissions as resolveFindings } from "../adapters/security-hub/resolve-findings.ts";
import { permissions as deadLetters } from "../adapters/sqs/dead-letters.ts";
import { permissions as lookAgain } from "../adapters/sqs/requeue.ts";
import { permissions as undelivered } from "../adapters/sqs/undelivered.ts";
import type { Permission } from "../core/permission.ts";
import type { Policy } from "../core/policy.ts";
import type { FunctionName } from "./bundle.ts";

/** What each function may do: the permissions of the adapters that it calls. A test compares them with its bundle. */
export function permissionsOf(policy: Policy): Readonly<Record<FunctionName, readonly Permission[]>> {
	const route = [...ledger, ...deadLetters, ...lookAgain];
	const reader = [...published, ...undelivered];
	return {
		"image-scanned": [...route, ...readImage],
		"image-pushed": [...route, ...readImage, ...readRepository, ...readImagesInUse],
		"task-definition-registered": [
			...route,
			...readTaskDefinition,
			...readContainerImages,
			...readPlatformVersions,
			...(mayDeregister(policy) ? deregister : []),
		],
		"publish-findings": [...reader, ...importFindings, ...resolveFindings],
		"notify-slack": [...reader, ...readWebhook],
	};
}

/** Whoever only wants to be told does not hand out the right to intervene. */
const mayDeregister = ({ mode, block }: Policy): boolean => mode === "enforce" && block.deregister;
