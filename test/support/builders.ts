/** Compliant facts, of which a test changes what matters. The controls' examples use them as well. */
export {
	aContainer,
	aDigest,
	aLifecycleRule,
	anImage,
	aRepository,
	aScan,
	aStoredImage,
	aTaskDefinition,
	aTmpfs,
	aVulnerability,
	readAt,
} from "../../domain/example-facts.ts";
export { aCapacityProvider, aCluster, aService } from "../../domain/example-services.ts";
