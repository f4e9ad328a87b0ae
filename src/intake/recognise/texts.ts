/** Recognises figures, policies, package lists, mounts, logs, scripts and prose. */

import { DISK_IMAGES_SCHEMA } from "../listings/disk-images.ts";
import { IMAGE_USES_SCHEMA } from "../listings/image-uses.ts";
import { PROJECTS_SCHEMA } from "../listings/projects.ts";
import { MANIFEST_SCHEMA } from "../snapshot/manifest.ts";
import { type Found, found, type Recogniser, useless } from "./found.ts";
import { printedFile } from "./prompt.ts";
import { share } from "./sample.ts";

const STATISTIC =
  /^(?:images?_?total|total_?images|images|image_count|count|by_\w+|bytes_?\w*|total_?(?:bytes|size)\w*|visibility|hidden|orphans?\w*|duplicates?\w*|boots?_?\w*|age_?\w*|formats?|disk_formats?|stores?|status|catalog(?:ue)?|snapshots|never_booted\w*)$/i;

/** Figures in place of a list: JSON, YAML or `name: figure` lines. */
export const recogniseStatistics: Recogniser = ({ json, lines }) => {
  if (json !== null) {
    if (json.root !== "object") return null;
    const members = [...json.paths]
      .filter((path) => !path.slice(1).includes(".") && !path.includes("[]"))
      .map((path) => path.slice(1));
    return members.filter((member) => STATISTIC.test(member)).length >= 2 ? found("catalog-stats") : null;
  }
  const keyed = lines.map((line) => /^\s*[-*•]?\s*([\w %()/-]{2,50}?)\s*[:=|]\s*(.*)$/.exec(line));
  const figures = keyed.filter((match) => match !== null && /^\D{0,3}\d/.test(match[2] ?? "")).length;
  if (figures < 2 || figures / lines.length < 0.4) return null;
  const about = /\b(?:images?|formats?|qcow2|raw|iso|bytes|size|visibility|public|private|hidden|boots?|snapshots?)\b/i;
  return keyed.filter(
    (match) =>
      match !== null &&
      (STATISTIC.test((match[1] ?? "").trim().replace(/[\s-]+/g, "_")) ||
        about.test((match[1] ?? "").replaceAll("_", " "))),
  ).length >= 2
    ? found("catalog-stats")
    : null;
};

const GLANCE_RULE =
  /^(?:default|context_is_admin|publicize_image|communitize_image|copy_image|stage_image|deactivate|reactivate|tasks_api_access|cache_\w+|stores_info_\w+|download_image|upload_image|\w+_(?:image|images|member|members|image_location|metadef_\w+|task|tasks))$/;
const RULE_LINE = /^\s*#?\s*["']?([\w:.-]+)["']?\s*:\s*(.*)$/;
const CHECK =
  /^(?:["'].*(?:role:|rule:|project_id:|user_id:|is_admin:|tenant:|group:).*["']|["']?[@!]?["']?|["'](?:not |\()?.*["']|(?:role|rule|project_id|is_admin):\S.*)$/;

function policyService(names: readonly string[]): string | null {
  const of = (pattern: RegExp): boolean => names.some((name) => pattern.test(name));
  if (of(/^os_compute_api:/)) return "nova";
  if (of(/^(?:volume|volume_extension|backup|snapshot_extension):/)) return "cinder";
  if (of(/^identity:/)) return "keystone";
  return of(/^(?:create|get|update|delete)_(?:network|port|subnet|router)\b/) ? "neutron" : null;
}

