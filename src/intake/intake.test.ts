import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Intake } from "./artefact.ts";
import { type GivenSource, intake } from "./intake.ts";
import { imageTableBuilder } from "./listings/image-columns.ts";
import { objectTableBuilder } from "./listings/object-columns.ts";
import { listingStream } from "./listings/stream.ts";
import { SOURCE_LIMIT_BYTES, TOTAL_LIMIT_BYTES } from "./source.ts";

const ID = "3f1c6a52-0f0b-4b57-9d8e-6d0a4f1f2b11";
const GLANCE = "[DEFAULT]\nenabled_backends = fast:rbd\nshow_image_direct_url = True\n";
const SECRET = "Inv3nted-passw0rd";

const file = (name: string, text: string): GivenSource => ({ name, text, pasted: false });
const paste = (text: string, name = "-"): GivenSource => ({ name, text, pasted: true });
const take = (...given: GivenSource[]): Intake => intake(given);
const codes = (taken: Intake): string[] => taken.refused.map((one) => `${one.file} ${one.code}`);
const kinds = (taken: Intake): string[] => taken.artefacts.map((one) => `${one.file} ${one.kind}`);

describe("what cannot be used is refused with a reason and a next step", () => {
  test.each([
    ["nothing in it", file("glance-api.conf", " \n"), "intake.empty"],
    ["NUL bytes", file("x.conf", "PK\u0000\u0003"), "intake.binary"],
    ["undecodable bytes", file("x.conf", "\ufffd\ufffd\ufffdabc"), "intake.binary"],
    [
      "a huge configuration",
      file("glance-api.conf", `${GLANCE}${"# padding padding\n".repeat(SOURCE_LIMIT_BYTES / 18 + 1)}`),
      "intake.too-large",
    ],
    ["a huge paste", paste("a b\n".repeat(SOURCE_LIMIT_BYTES / 4 + 1)), "intake.too-large"],
    ["nothing known", file("x.bin", "%%%\n@@@\n"), "intake.not-recognised"],
    [
      "two services",
      paste(
        `[libvirt]\nimages_type = rbd\nvirt_type = kvm\n[glance_store]\n[a]\nrbd_store_pool = x\nrbd_store_user = y\n`,
      ),
      "intake.mixed",
    ],
  ])("%s", (_what, given, code) => {
    const { refused } = take(given);
    expect(refused.map((one) => one.code)).toEqual([code]);
    for (const one of refused) expect(one.reason.length * one.next.length).toBeGreaterThan(0);
  });

  test("above the limit of all together", () => {
    const listing = `NAME\n${`${ID}\n`.repeat(TOTAL_LIMIT_BYTES / 2 / 37)}`;
    const taken = take(
      file("rbd-ls-a.txt", listing),
      file("rbd-ls-b.txt", listing),
      file("rbd-ls-c.txt", listing),
      file("nova.conf", "[libvirt]\nimages_type = rbd\n"),
    );
    expect(codes(taken)).toEqual(["rbd-ls-c.txt intake.total-too-large"]);
    expect(kinds(taken)).toContain("nova.conf nova");
  }, 30_000);

  test("and everything else is read", () => {
    const taken = take(file("a.conf", "\u0000"), file("glance-api.conf", GLANCE), file("x.txt", "%%%\n"));
    expect(kinds(taken)).toEqual(["glance-api.conf glance-api", "x.txt unknown"]);
  });
});

test("an empty output of a command that prints nothing for nothing is an answer", () => {
  const taken = take({ name: "out", text: "", pasted: false, command: "rbd trash ls images" });
  expect(codes(taken)).toEqual([]);
  expect(taken.artefacts).toMatchObject([{ kind: "rbd-trash", pool: "images", entries: [] }]);
});

test("nothing but redacted text is read or kept", () => {
  const conf = `[DEFAULT]\ntransport_url = rabbit://glance:${SECRET}@192.0.2.1\nenabled_backends = a:rbd\n`;
  const taken = take(
    file("glance-api.conf", conf),
    paste(`token ${SECRET} please help us with that\n`),
    file("x.txt", `%%% ${SECRET}\n`),
  );
  expect(JSON.stringify({ ...taken, images: null, objects: null })).not.toContain(SECRET);
  expect(taken.redactions).toHaveLength(3);
});

test("pastes are cleaned and parted, files are read as they are", () => {
  const text = `--- glance-api.conf ---\n${GLANCE.replace(" = ", "\u00a0= ")}`;
  const pasted = take(paste(text));
  expect(kinds(pasted)).toEqual(["glance-api.conf glance-api"]);
  expect(pasted.cleanUps).toEqual([{ file: "-", line: 3, what: "non-breaking spaces" }]);
  expect(take(file("glance-api.conf", `\uFEFF${GLANCE}`)).sources[0]?.text).toBe(`\uFEFF${GLANCE}`);
});

