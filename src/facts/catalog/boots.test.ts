import { describe, expect, it } from "vitest";
import type { BootCountsArtefact, Intake } from "../../intake/artefact.ts";
import { intake } from "../../intake/intake.ts";
import { imageTableBuilder } from "../../intake/listings/image-columns.ts";
import type { ImageRecord } from "../../intake/listings/image-table.ts";
import { bootFacts } from "./boots.ts";

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

function given(images: Partial<ImageRecord>[], ...lists: { periodDays: number | null; boots: number[] }[]): Intake {
  const builder = imageTableBuilder();
  images.forEach((image, number) => {
    builder.add({ id: id(number), status: "active", size: 1000 + number, line: number, ...image }, "images.csv");
  });
  const artefacts = lists.map(
    ({ periodDays, boots }, number): BootCountsArtefact => ({
      kind: "boot-counts",
      file: `boots-${number}.csv`,
      periodDays,
      boots: boots.map((count, image) => ({
        imageId: id(image),
        boots: count,
        lastBootAt: null,
        hosts: null,
        line: image,
      })),
    }),
  );
  return { ...intake([]), images: builder.build(), artefacts };
}

describe("boots of images", () => {
  it("knows the images that make 80 % of the boots", () => {
    const found = bootFacts(given([{}, {}, {}, {}], { periodDays: 30, boots: [50, 30, 15, 5] }));
    expect(found).toEqual({
      boots: { periodDays: 30, total: 100, topImages: { count: 4, sharePct: 100 } },
      hotSetBytes: 1000 + 1001,
      neverBooted365d: null,
    });
  });

  it("takes one image more where 80 % falls inside it", () => {
    expect(bootFacts(given([{}, {}, {}], { periodDays: 30, boots: [79, 11, 10] }))?.hotSetBytes).toBe(1000 + 1001);
  });

  it("never adds a list of another period", () => {
    const lists = [
      { periodDays: 30, boots: [1, 2] },
      { periodDays: 365, boots: [100, 200] },
    ];
    expect(bootFacts(given([{}, {}], ...lists))?.boots).toMatchObject({ periodDays: 30, total: 3 });
  });

  it("counts images without a boot in a list over a year", () => {
    const images = [{}, {}, {}, { status: "deleted", deletedRow: true }];
    expect(bootFacts(given(images, { periodDays: 365, boots: [4, 0] }))?.neverBooted365d).toBe(2);
  });

  it("reads counts from the listing where no list was given", () => {
    const found = bootFacts(given([{ boots30d: 9 }, { boots30d: 1 }]));
    expect(found).toMatchObject({ boots: { periodDays: 30, total: 10 }, hotSetBytes: 1000 });
  });

  it("is null without any count, and has no hot set where nothing was booted", () => {
    expect(bootFacts(given([{}, {}]))).toBeNull();
    expect(bootFacts(given([{}], { periodDays: 30, boots: [0] }))).toMatchObject({
      boots: { total: 0, topImages: null },
      hotSetBytes: null,
    });
  });

  it("shares of the 20 images that are booted most", () => {
    const boots = Array.from({ length: 40 }, (_, at) => (at < 20 ? 3 : 1));
    const found = bootFacts(
      given(
        boots.map(() => ({})),
        { periodDays: 30, boots },
      ),
    );
    expect(found?.boots.topImages).toEqual({ count: 20, sharePct: 75 });
  });
});
