/** Names of the field that hold digits or underscores and are no options: they may stand in any answer. */
export const PLAIN_WORDS: readonly string[] = [
  ...["qcow2", "s3", "md5", "sha256", "sha512", "ipv4", "ipv6", "x86_64", "aarch64", "v2", "nvme", "ext4", "lz4"],
  ...["os_hidden", "os_hash_value", "os_hash_algo", "os_glance_failed_import", "os_glance_importing_to_stores"],
  ...["disk_format", "container_format", "virtual_size", "min_disk", "min_ram", "direct_url", "pending_delete"],
  ...["created_at", "updated_at", "image_conversion", "inject_image_metadata", "glance_store", "_base"],
  ...["os_glance_staging_store", "os_glance_tasks_store", "cirros", "copy-on-write"],
];

/** Number words above ten; smaller ones count things and are fine without a unit. */
export const NUMBER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    eleven: "11",
    twelve: "12",
    thirteen: "13",
    fourteen: "14",
    fifteen: "15",
    sixteen: "16",
    seventeen: "17",
    eighteen: "18",
    nineteen: "19",
    twenty: "20",
    thirty: "30",
    forty: "40",
    fifty: "50",
    sixty: "60",
    seventy: "70",
    eighty: "80",
    ninety: "90",
    hundred: "100",
    hundreds: "100",
    thousand: "1000",
    thousands: "1000",
    million: "1000000",
    millions: "1000000",
    billion: "1000000000",
    dozen: "12",
    dozens: "12",
  }),
);