test("a packed file that is given as a file is parted as well", () => {
  expect(
    kinds(
      take(
        file(
          "packed.txt",
          `--- glance-api.conf --- (3 lines)\n${GLANCE}--- nova.conf --- (2 lines)\n[libvirt]\nimages_type = rbd\n`,
        ),
      ),
    ),
  ).toEqual(["glance-api.conf glance-api", "nova.conf nova"]);
});

test("a configuration inside the request is read unless that kind was given", () => {
  const request = file("request.md", `What is wrong with it?\n\`\`\`\n${GLANCE}\`\`\`\n`);
  expect(kinds(take(request))).toEqual(["request.md words", "glance-api.conf glance-api"]);
  expect(kinds(take(request, file("ctl1.conf", GLANCE)))).toEqual(["request.md words", "ctl1.conf glance-api"]);
});

test("two sources of one name are both kept", () => {
  expect(
    kinds(
      take(file("nova.conf", "[libvirt]\nimages_type = rbd\n"), file("nova.conf", "[libvirt]\nimages_type = raw\n")),
    ),
  ).toEqual(["nova.conf nova", "nova-2.conf nova"]);
});

test("listings that were streamed before share the tables", () => {
  const tables = { images: imageTableBuilder(), objects: objectTableBuilder() };
  const stream = listingStream("image-list", { file: "images.json" }, tables);
  stream?.push(Buffer.from(`[{"ID": "${ID}", "Name": "a", "Status": "active"}]`));
  const ended = stream?.end();
  const listings = ended ? [{ ...ended, recognition: { kind: "image-list", by: "content" } as const }] : [];
  const taken = intake([file("rbd-ls-images.txt", `${ID}\n`)], { tables, listings });
  expect(kinds(taken)).toEqual(["images.json image-list", "rbd-ls-images.txt rbd-ls"]);
  expect([taken.images.rowCount, taken.objects.rowCount]).toEqual([1, 1]);
});

test("no bytes make it throw, and every source is read or refused", () => {
  const given = fc.record({ name: fc.string(), text: fc.string({ unit: "binary" }), pasted: fc.boolean() });
  fc.assert(
    fc.property(fc.array(given, { maxLength: 4 }), (all) => {
      const taken = take(...all);
      expect(
        taken.sources.length + taken.refused.filter((one) => /empty|binary/.test(one.code)).length,
      ).toBeGreaterThanOrEqual(all.length);
    }),
  );
});

test("a terminal that was saved to a file is parted like a paste, a configuration with a prompt in a comment is not", () => {
  const saved =
    "```\nroot@ctl1:~# cat /etc/glance/glance-api.conf\n[DEFAULT]\nenabled_backends = ceph:rbd\nroot@ctl1:~# rbd ls -l images\nNAME SIZE PARENT FMT PROT LOCK\na1 2 GiB 2\n```\n";
  const kinds = (text: string): string[] =>
    Object.values(intake([{ name: "blob.txt", text, pasted: false }]).recognitions).map(({ kind }) => kind);
  expect(kinds(saved).toSorted()).toEqual(["glance-api", "rbd-ls"]);
  const config = "# root@ctl1:~# cat /etc/glance/glance-api.conf\n[DEFAULT]\nenabled_backends = ceph:rbd\n";
  const taken = intake([{ name: "glance-api.conf", text: config, pasted: false }]);
  expect(taken.sources).toEqual([{ name: "glance-api.conf", text: config }]);
});

describe("a terminal of several commands", () => {
  const FSID = "5d6e7f80-1111-4222-8333-944455566677";
  const pasted = (text: string) => intake([{ name: "paste.txt", text, pasted: true }]);

  test("is parted at programs that only tell their version, and at a lone fsid", () => {
    const found = pasted(
      `root@ctl1:~# sudo ceph fsid\n${FSID}\nroot@ctl1:~# glance-api --version\n29.0.0\nroot@ctl1:~# dpkg -l glance-api\nii  glance-api  2:29.0.0-0ubuntu1  all  Image service\n`,
    );
    expect(found.artefacts.flatMap((one) => (one.kind === "versions" ? one.versions : []))).toMatchObject([
      { name: "glance-api", version: "29.0.0" },
      { name: "glance-api", version: "2:29.0.0-0ubuntu1" },
    ]);
    expect(found.refused.map(({ code }) => code)).toEqual(["intake.not-recognised"]);
  });

  test("lines that grep picked out of a file are not that file", () => {
    const found = pasted('$ grep -E "images_type|images_rbd" /etc/nova/nova.conf\nimages_type = rbd\n');
    expect(Object.values(found.recognitions)).toMatchObject([{ kind: "unknown" }]);
  });

  test("a file without its comments, by grep, is that file", () => {
    const found = pasted("$ grep -v '^#' /etc/nova/nova.conf\n[libvirt]\nimages_type = rbd\n");
    expect(Object.values(found.recognitions)).toMatchObject([{ kind: "nova" }]);
  });
});
