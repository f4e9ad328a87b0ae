/** What the name of a file or the command before an output tells. */
import type { SourceKind } from "../source.ts";
import type { Found } from "./found.ts";

export type Named = { kind: SourceKind; service?: string };

const OTHER_SERVICES =
  "keystone|neutron|heat|ironic|swift|octavia|manila|placement|barbican|designate|magnum|trove|ceilometer|aodh|gnocchi|masakari|cloudkitty|mistral|zun|watcher|sahara|senlin|blazar|cyborg|tacker|zaqar|murano|freezer|vitrage|glance-registry|ml2_conf|proxy-server|account-server|container-server|object-server|haproxy|keepalived|rabbitmq|my\\.cnf|mysql|mariadb|local_settings|httpd|apache|nginx|libvirtd|qemu|chrony|multipath|memcached|fluentd|dnsmasq";
const SERVICE_OF: Readonly<Record<string, string>> = {
  ml2_conf: "neutron",
  "proxy-server": "swift",
  "account-server": "swift",
  "container-server": "swift",
  "object-server": "swift",
  "my.cnf": "mysql",
  mariadb: "mysql",
  local_settings: "horizon",
  httpd: "apache",
};

const CONFIG_NAMES: readonly [RegExp, SourceKind, string][] = [
  [/glance[-_]?image[-_]?import/i, "glance-image-import", "glance"],
  [/glance[-_]?cache(?![-_]?(?:list|manage|prefetch))/i, "glance-cache", "glance"],
  [/glance[-_]?scrubber/i, "glance-scrubber", "glance"],
  [/glance[-_]?swift(?:[-_]?store)?/i, "glance-swift-store", "glance"],
  [/glance[-_]?api(?![-_]paste)/i, "glance-api", "glance"],
];
const CONFIG_ENDING = /\.(?:conf|ini|cnf|cfg|conf\.j2|py)(?:[._ (-]|$)|\.conf\.d\//i;

/** The configuration that a path names (`az1/glance-api.ctl1.conf`), or null. */
export function configOfName(path: string): Named | null {
  const base = path.slice(path.lastIndexOf("/") + 1);
  const ending = CONFIG_ENDING.test(path) || !/\.\w+$/.test(base);
  if (!ending && !/\.(?:txt|bak|orig|old|\d+|ctl\w*|node\w*)$/i.test(base)) return null;
  const where = path.includes(".conf.d/") ? path : base;
  if (/paste|policy|\bceph\b|keyring|\.log\b/i.test(base)) return null;
  for (const [pattern, kind, service] of CONFIG_NAMES) if (pattern.test(where)) return { kind, service };
  const other = new RegExp(`(?:^|[^a-z])(${OTHER_SERVICES})(?:[^a-z]|$)`, "i").exec(where)?.[1]?.toLowerCase();
  if (other !== undefined) return { kind: "other-service", service: SERVICE_OF[other] ?? other };
  if (!CONFIG_ENDING.test(path)) return null;
  if (/(?:^|[^a-z])nova/i.test(where)) return { kind: "nova", service: "nova" };
  if (/(?:^|[^a-z])cinder/i.test(where)) return { kind: "cinder", service: "cinder" };
  return /(?:^|[^a-z])glance\.conf/i.test(where) ? { kind: "glance-api", service: "glance" } : null;
}

const WORDS_NAME =
  /(?:^|\/)(?:request|question|readme|message|mail|ticket|anfrage|notes?|description)(?:[-_ .][\w-]*)?\.(?:md|txt|eml|rst)$/i;

/** `request.md` and `request.txt` are the operator's words, whatever stands in them. */
export function isRequestName(path: string): boolean {
  return /(?:^|\/)request\.(?:md|txt)$/i.test(path);
}

const NAMES: readonly [RegExp, SourceKind][] = [
  [/keyring|ceph[-_]auth/i, "ceph-auth"],
  [/^ceph[\w.-]*\.conf|ceph\.conf/i, "ceph-conf"],
  [/paste.*\.ini/i, "paste-pipeline"],
  [/policy[\w.-]*\.(?:ya?ml|json)/i, "policy"],
  [/rbd.*trash|trash/i, "rbd-trash"],
  [/rbd.*child|children/i, "rbd-children"],
  [/rbd.*snap/i, "rbd-snap"],
  [/rbd.*info/i, "rbd-info"],
  [/rbd.*status/i, "rbd-status"],
  [/rbd.*(?:du|usage)/i, "rbd-du"],
  [/rbd.*(?:ls|list)|^rbd\b/i, "rbd-ls"],
  [/ceph.*df/i, "ceph-df"],
  [/ceph.*pool/i, "ceph-pools"],
  [/min[-_]compat/i, "ceph-min-compat"],
  [/ceph.*version/i, "ceph-versions"],
  [/image[-_]?locations/i, "image-locations-sql"],
  [/(?:mysql|mariadb|sql|db)[-_]?images/i, "images-sql"],
  [/images?[-_]show/i, "image-show"],
  [/stores[-_]info|info[-_]stores/i, "stores-info"],
  [/import[-_]info|info[-_]import/i, "import-info"],
  [/boots?(?:[-_.]|count)/i, "boot-counts"],
  [/(?:catalog|catalogue|image)s?[-_]?(?:stats|statistics|figures|summary)|^stats/i, "catalog-stats"],
  [/find[-_]|file[-_]?store|^(?:ls|du)[-_.]|[-_]files\b/i, "file-listing"],
  [/mounts?|^df|disks?\b|findmnt|fstab/i, "mounts"],
  [/versions?|packages?|dpkg|rpm|(?:^|[^a-z])pip3?[-_.]/i, "versions"],
  [/image[-_]?list|images?[\w-]*\.(?:json|csv|txt|tsv|yaml|yml)/i, "image-list"],
  [/\.log(?:[.-]|$)|journal/i, "log"],
  [/\.(?:sh|bash|py|pl|rb)$/i, "script"],
];

/** What the name tells, or null. */
export function recogniseName(path: string): Named | null {
  if (isRequestName(path)) return { kind: "words" };
  const base = path.slice(path.lastIndexOf("/") + 1);
  const config = configOfName(path);
  if (config !== null) return config;
  if (WORDS_NAME.test(base)) return { kind: "words" };
  const kind = NAMES.find(([pattern]) => pattern.test(base))?.[1];
  return kind === undefined ? null : { kind };
}

const COMMANDS: readonly [RegExp, SourceKind][] = [
  [/\brbd\b[^;|]*\btrash\s+(?:ls|list)/, "rbd-trash"],
  [/\brbd\b[^;|]*\bsnap\s+(?:ls|list)/, "rbd-snap"],
  [/\brbd\b[^;|]*\bchildren\b/, "rbd-children"],
  [/\brbd\b[^;|]*\binfo\b/, "rbd-info"],
  [/\brbd\b[^;|]*\bstatus\b/, "rbd-status"],
  [/\brbd\b[^;|]*\b(?:du|disk-usage)\b/, "rbd-du"],
  [/\brbd\b[^;|]*\b(?:ls|list)\b/, "rbd-ls"],
  [/\bceph\b.*\bdf\b/, "ceph-df"],
  [/\bceph\b.*\bosd\s+pool\s+(?:ls|get)\b/, "ceph-pools"],
  [/\bceph\b.*\bget-require-min-compat-client\b/, "ceph-min-compat"],
  [/\bceph\b.*\bauth\s+(?:get|ls|list|export)/, "ceph-auth"],
  [/\bceph\b.*\bversions?\b/, "ceph-versions"],
  [/\bopenstack\b.*\bimage\s+show\b|\bglance\b.*\bimage-show\b|\/v2\/images\/[0-9a-f-]{36}/, "image-show"],
  [/\bopenstack\b.*\bimage\s+list\b|\bglance\b.*\bimage-list\b|\/v2\/images(?:\?|['"\s]|$)/, "image-list"],
  [/\bglance\b.*\bstores-info\b|\/v2\/info\/stores/, "stores-info"],
  [/\bglance\b.*\bimport-info\b|\/v2\/info\/import/, "import-info"],
  [/\bimage_locations\b/i, "image-locations-sql"],
  [/\bfrom\s+(?:glance\.)?images\b/i, "images-sql"],
  [/\b(?:df|mount|findmnt)\b/, "mounts"],
  [/\b(?:dpkg|rpm|pip3?|apt|dnf)\b|\b(?:docker|podman)\s+(?:images|ps)\b|--version\b/, "versions"],
  [/\b(?:find|ls|ll|du)\b.*\//, "file-listing"],
  [/\bjournalctl\b|\.log\b/, "log"],
];

/** What the command tells, or null. */
export function recogniseCommand(command: string | undefined): Found | null {
  if (command === undefined) return null;
  const kind = COMMANDS.find(([pattern]) => pattern.test(command))?.[1];
  return kind === undefined ? null : { kinds: [kind] };
}