/** Policy files in YAML or JSON. */
export const recognisePolicy: Recogniser = ({ json, lines, name }) => {
  let rules: string[];
  if (json !== null) {
    if (json.root !== "object") return null;
    rules = [...json.paths].map((path) => path.slice(1));
  } else {
    if (lines.some((line) => /^\s*\[[\w.]+\]\s*$/.test(line))) return null;
    const matches = lines
      .map((line) => RULE_LINE.exec(line))
      .filter((match) => match !== null && CHECK.test((match[2] ?? "").trim()));
    rules = matches.map((match) => match?.[1] ?? "");
  }
  const service = policyService(rules);
  if (service !== null) return useless(`the policy file of ${service}`);
  const known = rules.filter((rule) => GLANCE_RULE.test(rule)).length;
  if (known === 0) return null;
  return known >= 2 || rules.length === known || /policy/i.test(name) ? found("policy") : null;
};

const PACKAGES: readonly RegExp[] = [
  /^(?:ii|hi|rc|iU)\s+\S+\s+\d\S*/,
  /^[a-z][\w.+-]*-(?:\d+:)?\d[\w.~^+]*-[\w.~^+]+\.(?:noarch|x86_64|aarch64)$/i,
  /^[A-Za-z][\w.-]*==\d\S*$/,
  /^[\w.+-]+\/[\w,-]+ \S+ (?:amd64|arm64|all)\b/,
  /^(?:[\w.:-]+\/)+[\w.-]+(?::|\s+)[\w.-]+(?:\s|$)/,
  /^(?:OpenStack\s+)?(?:python\d?-)?[A-Za-z][\w-]*(?:\s+version)?\s*[:=]?\s+v?\d+\.\d+[\w.+:~-]*\s*$/,
  /^\d+\.\d+\.\d+\S*$/,
];
const PACKAGE_HEADER = /^(?:Package\s+Version|REPOSITORY\s+TAG|NAME\s+VERSION|\|{2}\/ Name\s|CONTAINER ID\s+IMAGE)/;

