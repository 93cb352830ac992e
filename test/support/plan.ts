/** A resource of a plan: its planned values, what is only known after apply, and what the configuration says of it. */
export interface PlannedResource {
	readonly address: string;
	readonly values: object;
	readonly unknown?: object;
	readonly expressions?: object;
	readonly index?: string | number;
	/** Key of the provider's configuration. */
	readonly provider?: string;
}

/** What `terraform show -json` prints of a plan with these resources in its root module. */
export function aPlan(resources: readonly PlannedResource[], more: object = {}): object {
	return {
		format_version: "1.2",
		terraform_version: "1.13.0",
		planned_values: { root_module: { resources: resources.map(valuesOf) } },
		resource_changes: resources.map(changeOf),
		configuration: { root_module: { resources: resources.map(configurationOf) } },
		...more,
	};
}

/** The same resources in a module that the root calls `shop`, with a key. */
export function aPlanWithModule(resources: readonly PlannedResource[]): object {
	const address = 'module.shop["eu.1"]';
	const within = resources.map((one) => ({ ...one, address: `${address}.${one.address}` }));
	const module = { resources: resources.map(configurationOf) };
	return {
		format_version: "1.2",
		planned_values: { root_module: { child_modules: [{ address, resources: within.map(valuesOf) }] } },
		resource_changes: within.map(changeOf),
		configuration: { root_module: { module_calls: { shop: { module } } } },
	};
}

/** The state before a plan that asked who runs it. */
export const priorState = (...accounts: readonly string[]): object => ({
	prior_state: {
		values: {
			root_module: {
				child_modules: accounts.map((account_id) => ({
					resources: [{ mode: "data", type: "aws_caller_identity", values: { account_id } }],
				})),
			},
		},
	},
});

function partsOf(address: string): { type: string; name: string } {
	const [, type = "", name = ""] = /(?:^|\.)(aws_\w+)\.(\w+)(?:\[[^\]]*\])?$/.exec(address) ?? [];
	return { type, name };
}

const named = ({ address, index }: PlannedResource) => ({
	address,
	mode: "managed",
	...partsOf(address),
	...(index !== undefined && { index }),
});

const valuesOf = (resource: PlannedResource) => ({ ...named(resource), values: resource.values });

const changeOf = (resource: PlannedResource) => ({
	...named(resource),
	change: { actions: ["create"], after: resource.values, after_unknown: resource.unknown ?? {} },
});

const configurationOf = (resource: PlannedResource) => ({
	...named(resource),
	...(resource.provider !== undefined && { provider_config_key: resource.provider }),
	expressions: resource.expressions ?? {},
});
