import { fieldsIn } from "../../core/json.ts";
import { isFirstVersion } from "./recognize.ts";
import { untagged } from "./tags.ts";

/**
 * Why the services of files that are merged cannot have a read-only root with tmpfs mounts, as a clause: what starts them applies `read_only`, but
 * not `tmpfs`. Null when nothing shows that.
 */
export function engineObstacle(documents: readonly unknown[]): string | null {
	if (documents.some((value) => fieldsIn(value)["services"] === undefined && isFirstVersion(value)))
		return firstVersion;
	return documents.some(isForSwarm) ? swarm : null;
}

/** https://github.com/docker/compose/blob/1.29.2/compose/config/config_schema_v1.json and docker/compose#3179 */
const firstVersion =
	"version 1 of the Compose format has read_only, but no tmpfs for its temporary files; move the services below services: first";

/** https://github.com/docker/cli/blob/master/cli/compose/convert/service.go maps ReadOnly, and Tmpfs nowhere. */
const swarm =
	"docker stack deploy, for which this file is written, applies read_only, but not tmpfs; mount volumes of type tmpfs for its " +
	"temporary files, then set read_only";

function isForSwarm(value: unknown): boolean {
	const { services, networks, version } = fieldsIn(value);
	const isThird = /^3(?:\.|$)/.test(String(untagged(version) ?? ""));
	return (
		fieldsOf(services).some((service) => {
			const keys = Object.keys(fieldsIn(untagged(fieldsIn(service)["deploy"])));
			return keys.some((key) => swarmKeys.has(key) || (isThird && key !== "resources"));
		}) || fieldsOf(networks).some((network) => fieldsIn(network)["driver"] === "overlay")
	);
}

const fieldsOf = (value: unknown): readonly unknown[] => Object.values(fieldsIn(untagged(value))).map(untagged);

/**
 * Keys of `deploy` that only Swarm reads; in files of version 3 it was the only reader of nearly all of them.
 * https://docs.docker.com/reference/compose-file/deploy/
 */
const swarmKeys: ReadonlySet<string> = new Set(["endpoint_mode", "placement", "rollback_config", "update_config"]);
