import { createHash } from "node:crypto";

/** The parts of a CycloneDX document that are changed. */
interface BillOfMaterials {
	readonly metadata: { readonly timestamp: string; readonly component: { readonly name: string } };
}

/**
 * The document that `npm sbom` prints, as it is for everybody who makes it of the same commit: npm takes the name from the folder,
 * the time from the clock and the serial number from chance. `date`: of the commit, ISO 8601.
 */
export function reproducible(printed: string, name: string, date: string): string {
	const document = JSON.parse(printed) as BillOfMaterials;
	const { metadata } = document;
	const fixed = {
		...document,
		serialNumber: "",
		metadata: { ...metadata, timestamp: date, component: { ...metadata.component, name } },
	};
	const hash = createHash("sha256").update(JSON.stringify(fixed)).digest("hex");
	// The form of a UUID of version 8 (RFC 9562), whose content is left to the application.
	const uuid = [
		hash.slice(0, 8),
		hash.slice(8, 12),
		`8${hash.slice(13, 16)}`,
		`8${hash.slice(17, 20)}`,
		hash.slice(20, 32),
	];
	return `${JSON.stringify({ ...fixed, serialNumber: `urn:uuid:${uuid.join("-")}` }, null, "\t")}\n`;
}
