/** How every report names the policy: the path of its file, or `default policy` where none was found. */
export const policyName = (path: string | null): string => path ?? "default policy";
