import { hasHole, holeMark, type PartialText } from "../../core/partial-text.ts";
import { wordSet } from "../word-set.ts";

/** Words that suggest what a mount contains: configuration, certificates, keys, other secrets. */
const words = wordSet(`
	cacert cacerts cert certificate certificates certs cfg conf config configs configuration configurations crt
	credential credentials creds etc jks keys keystore kubeconfig passwd password passwords pem pfx pki secret
	secrets settings ssl tls truststore
`);
/** These count only at the end, as in `server.key` and `ssh-key`, but not in `key-value-store`. */
const endings = new Set(["cnf", "ini", "key"]);
const folders = new Set([".aws", ".docker", ".env", ".gnupg", ".kube", ".ssh"]);

/** Words consist of letters, and a capital begins a new one: `appConfig`, `TLSCerts`. */
const word = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** Whether a name contains such a word, as in `nginx-conf`. */
export function isSensitiveName(name: string): boolean {
	const parts = (name.match(word) ?? []).map((part) => part.toLowerCase());
	return parts.some((part, index) => words.has(part) || (endings.has(part) && index === parts.length - 1));
}

/** Whether the last segment of a container path contains such a word, or a folder above it is exactly one (`/etc/app`). */
export function isSensitivePath(path: string): boolean {
	const segments = path.match(/[^\\/]+/g) ?? [];
	return segments.some(
		(segment, index) =>
			folders.has(segment) ||
			words.has(segment.toLowerCase()) ||
			(index === segments.length - 1 && isSensitiveName(segment)),
	);
}

/** Whether a partly known name contains such a word, whatever its unknown parts are: a word ends where no letter follows. */
export function hasSensitiveWord(name: PartialText): boolean {
	const ends = [
		...name.toMarked().matchAll(new RegExp(`(?<![A-Za-z${holeMark}])[A-Za-z]+(?![A-Za-z${holeMark}])`, "g")),
	];
	return ends.some(([text]) => (text.match(word) ?? []).some((part) => words.has(part.toLowerCase())));
}

/** Whether a partly known path has such a folder or such a last segment, whatever its unknown parts are. */
export function hasSensitiveFolder(path: PartialText): boolean {
	const segments = path.toMarked().split(/[\\/]/);
	const last = segments.at(-1) ?? "";
	return (
		segments.some((segment) => !hasHole(segment) && (folders.has(segment) || words.has(segment.toLowerCase()))) ||
		(!hasHole(last) && isSensitiveName(last))
	);
}
