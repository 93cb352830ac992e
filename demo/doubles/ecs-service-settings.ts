import type { Fields } from "./aws-json.ts";

/**
 * Fields of CreateService and UpdateService that the double keeps: moto drops ECS Exec, deployment configurations and capacity
 * providers, rejects the launch types EXTERNAL and MANAGED_INSTANCES, and requires subnets that exist.
 */
const keptFields: readonly string[] = [
	"capacityProviderStrategy",
	"deploymentConfiguration",
	"enableExecuteCommand",
	"launchType",
	"networkConfiguration",
];

/** What services were created and updated with, by their ARNs, as DescribeServices returns it. */
export class ServiceSettings {
	readonly #settings = new Map<unknown, Fields>();

	/** Divides the parameters of a request into those that moto gets and those that the double keeps. */
	static split(parameters: Fields): { readonly forMoto: Fields; readonly kept: Fields } {
		const isKept = ([name]: readonly [string, unknown]) => keptFields.includes(name);
		const entries = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null);
		return {
			forMoto: Object.fromEntries(entries.filter((entry) => !isKept(entry))),
			kept: Object.fromEntries(entries.filter(isKept)),
		};
	}

	/** As in AWS, a service has a launch type or a strategy, whichever it was given last. */
	remember({ serviceArn }: Fields, kept: Fields): void {
		const { launchType, ...before } = this.#settings.get(serviceArn) ?? {};
		const { launchType: given, ...others } = kept;
		const type = given ?? launchType;
		const hasType = type !== undefined && others["capacityProviderStrategy"] === undefined;
		this.#settings.set(serviceArn, { ...before, ...others, ...(hasType ? { launchType: type } : {}) });
	}

	/** A service of moto's, with its own settings. Without a launch type and a strategy, it runs on EC2, as in moto. */
	apply(service: Fields): Fields {
		const settings = this.#settings.get(service["serviceArn"]) ?? {};
		const { launchType, ...others } = service;
		const runsOn = settings["launchType"] ?? settings["capacityProviderStrategy"];
		return { ...others, ...(runsOn === undefined ? { launchType } : {}), ...settings };
	}
}
