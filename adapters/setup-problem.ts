/**
 * Why no call of a person can succeed, and what to do, on one line: there are no credentials, they have expired, or no Region is set.
 * Null for every other error. Looks at the causes of an error, too.
 *
 * Names and texts: the SDK's providers of credentials (`CredentialsProviderError`, also for a session of IAM Identity Center that has
 * expired), the common errors of AWS's services (`ExpiredToken`, `ExpiredTokenException`) and the SDK's resolution of the Region.
 */
export function setupProblemOf(error: unknown): string | null {
	for (let one = error; one instanceof Error; one = one.cause) {
		const { name, message } = one;
		if (/^Region is missing/.test(message)) {
			return "no AWS Region is set; set AWS_REGION, or the region of the profile with aws configure";
		}
		if (name === "ExpiredToken" || name === "ExpiredTokenException" || (isProvider(name) && /expired/i.test(message))) {
			return `the AWS credentials have expired (${name}); ${howToSignIn}`;
		}
		if (isProvider(name)) return `no AWS credentials were found (${name}); ${howToSignIn}`;
	}
	return null;
}

const isProvider = (name: string): boolean => name === "CredentialsProviderError" || name === "TokenProviderError";

const howToSignIn =
	"sign in with aws sso login, or set AWS_PROFILE to a profile with credentials, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
