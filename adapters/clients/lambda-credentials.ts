import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Replaces `@aws-sdk/credential-provider-node` in the functions' bundles (by the bundler's alias): Lambda always puts its
 * role's credentials into the environment, so the other providers would be loaded for nothing.
 */
export const defaultProvider = () => fromEnv();
