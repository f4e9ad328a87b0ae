/** An invented catalogue in the shape of Glance's API and of `rbd ls -l --format json`; the same for the same numbers. */
import { createHash } from "node:crypto";

const FSID = "97c4b085-749e-4679-bda7-aecbf8e92b24";
const DISTRIBUTIONS = ["ubuntu", "debian", "rocky", "centos", "windows"];

function digits(text: string, algorithm: "md5" | "sha512" = "md5"): string {
  return createHash(algorithm).update(text).digest("hex");
}

function uuid(text: string): string {
  const hex = digits(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** One image in seven shares its bytes with another; one in three is a snapshot of an instance. */
function image(number: number): Record<string, unknown> {
  const id = uuid(`image ${number}`);
  /** The same for images of the same bytes. */
  const bytes = number % 7 === 0 ? Math.floor(number / 70) * 70 : number;
  const content = `content of ${bytes}`;
  const owner = digits(`project ${number % 4000}`);
  const snapshot = number % 3 === 0;
  const qcow2 = bytes % 5 === 0;
  const size = 1_073_741_824 + (bytes % 977) * 1_048_576;
  const distribution = DISTRIBUTIONS[number % DISTRIBUTIONS.length] ?? "";
  const url = `rbd://${FSID}/images/${id}/snap`;
  const properties = snapshot
    ? {
        image_type: "snapshot",
        base_image_ref: uuid(`image ${number % 500}`),
        instance_uuid: uuid(`instance ${number}`),
        user_id: digits(`user ${number % 9000}`),
        owner_id: owner,
        boot_roles: "member,reader",
        image_state: "available",
        image_location: "snapshot",
      }
    : {
        os_distro: distribution,
        os_type: distribution === "windows" ? "windows" : "linux",
        os_version: `${number % 20}.04`,
        hw_disk_bus: "virtio",
      };
  return {
    ...properties,
    name: `${distribution}-${snapshot ? "snapshot" : "template"}-${number}`,
    disk_format: qcow2 ? "qcow2" : "raw",
    container_format: "bare",
    visibility: number % 50 === 0 ? "public" : "private",
    size,
    virtual_size: qcow2 ? size * 3 : size,
    status: "active",
    checksum: digits(content),
    protected: number % 100 === 0,
    min_ram: 0,
    min_disk: snapshot ? 20 : 0,
    owner,
    os_hidden: number % 40 === 0,
    os_hash_algo: "sha512",
    os_hash_value: digits(content, "sha512"),
    id,
    created_at: `202${number % 6}-0${1 + (number % 9)}-1${number % 10}T0${number % 10}:15:0${number % 7}Z`,
    updated_at: "2026-09-17T07:33:08Z",
    locations: [{ url, metadata: { store: "ceph" } }],
    direct_url: url,
    tags: number % 30 === 0 ? ["golden"] : [],
    self: `/v2/images/${id}`,
    file: `/v2/images/${id}/file`,
    schema: "/v2/schemas/image",
    stores: "ceph",
  };
}

/** The text of an API page of `count` images, with a `next` link unless it is the last. */
export function pageText(from: number, count: number, total: number): string {
  const images = Array.from({ length: count }, (_, at) => image(from + at));
  const last = from + count >= total;
  const next = last
    ? {}
    : { next: `/v2/images?limit=${count}&visibility=all&marker=${String(images[count - 1]?.["id"])}` };
  return JSON.stringify({
    images,
    first: `/v2/images?limit=${count}&visibility=all`,
    schema: "/v2/schemas/images",
    ...next,
  });
}

/** Items of `rbd ls -l --format json`: each image, a snapshot for every second one; one in a hundred is named like no image. */
export function objectItems(from: number, count: number): string {
  const items: Record<string, unknown>[] = [];
  for (let number = from; number < from + count; number++) {
    const name = number % 100 === 99 ? uuid(`orphan ${number}`) : uuid(`image ${number}`);
    const common = { image: name, id: digits(name).slice(0, 12), size: 1_073_741_824 + (number % 977) * 1_048_576 };
    items.push({ ...common, format: 2 });
    if (number % 2 === 0)
      items.push({
        image: name,
        id: common.id,
        snapshot: "snap",
        snapshot_id: number,
        size: common.size,
        format: 2,
        protected: "true",
      });
  }
  return JSON.stringify(items).slice(1, -1);
}
