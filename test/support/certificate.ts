import { generateKeyPairSync, sign } from "node:crypto";

/** A key and a certificate as PEM. */
export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

/** The parts of a certificate (RFC 5280) in DER (X.690), each with its tag. */
const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
	const content = Buffer.concat(parts);
	const { length } = content;
	const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const integer = (value: number) => der(0x02, Buffer.from([value]));
const objectId = (hex: string) => der(0x06, Buffer.from(hex, "hex"));

/** YYMMDDHHMMSSZ */
const utcTime = (date: Date) =>
	der(0x17, Buffer.from(`${date.toISOString().replaceAll(/[-:T]/g, "").slice(2, 14)}Z`, "ascii"));

const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"));
const commonName = (text: string) => sequence(der(0x31, sequence(objectId("550403"), der(0x0c, Buffer.from(text)))));

const dayMs = 86_400_000;

/** A certificate for this machine (127.0.0.1 and localhost) that has signed itself, valid from yesterday until tomorrow. */
export function selfSignedCertificate(): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const now = Date.now();
	const name = commonName("Shipshape tests");
	const names = sequence(der(0x82, Buffer.from("localhost")), der(0x87, Buffer.from([127, 0, 0, 1])));
	const subjectAltName = sequence(objectId("551d11"), der(0x04, names));
	const toBeSigned = sequence(
		der(0xa0, integer(2)),
		integer(1),
		...[ecdsaWithSha256, name],
		sequence(utcTime(new Date(now - dayMs)), utcTime(new Date(now + dayMs))),
		...[name, publicKey.export({ type: "spki", format: "der" })],
		der(0xa3, sequence(subjectAltName)),
	);
	const signature = sign("sha256", toBeSigned, privateKey);
	const whole = sequence(toBeSigned, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
	return {
		key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${whole.toString("base64").replaceAll(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`,
	};
}
