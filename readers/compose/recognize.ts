import { isFields } from "../../core/json.ts";

/** Keys of a service that distinguish Compose from other formats with `services` (such as Symfony's). */
const serviceKeys = [
	"image",
	"build",
	"extends",
	"provider",
	"environment",
	"env_file",
	"volumes",
	"tmpfs",
	"read_only",
	"user",
	"privileged",
	"cap_add",
	"cap_drop",
	"ports",
	"expose",
	"networks",
	"depends_on",
	"entrypoint",
	"healthcheck",
	"deploy",
	"logging",
	"profiles",
	"restart",
];

const isService = (value: unknown): boolean => isFields(value) && serviceKeys.some((key) => Object.hasOwn(value, key));

/** In the first version of the format services had no common key. */
export const isFirstVersion = (value: unknown): boolean =>
	isFields(value) &&
	Object.values(value).every(isFields) &&
	Object.values(value).some((one) => isFields(one) && (isImage(one["image"]) || Object.hasOwn(one, "build")));

const isImage = (value: unknown): boolean => typeof value === "string" && !/\s/.test(value);

const isIncludeOnly = (value: unknown): boolean =>
	isFields(value) &&
	Array.isArray(value["include"]) &&
	Object.keys(value).every((key) => /^(?:include|name|version|networks|volumes|configs|secrets|x-.*)$/.test(key));

/**
 * Whether a document is a Compose file, also an override file or one of version 1.
 * https://docs.docker.com/reference/compose-file/
 */
export function looksLikeCompose(value: unknown): boolean {
	if (!isFields(value)) return false;
	const { services } = value;
	if (isFields(services)) return Object.values(services).some(isService);
	return isIncludeOnly(value) || isFirstVersion(value);
}
