import { environment, required } from "../core/environment.ts";

/** The value of a required environment variable. Throws an error that names it if it is missing or empty. */
export const variable = (name: keyof typeof environment): string => required(environment[name], process.env);
