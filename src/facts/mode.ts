/** What kind of answer the input allows. */
import type { Cloud } from "./cloud.ts";

export const MODES = ["advise", "repair", "insufficient_input", "wrong_input"] as const;
/** advise: full answer. repair: a file that the service refuses comes first. insufficient_input: ask. wrong_input: another file was meant. */
export type Mode = (typeof MODES)[number];

/** Decides by the files alone; words never turn a missing file into a given one. */
export function modeOf(cloud: Cloud): Mode {
  const services = [...cloud.glance, ...cloud.nova, ...cloud.cinder];
  if (cloud.glance.length === 0) return detectedService(cloud) === null ? "insufficient_input" : "wrong_input";
  return services.some(({ parses }) => !parses) ? "repair" : "advise";
}

/**
 * The service whose file was given where Glance's was meant: a foreign configuration without a glance-api.conf beside it,
 * under Glance's name, or as the only file. Null when nothing of that kind was given.
 */
export function detectedService(cloud: Cloud): string | null {
  if (cloud.glance.length > 0) return null;
  const configs = cloud.intake.artefacts.filter((artefact) => "config" in artefact);
  const misnamed = configs.find(({ file }) => /glance/i.test(file));
  if (misnamed) return serviceOf(misnamed);
  const foreign = configs.find(({ kind }) => kind === "other-service");
  if (foreign && configs.every(({ kind }) => kind === "other-service")) return foreign.service;
  const [only] = configs;
  return only && configs.length === 1 && only.kind !== "nova" && only.kind !== "cinder" ? only.service : null;
}

const serviceOf = ({ kind, service }: { kind: string; service: string }): string | null =>
  kind.startsWith("glance-") && service !== "glance-registry" ? null : service;
