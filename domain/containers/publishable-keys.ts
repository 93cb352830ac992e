/**
 * Keys that a provider issues for the browser or an app, where everyone can read them, by the forms in which they are published. The
 * secret one beside each has another prefix. A prefix counts only with what makes it unmistakable: without the environment,
 * `pk_` begins secret keys of ClickUp and Klaviyo, and `ck_` half of a credential of WooCommerce.
 */
const forms: readonly RegExp[] = [
	// Stripe, Clerk, Paystack, PayMongo (live, test), Checkout.com (sbox), Liveblocks (dev, prod).
	/^pk_(?:live|test|dev|prod|production|sandbox|sbox)_/,
	// Toss Payments: payment window and widget; the secret ones are live_sk_ and live_gsk_.
	/^(?:live|test)_g?ck_/,
	// Supabase; Omise; Flutterwave; Xendit; Midtrans; Stytch.
	/^sb_publishable_/,
	/^pkey_(?:live|test)_/,
	/^FLWPUBK(?:_TEST)?-/,
	/^xnd_public_/,
	/^(?:SB-)?Mid-client-/,
	/^public-token-(?:live|test)-/,
	// Mapbox; PostHog.
	/^pk\.eyJ/,
	/^phc_[A-Za-z0-9]{20}/,
];

/** Whether a text is a key that anyone may have. */
export const isPublishableKey = (text: string): boolean => forms.some((form) => form.test(text));
