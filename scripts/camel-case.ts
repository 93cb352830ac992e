/** `repository/scan-on-push` → `repositoryScanOnPush`. */
export const camelCase = (name: string): string =>
	name.replace(/[/-](\w)/g, (_, letter: string) => letter.toUpperCase());

/** `image-signed` → `ImageSigned`. */
export const pascalCase = (name: string): string => camelCase(`-${name}`);
