/** Slack's codes for a token that is wrong or that has been replaced. */
export const aboutToken: readonly string[] = [
	...["invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"],
];
