/** How a cloud is reached: clouds.yaml with secure.yaml, or the OS_ variables. No file is opened here: their texts are given. */
import { createRequire } from "node:module";
import { GlancewrightError } from "../../errors.ts";

/** Something of Keystone by its id, or by a name that is unique within a domain. */
type Named = { id: string } | { name: string; domain: Domain };
type Domain = { id: string } | { name: string };

export type Credentials =
  | { kind: "password"; user: Named; password: string; scope: Scope }
  | { kind: "application"; credential: { id: string } | { name: string; user: Named }; secret: string }
  | { kind: "token"; token: string; scope: Scope };

export type Scope = { project: Named } | "system";

export type CloudAccess = {
  /** Of Keystone, with or without /v3. */
  authUrl: string;
  credentials: Credentials;
  /** Empty: all that have images. */
  regions: readonly string[];
  interface: "public" | "internal" | "admin";
  /** Path of a CA file; null: the system's. */
  caFile: string | null;
  verify: boolean;
  /** By service: an address that goes before that of the catalogue. */
  endpoints: Readonly<Partial<Record<"image" | "compute" | "block-storage", string>>>;
};

export type AccessInput = {
  /** Name in clouds.yaml; null: the variables alone. */
  cloud: string | null;
  environment: Readonly<Record<string, string | undefined>>;
  /** Texts of clouds.yaml and secure.yaml; null where there is none. */
  clouds: string | null;
  secure: string | null;
  regions?: readonly string[];
};

type Values = Readonly<Record<string, string | undefined>>;

/** Where `regions` is kept among the values, one a line. */
const REGIONS = "regions, one a line";

/** Throws `cloud.…` with what is missing; a secret is in no message. */
export function readAccess({ cloud, environment, clouds, secure, regions = [] }: AccessInput): CloudAccess {
  const values = cloud === null ? fromEnvironment(environment) : fromFiles(cloud, clouds, secure);
  const authUrl = values["auth_url"];
  if (!authUrl) throw missing(cloud, "auth_url");
  if (!URL.canParse(authUrl) || !/^https?:$/.test(new URL(authUrl).protocol))
    throw fault("cloud.auth-url", "an address of Keystone, as https://keystone.example.org/v3", "something else");
  const listed = (values["region_name"] ?? values[REGIONS] ?? "").split("\n").filter(Boolean);
  return {
    authUrl,
    credentials: credentialsOf(cloud, values),
    regions: regions.length > 0 ? regions : listed,
    interface: interfaceOf(values["interface"] ?? values["endpoint_type"]),
    caFile: values["cacert"] ?? null,
    verify:
      !/^(?:false|no|0)$/i.test(values["verify"] ?? "true") && !/^(?:true|yes|1)$/i.test(values["insecure"] ?? ""),
    endpoints: {
      ...(values["image_endpoint_override"] ? { image: values["image_endpoint_override"] } : {}),
      ...(values["compute_endpoint_override"] ? { compute: values["compute_endpoint_override"] } : {}),
      ...((values["block_storage_endpoint_override"] ?? values["volume_endpoint_override"])
        ? { "block-storage": values["block_storage_endpoint_override"] ?? values["volume_endpoint_override"] ?? "" }
        : {}),
    },
  };
}

/** `OS_AUTH_URL` is auth_url, and so on. */
function fromEnvironment(environment: AccessInput["environment"]): Values {
  const values: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith("OS_") && value) values[name.slice("OS_".length).toLowerCase()] = value;
  return { ...values, username: values["username"], project_name: values["project_name"] ?? values["tenant_name"] };
}

function fromFiles(cloud: string, clouds: string | null, secure: string | null): Values {
  if (clouds === null)
    throw fault(
      "cloud.no-file",
      `a clouds.yaml with ${cloud} in it`,
      "none",
      "Set OS_CLIENT_CONFIG_FILE, or put it into ~/.config/openstack.",
    );
  const [open, hidden] = [
    sectionOf(clouds, "clouds.yaml", cloud),
    secure === null ? null : sectionOf(secure, "secure.yaml", cloud),
  ];
  if (open === null) throw fault("cloud.unknown", `a cloud named ${cloud} in clouds.yaml`, "none of that name");
  return { ...open, ...hidden };
}

