// The types of ShipshapeValidator, published as they are. They fit IPolicyValidationPlugin and, of older CDKs, IPolicyValidationPluginBeta1.

export interface ValidatorOptions {
	/** The path of the policy, from the working directory; if absent, the nearest `shipshape.yaml`, as `shipshape check` finds it. */
	readonly policy?: string;
}

/**
 * Checks the synthesized templates as `shipshape check` does. A failure is an error, which makes the synthesis fail, or a warning if the
 * policy sets `blocking: false` for its control. What is unknown is counted in the metadata of the report.
 */
export declare class ShipshapeValidator {
	constructor(options?: ValidatorOptions);
	readonly name: string;
	readonly version: string;
	/** Throws Error if a template or the policy cannot be read. */
	validate(context: { readonly templatePaths: string[] }): ValidatorReport;
}

export interface ValidatorReport {
	readonly success: boolean;
	readonly violations: {
		/** The id of the control. */
		readonly ruleName: string;
		/** What is wrong, with the container. */
		readonly description: string;
		readonly fix: string;
		readonly severity: "error" | "warning";
		/** `Severity` of the control, and `Page`, where the package explains it. */
		readonly ruleMetadata: { readonly [key: string]: string };
		readonly violatingResources: {
			readonly resourceLogicalId: string;
			readonly templatePath: string;
			/** `Properties.ContainerDefinitions.0.Image`. */
			readonly locations: string[];
		}[];
	}[];
	readonly metadata: { readonly [key: string]: string };
}
