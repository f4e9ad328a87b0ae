/** The option catalogue's words: what one configuration option of one release is. */

export const RELEASES = [
  "2022.2",
  "2023.1",
  "2023.2",
  "2024.1",
  "2024.2",
  "2025.1",
  "2025.2",
  "2026.1",
  "2026.2",
] as const;
export type Release = (typeof RELEASES)[number];
export type Project = "glance" | "nova" | "cinder";

export type OptionDefault =
  | string
  | number
  | boolean
  | null
  | readonly (string | number)[]
  | { readonly [key: string]: string };

export type Option = {
  project: Project;
  /** Section as registered; `<store>` and `backend_defaults` stand for sections that the operator names. */
  section: string;
  name: string;
  /** oslo.config's type word: string, integer, boolean, list, multi, float, dict, port, uri, ... */
  type: string;
  itemType?: string | undefined;
  /** Allowed items of a list. */
  itemChoices?: readonly string[] | undefined;
  /** The list is written in brackets: `[a,b]`. */
  brackets?: boolean | undefined;
  default: OptionDefault;
  /** What the shipped sample shows instead of the default: a default that depends on the host, or an example. */
  sampleDefault?: OptionDefault | undefined;
  choices?: readonly (string | null)[] | undefined;
  min?: number | undefined;
  max?: number | undefined;
  regex?: string | undefined;
  required?: boolean | undefined;
  secret: boolean;
  aliases: readonly { section: string; name: string }[];
  deprecated: boolean;
  deprecatedSince?: string | undefined;
  /** The glance_store driver that registers it. */
  storeType?: string | undefined;
  mutable?: boolean | undefined;
  /** Shown in the shipped sample under this section, but read by the code from another one. */
  sampleOnly?: boolean | undefined;
};

/** The sections that an operator names, as far as the file tells: needed to look an option up. */
export type Layout = {
  /** Store id (as in `enabled_backends`) to driver type; null in single-store mode. */
  stores: ReadonlyMap<string, string> | null;
  /** Items of cinder's `[DEFAULT] enabled_backends`. */
  cinderBackends: readonly string[];
  /** Sections that some `auth_section` names: they take the auth plugin's options. */
  authSections?: readonly string[] | undefined;
};

export type Lookup = {
  option: Option;
  /** How the section led to the option. */
  via: "section" | "store" | "backend-defaults" | "reserved-store" | "auth-plugin" | "cinder-backend";
  /** The deprecated name by which it was found. */
  alias: { section: string; name: string } | null;
};

/** Where an option stands across the releases of the catalogue. */
export type OptionHistory = { project: Project; section: string; name: string; releases: readonly Release[] };

/** `score` is the edit distance; a suggestion in another section has the same name. */
export type Suggestion = { section: string; name: string; score: number };
