/** (b) Format policy: what to store, how each way in is held to it, what it costs and gains, and the order of conversion. */
import type { Change } from "../check/change.ts";
import type { Finding } from "../check/finding.ts";
import type { Cloud, GlanceApi } from "../facts/cloud.ts";
import type { Decisions } from "./decide.ts";
import { nonRaw } from "./placement.ts";
import type { PartB } from "./schema.ts";

/** Sections and keys that belong to the format policy. */
const FORMAT_SECTIONS = new Set([
  "image_import_opts",
  "image_conversion",
  "image_format",
  "inject_metadata_properties",
]);
const FORMAT_KEYS = new Set([
  "enabled_import_methods",
  "snapshot_image_format",
  "force_raw_images",
  "rbd_thin_provisioning",
  "filesystem_thin_provisioning",
  "conversion_format",
  "image_size_cap",
]);

export function partB(
  cloud: Cloud,
  decisions: Decisions,
  findings: readonly Finding[],
  changes: readonly Change[],
): PartB {
  const { policyFormat } = decisions;
  const own = changes.filter(({ section, key }) => FORMAT_SECTIONS.has(section) || FORMAT_KEYS.has(key));
  const converts = decisions.api
    ? decisions.api.conversionPlugin ||
      own.some(({ key, value }) => key === "image_import_plugins" && (value ?? "").includes("image_conversion"))
    : null;
  return {
    policyFormat,
    paths: decisions.api ? uploadPaths(decisions, decisions.api, converts ?? false) : [],
    figures: figures(cloud),
    migration: policyFormat === "raw" ? migration(cloud, decisions) : [],
    changes: own,
    why: whyFormat(decisions),
    evidence: findings.filter(({ part }) => part === "b").map(({ fingerprint }) => fingerprint),
  };
}

function whyFormat({ policyFormat, cow }: Decisions): string {
  if (policyFormat === "raw")
    return cow === "yes"
      ? "Only raw can be cloned: Nova and Cinder look at disk_format before anything else, and a qcow2 image on RBD is downloaded, converted and imported for each boot. ISO images stay ISO."
      : "The backend clones an image's volume only for raw images with container format bare, in the project of the image or one that shares it.";
  if (policyFormat === "qcow2")
    return "Nothing here clones: qcow2 is the smaller file to store and to move, and Nova converts it once for each compute.";
  return "Raw if images and disks are on one Ceph, qcow2 if they are not: that was not shown.";
}

function uploadPaths({ policyFormat }: Decisions, api: GlanceApi, converts: boolean): PartB["paths"] {
  if (policyFormat === "conditional")
    return [
      {
        path: "import",
        enforced: "unknown",
        how: "raw by the image_conversion plugin where disks are on Ceph; as it is elsewhere",
      },
      { path: "put", enforced: "no", how: "no plugin runs on it: convert first, if images are to be raw" },
    ];
  if (policyFormat !== "raw") {
    return [
      { path: "import", enforced: "no", how: "no conversion is needed: upload qcow2 as it is" },
      { path: "put", enforced: "no", how: "upload qcow2 as it is" },
    ];
  }
  const onRbd = api.stores.some(({ type }) => type === "rbd");
  const importable = api.importMethods.some((method) => method !== "copy-image");
  return [
    {
      path: "import",
      enforced: converts && importable ? "yes" : "no",
      how: converts
        ? "openstack image create --import: the image_conversion plugin writes raw"
        : "needs the image_conversion plugin; without it an import stays as it is",
    },
    {
      path: "put",
      enforced: "no",
      how: "openstack image create --file without --import never runs a plugin: convert first (qemu-img convert -O raw), or use --import",
    },
    {
      path: "dashboard",
      enforced: "partly",
      how: "depends on the dashboard's upload mode: direct and legacy uploads use PUT and stay as they are; ask users to upload raw or to import by URL",
    },
    {
      path: "snapshots",
      enforced: "partly",
      how: `${onRbd ? "snapshots of RBD disks are raw" : "snapshots keep the format of the disk"} unless [libvirt] snapshot_image_format says otherwise; volume uploads take the format that the user names`,
    },
    {
      path: "pipelines",
      enforced: "unknown",
      how: "build raw, upload with --import, compare os_hash_value of the stored bytes",
    },
    { path: "copy-image", enforced: "no", how: "copies bytes unchanged: a qcow2 image stays qcow2 wherever it goes" },
  ];
}

function figures(cloud: Cloud): PartB["figures"] {
  const { catalog } = cloud;
  if (!catalog) return [];
  const rows: PartB["figures"] = [{ label: "images", value: catalog.count, unit: "images", assumption: null }];
  const other = nonRaw(cloud);
  if (other !== null)
    rows.push({ label: "images that are neither raw nor ISO", value: other, unit: "images", assumption: null });
  if (catalog.bytes !== null)
    rows.push({ label: "bytes in the catalogue", value: catalog.bytes, unit: "B", assumption: null });
  if (catalog.images?.fields.has("size")) rows.push(...perBoot(cloud));
  return rows;
}

/** Bytes that one boot of an average image moves, by the table of path lengths: a clone moves none. */
function perBoot(cloud: Cloud): PartB["figures"] {
  let bytes = 0;
  let count = 0;
  for (const image of cloud.catalog?.images?.rows() ?? []) {
    if (image.diskFormat === "raw" || image.diskFormat === "iso" || !image.size || image.status !== "active") continue;
    bytes += image.size;
    count += 1;
  }
  if (count === 0) return [];
  const average = Math.round(bytes / count);
  return [
    {
      label: "bytes from Glance to a compute for the first boot of an average image that is not raw",
      value: average,
      unit: "B",
      assumption: "mean size of those images; the import into the cluster comes on top at every boot",
    },
    { label: "bytes moved by a cloned boot", value: 0, unit: "B", assumption: "metadata only" },
  ];
}

function migration(cloud: Cloud, { cow }: Decisions): PartB["migration"] {
  const other = nonRaw(cloud);
  if (other === 0) return [];
  const steps: Omit<PartB["migration"][number], "order">[] = [
    {
      what: "order by boots: hot images first",
      images: other,
      bytes: null,
      how: `count servers and volumes per image; the virtual size of each must fit into ${cow === "yes" ? "pool" : "store"} and staging`,
    },
    {
      what: "convert and compare",
      images: null,
      bytes: null,
      how: "qemu-img convert -O raw, then qemu-img compare with the original",
    },
    {
      what: "upload as a new image",
      images: null,
      bytes: null,
      how: "the format of an image cannot be changed in place: a new id is needed; copy hw_*, os_*, trait:*, min_disk, min_ram, tags, owner, members, visibility and protection; leave out img_signature*, os_glance_*, stores",
    },
    {
      what: "boot a canary",
      images: null,
      bytes: null,
      how:
        cow === "no"
          ? "a volume from the image is there in seconds, and the log of cinder-volume names the clone"
          : "rbd info of its disk shows a parent",
    },
    {
      what: "swap references",
      images: null,
      bytes: null,
      how: "Terraform, Heat, Magnum, Octavia, Trove and pipelines look images up by id or name: change them before hiding the old image",
    },
    {
      what: "hide the old image, keep it until nothing depends on it",
      images: null,
      bytes: null,
      how: "os_hidden=true, then deactivate; delete when no server, volume or clone refers to it",
    },
  ];
  return steps.map((step, index) => ({ order: index + 1, ...step }));
}
