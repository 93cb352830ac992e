import { type Fields, fieldsIn, isFields, itemsIn } from "../../core/json.ts";
import { mayBe } from "../possible-texts.ts";
import { asUnresolved } from "./values.ts";

/**
 * A definition with the values that the rest of it leaves no choice about in place of unresolved ones, because ECS rejects any other.
 *
 * With FARGATE in `requiresCompatibilities`, alone or beside others: `networkMode` is awsvpc, `pidMode` is task or not set, `ipcMode`,
 * `privileged` and `host.sourcePath` are not valid.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostVolumeProperties.html, read 2026-11-30.
 *
 * With an access point or IAM authorization of an EFS volume, `transitEncryption` is ENABLED.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_EFSAuthorizationConfig.html, read 2026-11-30.
 */
export function withImpliedValues(definition: Fields): Fields {
	const isOnFargate = itemsIn(definition["requiresCompatibilities"]).includes("FARGATE");
	const volumes = mapItems(definition["volumes"], (volume) => impliedVolume(volume, isOnFargate));
	const implied = { ...definition, ...("volumes" in definition && { volumes }) };
	if (!isOnFargate) return implied;
	return {
		...implied,
		...impliedIn(definition, { networkMode: "awsvpc", pidMode: "task", ipcMode: null }),
		...("containerDefinitions" in definition && {
			containerDefinitions: mapItems(definition["containerDefinitions"], impliedContainer),
		}),
	};
}

function impliedVolume(volume: Fields, isOnFargate: boolean): Fields {
	const { efsVolumeConfiguration: efs, host } = volume;
	return {
		...volume,
		...(isFields(efs) && isAuthorized(efs) && { efsVolumeConfiguration: { ...efs, ...impliedIn(efs, encrypted) } }),
		...(isOnFargate && isFields(host) && { host: { ...host, ...impliedIn(host, { sourcePath: null }) } }),
	};
}

const encrypted = { transitEncryption: "ENABLED" };

/** Whether an EFS volume certainly has an access point or IAM authorization; an unknown text may be empty. */
function isAuthorized(efs: Fields): boolean {
	const { iam, accessPointId: point } = fieldsIn(efs["authorizationConfig"]);
	const known = asUnresolved(point)?.text?.literalStart ?? point;
	return iam === "ENABLED" || (typeof known === "string" && known !== "");
}

/** A logConfiguration without a driver is not valid (LogConfiguration, ECS API reference), so that an unknown one is set. */
function impliedContainer(container: Fields): Fields {
	const { logConfiguration: log } = container;
	const driver = isFields(log) ? asUnresolved(log["logDriver"]) : null;
	return {
		...container,
		...impliedIn(container, { privileged: null }),
		...(driver !== null && { logConfiguration: { ...fieldsIn(log), logDriver: { ...driver, isSet: true } } }),
	};
}

/** The values that take the place of unresolved ones. Null is an absent one; a text that cannot become the value stays. */
function impliedIn(object: Fields, values: Readonly<Record<string, string | null>>): Fields {
	const implied = Object.entries(values).filter(([field, value]) => {
		const open = asUnresolved(object[field]);
		return open !== null && mayBe(open, value ?? "");
	});
	return Object.fromEntries(implied);
}

/** An unresolved item, or one of another type, stays. */
const mapItems = (list: unknown, map: (item: Fields) => Fields): unknown =>
	Array.isArray(list)
		? list.map((item: unknown) => (isFields(item) && asUnresolved(item) === null ? map(item) : item))
		: list;
