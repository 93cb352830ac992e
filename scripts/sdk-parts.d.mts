import type { Plugin } from "esbuild";

export const errorClasses: Plugin;
export const clientManifests: Plugin;
export const foreignDetails: Plugin;
export function withoutForeignDetails(schemas: string): string;
