/** clouds.yaml and what belongs to it, from where the OpenStack clients look for it. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { type CloudAccess, readAccess } from "../inventory/openstack/access.ts";
import { httpTransport, type Transport } from "../inventory/openstack/transport.ts";

/** `cloud` null: the OS_ variables alone. Throws `cloud.…`. */
export function accessHere(
  cloud: string | null,
  regions: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): { access: CloudAccess; transport: Transport } {
  const path = cloudsFile(environment);
  const access = readAccess({
    cloud,
    environment,
    clouds: path === null ? null : textOf(path),
    secure: path === null ? null : textOf(join(dirname(path), "secure.yaml")),
    regions,
  });
  const ca = access.caFile === null ? null : readFileSync(access.caFile);
  return { access, transport: httpTransport({ ca, verify: access.verify }) };
}

/** True if a clouds.yaml names the cloud. */
export function isInCloudsFile(cloud: string, environment: NodeJS.ProcessEnv = process.env): boolean {
  const path = cloudsFile(environment);
  const text = path === null ? null : textOf(path);
  return text !== null && new RegExp(`^\\s+["']?${cloud.replaceAll(/[^\w-]/g, "\\$&")}["']?\\s*:`, "m").test(text);
}

/** The clouds.yaml that the OpenStack clients would read; null: there is none. */
export function cloudsFile(environment: NodeJS.ProcessEnv): string | null {
  const named = environment["OS_CLIENT_CONFIG_FILE"];
  const config = environment["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  const places = named
    ? [named]
    : ["clouds.yaml", join(config, "openstack", "clouds.yaml"), "/etc/openstack/clouds.yaml"];
  return places.find((path) => textOf(path) !== null) ?? null;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
