import type { Plugin } from "esbuild";

export declare const usedSchemas: Plugin;
export declare const clientManifests: Plugin;
export declare function withoutForeignDetails(schemas: string): string;
