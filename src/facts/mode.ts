/** What kind of answer the input allows. */
import type { Cloud } from "./cloud.ts";

export const MODES = ["advise", "repair", "insufficient_input", "wrong_input"] as const;
/** advise: full answer. repair: a file that the service refuses comes first. insufficient_input: ask. wrong_input: another file was meant. */
export type Mode = (typeof MODES)[number];

/** Decides by the files alone; words never turn a missing file into a given one. */
export function modeOf(cloud: Cloud): Mode {
  const services = [...cloud.glance, ...cloud.nova, ...cloud.cinder];
  if (cloud.glance.length > 0) return services.some(({ parses }) => !parses) ? "repair" : "advise";
  return detectedService(cloud) === null && documentsInstead(cloud).length === 0 ? "insufficient_input" : "wrong_input";
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

/** Documents that people mean when they say "our Glance configuration", and that no service reads. The first that fits tells. */
const DOCUMENTS: readonly [RegExp, string][] = [
  [/^\s*heat_template_version\s*:/m, "a Heat template"],
  [/^apiVersion\s*:[\s\S]*^kind\s*:|^kind\s*:[\s\S]*^apiVersion\s*:/m, "a Kubernetes manifest"],
  [/^\s*-\s+(?:hosts|import_playbook)\s*:/m, "an Ansible playbook"],
  [
    /^\s*-\s+name\s*:.*\n(?:\s+\S.*\n)*?\s+(?:ansible\.builtin\.\w+|template|copy|package|include_role|command|shell)\s*:/m,
    "an Ansible task list",
  ],
  [/^(?:resource|data|provider|module|variable)\s+"[^"\n]+"(?:\s+"[^"\n]+")?\s*\{/m, "a Terraform file"],
  [
    /^(?:kolla|enable|glance|nova|cinder|openstack)_\w+\s*:[\s\S]*?^(?:kolla|enable|glance|nova|cinder|openstack)_\w+\s*:/m,
    "a deployment tool's variables",
  ],
  [/^(?:class|node|include)\s+['"\w:]+.*\{|^\s*glance_api_config\s*\{/m, "a Puppet manifest"],
  [/^services\s*:\s*\n(?:\s+.*\n)*?\s+image\s*:/m, "a Compose file"],
  [/^(?:conf|endpoints|pod)\s*:\s*\n\s+\w+\s*:\s*\n/m, "a chart's values"],
];

/**
 * Documents that stand where glance-api.conf was meant: given alone, or with nothing but words. What is left of the input
 * then tells nothing of the cloud; a log or a listing beside them does.
 */
export function documentsInstead({
  glance,
  intake,
}: Pick<Cloud, "glance" | "intake">): { file: string; what: string }[] {
  if (glance.length > 0) return [];
  const rest = intake.artefacts.filter(({ kind }) => kind !== "words");
  if (rest.length === 0) return [];
  const documents = rest.flatMap((artefact) => {
    const text = artefact.kind === "unknown" || artefact.kind === "script" ? artefact.text : null;
    const what = text === null ? undefined : DOCUMENTS.find(([pattern]) => pattern.test(text.slice(0, 20_000)))?.[1];
    return what === undefined ? [] : [{ file: artefact.file, what }];
  });
  return documents.length === rest.length ? documents : [];
}
