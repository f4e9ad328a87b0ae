import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loadRules } from "../check/load-rules.ts";
import type { Rule } from "../check/rule.ts";
import { intake } from "../intake/intake.ts";
import { type Reviewed, review } from "../review.ts";
import { chartFigures } from "./charts/figures.ts";
import { panelsOf } from "./charts/panels.ts";
import { picture } from "./charts/picture.ts";
import { chartsOf } from "./charts.ts";

let rules: Rule[];
beforeAll(async () => {
  rules = await loadRules();
});

const GIB = 1024 ** 3;
const GLANCE = `[DEFAULT]
enabled_backends = fast:rbd
show_image_direct_url = True
[glance_store]
default_backend = fast
[fast]
rbd_store_pool = images
rbd_store_ceph_conf = /etc/ceph/ceph.conf
`;
const NOVA = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n";

type Image = { disk_format: string; size: number; stores?: string };
const listing = (images: readonly Image[]): string =>
  JSON.stringify({
    images: images.map((image, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      name: `image-${index}`,
      status: "active",
      ...image,
    })),
  });
const answerTo = (files: Readonly<Record<string, string>>): Reviewed =>
  review(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))), rules);

const size = (png: Uint8Array): { width: number; height: number } => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

describe("figures", () => {
  test("bytes are summed by store and format, an image in two stores in both", () => {
    const { stores } = chartFigures(
      answerTo({
        "glance-api.conf": GLANCE,
        "images.json": listing([
          { disk_format: "raw", size: 4 * GIB, stores: "fast,slow" },
          { disk_format: "qcow2", size: GIB, stores: "slow" },
          { disk_format: "vmdk", size: GIB, stores: "slow" },
        ]),
      }),
    );
    expect(stores).toEqual({
      unit: "B",
      rows: [
        { store: "slow", format: "raw", amount: 4 * GIB },
        { store: "slow", format: "qcow2", amount: GIB },
        { store: "slow", format: "other", amount: GIB },
        { store: "fast", format: "raw", amount: 4 * GIB },
      ],
    });
  });

  test.each([
    ["cloned", "True", "not raw", 2 * GIB],
    ["copied", "False", "all", 3 * GIB],
  ] as const)(
    "raw images are %s where show_image_direct_url is %s, and a first boot is counted over %s",
    (verdict, shown, which, before) => {
      const { clones, boots } = chartFigures(
        answerTo({
          "glance-api.conf": GLANCE.replace("= True", `= ${shown}`),
          "nova.conf": NOVA,
          "images.json": listing([
            { disk_format: "raw", size: 4 * GIB },
            { disk_format: "qcow2", size: 2 * GIB },
            { disk_format: "iso", size: 9 * GIB },
          ]),
        }),
      );
      expect(clones.map((one) => one.verdict)).toEqual([verdict]);
      expect(boots).toMatchObject({ which, before, after: 0 });
    },
  );

  test("one image shown beside statistics does not stand for the catalogue", () => {
    const { stores } = chartFigures(
      answerTo({
        "glance-api.conf": GLANCE,
        "catalog-stats.json": JSON.stringify({ images_total: 500, by_disk_format: { raw: 100, qcow2: 400 } }),
        "image-show.json": JSON.stringify({
          id: "00000000-0000-4000-8000-000000000001",
          name: "one",
          disk_format: "raw",
          size: GIB,
          status: "active",
        }),
      }),
    );
    expect(stores).toMatchObject({ unit: "images", rows: [{ amount: 100 }, { amount: 400 }] });
  });
});

describe("pictures", () => {
  test("the same answer gives the same bytes, with every figure in the alternative text", async () => {
    const files = {
      "glance-api.conf": GLANCE,
      "nova.conf": NOVA,
      "images.json": listing([
        { disk_format: "raw", size: 4 * GIB },
        { disk_format: "qcow2", size: 2 * GIB },
      ]),
    };
    const [first, second] = [await chartsOf(answerTo(files)), await chartsOf(answerTo(files))];
    expect(first).toEqual(second);
    for (const said of ["raw 4 GiB", "qcow2 2 GiB", "Nova from fast: cloned", "today 2 GiB", "cloned 0 B"])
      expect(first?.alt).toContain(said);
    expect(size(first?.content as Uint8Array)).toMatchObject({ width: 1120 });
  });

  test("nothing known is no picture", async () => {
    expect(await chartsOf(answerTo({ "glance-api.conf": GLANCE }))).toBeNull();
  });

  test("letters are drawn, not left out for want of a font", async () => {
    const panel = (title: string) => ({
      title,
      subtitle: "",
      alt: "",
      spec: { width: 528, height: 10, data: { values: [{}] }, mark: "text" as const },
    });
    const [blank, lettered] = [await picture([panel("")]), await picture([panel("531 GiB of qcow2")])];
    expect(lettered.length).toBeGreaterThan(blank.length + 500);
  });

  test("any stores and names make a picture of bounded height", async () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.constantFrom(
        "</svg><script>",
        "<!channel>",
        "\u202eevil\u0000",
        "datum.value'] + alert(1)",
        "a\nb",
        "__proto__",
        "valueOf",
      ),
    );
    const row = fc.record({
      store: name,
      format: fc.constantFrom("raw", "qcow2", "iso", "other"),
      amount: fc.integer({ min: 1, max: 2 ** 52 }),
    });
    const clone = fc.record({
      consumer: name,
      verdict: fc.constantFrom("cloned", "depends", "copied", "not known"),
      because: name,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.array(clone, { maxLength: 6 }),
        fc.constantFrom("B" as const, "images" as const),
        async (rows, clones, unit) => {
          const panels = panelsOf({ stores: { unit, rows }, clones, boots: null });
          const { width, height } = size(await picture(panels));
          expect(width).toBe(1120);
          expect(height).toBeLessThan(4000);
        },
      ),
      { numRuns: 15 },
    );
  });

  test("a hundred stores are eight bars", () => {
    const images = Array.from({ length: 100 }, (_, index) => ({
      disk_format: "raw",
      size: (index + 1) * GIB,
      stores: `store-${index}`,
    }));
    const { stores } = chartFigures(answerTo({ "glance-api.conf": GLANCE, "images.json": listing(images) }));
    const names = new Set(stores?.rows.map(({ store }) => store));
    expect(names.size).toBe(8);
    expect(names).toContain("93 others");
    expect(stores?.rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(5050 * GIB);
  });
});
