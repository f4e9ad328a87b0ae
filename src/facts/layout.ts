/** Sections that an operator names, as a file tells them: options are looked up with their help. */
import type { OsloConfig } from "../intake/oslo/config.ts";
import type { Layout } from "../options/option.ts";

/** `auth_section = x` makes `[x]` take the options of the auth plugin (keystoneauth1/loading/conf.py). */
export function layoutOf(
  configs: readonly OsloConfig[],
  named: Partial<Pick<Layout, "stores" | "cinderBackends">> = {},
): Layout {
  const redirects = configs.flatMap(({ entries }) =>
    entries.filter(({ key, value }) => key === "auth_section" && value !== "").map(({ value }) => value),
  );
  return {
    stores: named.stores ?? null,
    cinderBackends: named.cinderBackends ?? [],
    authSections: [...new Set(redirects)],
  };
}
