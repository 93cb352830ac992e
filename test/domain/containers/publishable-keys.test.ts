import { describe, expect, test } from "@jest/globals";
import { credentialKindIn } from "../../../domain/containers/credential-values.ts";
import { isHarmless, looksRandom } from "../../../domain/containers/harmless-values.ts";

/** Put together here, so that no file holds anything that looks like a real one. */
const key = (prefix: string): string => prefix + "aB3dE5fG7".repeat(4);

describe("a key for the browser is no secret, whatever its provider:", () => {
	test.each([
		...["pk_live_", "pk_test_", "pk_sbox_", "pk_dev_", "pk_prod_"],
		...["test_ck_", "live_ck_", "test_gck_", "live_gck_"],
		...["sb_publishable_", "pkey_test_", "FLWPUBK-", "FLWPUBK_TEST-", "xnd_public_development_"],
		...["Mid-client-", "SB-Mid-client-", "public-token-test-", "pk.eyJ", "phc_"],
	])("%s", (prefix) => {
		expect(isHarmless(key(prefix))).toBe(true);
		expect(looksRandom(key(prefix))).toBe(false);
		expect(credentialKindIn(key(prefix))).toBeNull();
	});

	test.each(["pk_", "pk_12345678_", "ck_", "client-", "test_", "live_ck", "my_test_ck_"])(
		"but a key that only begins with %s may be one",
		(prefix) => {
			expect(isHarmless(key(prefix))).toBe(false);
		},
	);
});

test.each([
	"test_sk_",
	"live_sk_",
	"test_gsk_",
	"live_gsk_",
	"skey_live_",
	"FLWSECK-",
	"FLWSECK_TEST-",
	"SB-Mid-server-",
])("the secret key beside it is a token of a well-known service: %s", (prefix) => {
	expect(credentialKindIn(key(prefix))).not.toBeNull();
	expect(isHarmless(key(prefix))).toBe(false);
});
