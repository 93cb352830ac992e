import { type Fields, isFields } from "../../core/json.ts";
import { isFirstVersionKey, serviceKeys } from "./service-keys.ts";
import { tagOfValue, untagged } from "./tags.ts";

/** A tag is enough: no other format has these. */
const isService = (tagged: unknown): boolean => {
	const value = untagged(tagged);
	return tagOfValue(tagged) !== null || (isFields(value) && serviceKeys.some((key) => Object.hasOwn(value, key)));
};

/** In the first version of the format services had no common key. */
export function isFirstVersion(value: unknown): boolean {
	if (!isFields(value)) return false;
	const services = Object.entries(value).filter(([name]) => !name.startsWith("x-"));
	const all = services.map(([, service]) => untagged(service));
	return (
		all.every((one) => isFields(one) && Object.keys(one).every(isFirstVersionKey)) &&
		all.some((one) => isFields(one) && (isImage(one["image"]) || isBuild(one["build"])))
	);
}

const isBuild = (value: unknown): boolean =>
	typeof value === "string" || (isFields(value) && ["context", "dockerfile"].some((key) => Object.hasOwn(value, key)));

const isImage = (value: unknown): boolean => typeof value === "string" && !/\s/.test(value);

/** https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json */
const topKey = /^(?:configs|include|models|name|networks|secrets|services|version|volumes|x-.*)$/;

/**
 * Whether a document runs images below a key that Compose does not know, such as the steps of a CI pipeline: its services are those that
 * these steps need.
 */
const runsOtherImages = (value: Fields): boolean =>
	Object.entries(value).some(
		([key, part]) =>
			!topKey.test(key) && Object.values(Object(part)).some((one) => isFields(one) && isImage(one["image"])),
	);

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
	const services = untagged(value["services"]);
	if (tagOfValue(value["services"]) !== null) return true;
	if (isFields(services)) return !runsOtherImages(value) && Object.values(services).some(isService);
	return isIncludeOnly(value) || isFirstVersion(value);
}
