/** Listings for the proofs of rules, written as the API, `rbd ls -l` and `rbd trash ls` print them. */

/** A well-formed image id that ends in `number`. */
export const imageId = (number: number): string => `5b7c1e90-4d2a-4f6b-8c3d-${String(number).padStart(12, "0")}`;

/** An image as the API shows it; what is given replaces the ordinary. */
export function image(number: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: imageId(number),
    name: `image-${number}`,
    disk_format: "raw",
    container_format: "bare",
    size: 10_737_418_240,
    status: "active",
    visibility: "private",
    protected: false,
    os_hidden: false,
    owner: "4d0e8445d6834ca9b25bf6d84e7c8776",
    created_at: "2025-02-03T10:00:00Z",
    updated_at: "2025-02-03T10:05:00Z",
    ...more,
  };
}

/** The last page of an answer to `/v2/images` with that query. */
export const page = (images: readonly unknown[], query = "visibility=all&os_hidden=false"): string =>
  JSON.stringify({ images, first: `/v2/images?${query}`, schema: "/v2/schemas/images" }, null, 1);

/** Both passes that make a complete listing. */
export const completeListing = (images: readonly unknown[], hidden: readonly unknown[] = []) => ({
  "image-list.json": page(images),
  "image-list-hidden.json": page(
    hidden.length > 0 ? hidden : [image(999_999, { os_hidden: true })],
    "visibility=all&os_hidden=true",
  ),
});

export type RbdLine = { name: string; parent?: string; locked?: boolean; snap?: boolean };

/** `rbd ls -l`: every object with its protected snapshot, clones without one. */
export function rbdLong(lines: readonly RbdLine[]): string {
  const row = (name: string, parent: string, protection: string, lock: string): string =>
    `${name.padEnd(50)} 10 GiB  ${parent.padEnd(60)} 2  ${protection.padEnd(4)}  ${lock}`.trimEnd();
  const header = `${"NAME".padEnd(50)} SIZE    ${"PARENT".padEnd(60)} FMT  PROT  LOCK`;
  return [
    header,
    ...lines.flatMap(({ name, parent = "", locked = false, snap = parent === "" }) => [
      row(name, parent, "", locked ? "excl" : ""),
      ...(snap ? [row(`${name}@snap`, parent, "yes", "")] : []),
    ]),
  ].join("\n");
}