export const recogniseVersions: Recogniser = ({ lines }) => {
  if (lines.slice(0, 8).some((line) => PACKAGE_HEADER.test(line))) return found("versions");
  const rows = lines.filter((line) => !/^\s*#/.test(line));
  return rows.length > 0 && share(rows, new RegExp(PACKAGES.map((pattern) => pattern.source).join("|"))) > 0.7
    ? found("versions")
    : null;
};

export const recogniseMounts: Recogniser = ({ lines }) => {
  if (lines.some((line) => /^TARGET\s+SOURCE\b|^Filesystem\s.*\bMounted on$/.test(line))) return found("mounts");
  const rows = lines.filter((line) => !/^\s*#/.test(line));
  const mount =
    /^\S+ on \/\S* type \S+|^\S+\s+(?:[a-z]\S*\s+)?\d\S*\s+\d\S*\s+\d\S*\s+\d+%\s+\/\S*$|^\S+\s+\/\S*\s+(?:nfs4?|xfs|ext[34]|ceph|fuse\S*|btrfs|tmpfs|cifs|glusterfs)\s+\S+/;
  return rows.length > 0 && share(rows, mount) > 0.4 ? found("mounts") : null;
};

const LOG_LINE =
  /^\s*(?:\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|[A-Z][a-z]{2}\s+\d{1,2} \d{2}:\d{2}:\d{2} |\d{2}:\d{2}:\d{2}[.,]\d|Traceback \(most recent|\S+ - - \[\d{2}\/[A-Z][a-z]{2}\/\d{4})|\b(?:INFO|WARNING|ERROR|DEBUG|CRITICAL|TRACE)\b \S*\[?(?:glance|nova|cinder|oslo|keystone)/;

export const recogniseLog: Recogniser = ({ lines }) =>
  lines.length > 0 &&
  (share(lines, LOG_LINE) >= 0.5 || (LOG_LINE.test(lines[0] ?? "") && share(lines, LOG_LINE) > 0.15))
    ? found("log")
    : null;

export const recogniseScript: Recogniser = ({ lines, name }) => {
  const first = lines[0] ?? "";
  if (/^#!\s*\/|^#!\//.test(first)) return found("script");
  if (
    /local_settings/.test(name) ||
    lines.some((line) =>
      /^(?:OPENSTACK_HOST|OPENSTACK_KEYSTONE_URL|WEBROOT|HORIZON_CONFIG|HORIZON_IMAGES_UPLOAD_MODE)\s*=/.test(line),
    )
  )
    return { kinds: ["other-service"], service: "horizon" };
  // A job of a build pipeline that uploads images.
  const uploads = /\b(?:openstack image (?:create|set|import)|glance image-(?:create|upload)|qemu-img convert)\b/;
  if (/\.ya?ml$/i.test(name) && lines.some((line) => uploads.test(line))) return found("script");
  const shell =
    /^\s*(?:for \w+ in .*(?:;\s*do)?|while .*(?:;\s*do)?|do|done|if \[.*|fi|set -[eux]\w*|export \w+=.*|source \S+|import \w+|from \w[\w.]* import .*|def \w+\(.*|(?:openstack|glance|rbd|qemu-img|ceph|curl|wget) .*|\w+=\$\(.*)\s*$/;
  return lines.length > 1 &&
    share(
      lines.filter((line) => !/^\s*#/.test(line)),
      shell,
    ) > 0.5
    ? found("script")
    : null;
};

/** Sentences, in any script. */
export const recogniseWords: Recogniser = ({ lines, json, table }) => {
  if (json !== null || table !== null || lines.length === 0) return null;
  const text = lines.join(" ");
  // Scripts that put no blanks between words.
  const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(text);
  const structure = dense
    ? /^\s*[[{<+|]|^[\w.-]+\s*=\s/
    : /^\s*[[{<+|]|^[\w.-]+\s*=\s|^\s*-{3,}|^\S+$|^\s*(?:- )?["']?[\w.-]+["']?:(?:\s|$)/;
  if (share(lines, structure) > 0.4) return null;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const words = text.match(/\p{L}{2,}/gu)?.length ?? 0;
  return letters / text.length > 0.6 && (words >= 3 || dense) ? { kinds: ["words"], weak: true } : null;
};

const FSID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Outputs that look like something else, or lack what would make them of use. */
function uselessOutput(command: string, lines: readonly string[]): Found | null {
  if (/\bceph\b.*\sfsid\b/.test(command) && lines.every((line) => FSID.test(line.trim())))
    return useless("the fsid of one cluster (the ceph.conf files tell which one Glance and Nova use)");
  const file = /\b[ez]?grep\b/.test(command) ? printedFile(command) : null;
  if (file === null || !/\.conf$/.test(file) || lines.some((line) => /^\s*\[[^\]]+\]/.test(line))) return null;
  return useless(
    `lines that grep picked out of ${file}, without the sections that they stand in (paste the whole file)`,
  );
}

/** What only snapshots hold: their manifest, the uses of images, and names of projects. */
export const recogniseSnapshot: Recogniser = ({ json, text }) =>
  json?.root === "object" && json.paths.has(".parts") && text.slice(0, 2_000).includes(`"${MANIFEST_SCHEMA}"`)
    ? found("snapshot")
    : json?.root === "object" && text.slice(0, 200).includes(`"${IMAGE_USES_SCHEMA}"`)
      ? found("image-uses")
      : json?.root === "object" && text.slice(0, 200).includes(`"${DISK_IMAGES_SCHEMA}"`)
        ? found("disk-images")
        : json?.root === "object" && text.slice(0, 200).includes(`"${PROJECTS_SCHEMA}"`)
          ? found("projects")
          : null;

/** Texts that are known, and of no use here. */
export const recogniseUseless: Recogniser = ({ json, command, lines }) => {
  if (command !== undefined && json === null) return uselessOutput(command, lines);
  if (json?.root !== "object") return null;
  if (json.paths.has(".versions") && json.paths.has(".versions[].links"))
    return useless("the versions document of an API");
  return json.paths.has(".usage") && [...json.paths].every((path) => path.startsWith(".usage"))
    ? useless("the quota usage of a project")
    : null;
};