/** The values of a cloud on one level, those of `auth` among them; null where it is not there. */
function sectionOf(text: string, file: string, cloud: string): Values | null {
  let document: unknown;
  try {
    const { parse } = createRequire(import.meta.url)("yaml") as typeof import("yaml");
    // every scalar as it is written: a password of digits is no number
    document = parse(text, { schema: "failsafe", merge: true });
  } catch {
    // the library's error is not kept: it may show a line with a password
    throw fault("cloud.unreadable", `${file} as YAML`, "a file that is none");
  }
  const all = recordOf(recordOf(document)?.["clouds"]);
  const own = recordOf(all?.[cloud]);
  if (!own) return null;
  const regions = Array.isArray(own["regions"]) ? own["regions"].map((each) => recordOf(each)?.["name"] ?? each) : [];
  return {
    [REGIONS]: regions.filter((each) => typeof each === "string").join("\n"),
    ...texts(own),
    ...texts(recordOf(own["auth"]) ?? {}),
  };
}

const recordOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

const IS_SECRET = /password|secret|token/;

/** The values that are one text; those without a value are left out. */
function texts(values: Record<string, unknown>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [key, value] of Object.entries(values))
    if (typeof value === "string" && (IS_SECRET.test(key) || !/^(?:null|~|)$/i.test(value))) plain[key] = value;
  return plain;
}

function credentialsOf(cloud: string | null, values: Values): Credentials {
  const type =
    values["auth_type"] ?? (values["application_credential_secret"] ? "v3applicationcredential" : "password");
  const needed = (name: string): string => {
    const value = values[name];
    if (!value) throw missing(cloud, name);
    return value;
  };
  const user = (): Named => {
    const found = named(values, "user");
    if (found === null) throw missing(cloud, "username");
    return found;
  };
  switch (type) {
    case "password":
    case "v3password":
      return {
        kind: "password",
        user: user(),
        password: needed("password"),
        scope: scopeOf(cloud, values),
      };
    case "v3applicationcredential": {
      const secret = needed("application_credential_secret");
      const id = values["application_credential_id"];
      if (id) return { kind: "application", credential: { id }, secret };
      const name = values["application_credential_name"];
      if (!name) throw missing(cloud, "application_credential_id");
      return { kind: "application", credential: { name, user: user() }, secret };
    }
    case "token":
    case "v3token":
      return { kind: "token", token: needed("token"), scope: scopeOf(cloud, values) };
    default:
      throw fault(
        "cloud.auth-type",
        "auth_type password, v3applicationcredential or v3token",
        type.slice(0, 40),
        "Make an application credential: openstack application credential create.",
      );
  }
}

function scopeOf(cloud: string | null, values: Values): Scope {
  if (values["system_scope"] === "all") return "system";
  const project = named(values, "project");
  if (project === null) throw missing(cloud, "project_name");
  return { project };
}

/** By `…_id`, else by `…name` and its domain; null where neither is set. */
function named(values: Values, what: "user" | "project"): Named | null {
  const id = values[`${what}_id`];
  if (id) return { id };
  const name = values[what === "user" ? "username" : "project_name"];
  return name ? { name, domain: domainOf(values, what) } : null;
}

/** `default_domain` stands for both; without any word it is the one that Keystone makes. */
function domainOf(values: Values, what: "user" | "project"): Domain {
  const id = values[`${what}_domain_id`];
  if (id) return { id };
  const name = values[`${what}_domain_name`];
  if (name) return { name };
  const usual = values["default_domain_id"] ?? values["default_domain"];
  return usual ? { id: usual } : { id: "default" };
}

function interfaceOf(value: string | undefined): CloudAccess["interface"] {
  const plain = (value ?? "public").replace(/url$/i, "").toLowerCase();
  return plain === "internal" || plain === "admin" ? plain : "public";
}

const missing = (cloud: string | null, name: string): GlancewrightError =>
  fault(
    "cloud.incomplete",
    cloud === null
      ? `OS_${name.toUpperCase()} in the environment`
      : `${name} of ${cloud} in clouds.yaml or secure.yaml`,
    "nothing",
  );

const fault = (code: string, expected: string, got: string, next?: string): GlancewrightError =>
  new GlancewrightError(code, {
    expected,
    got,
    next: next ?? "See the documentation of openstackclient for clouds.yaml.",
  });
