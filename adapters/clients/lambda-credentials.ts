import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the functions' bundles (the bundler's alias): Lambda always
 * puts its role's credentials into the environment, so that the other providers would only be loaded.
 */
export const defaultProvider = () => fromEnv();
