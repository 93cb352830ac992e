/** Facts for tests: compliant ones, of which a test changes what matters. The controls' own examples use the same. */
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
} from "../../core/example-facts.ts";
