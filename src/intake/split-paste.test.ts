import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitPaste } from "./split-paste.ts";

const ID = "3f1c6a52-0f0b-4b57-9d8e-6d0a4f1f2b11";
const GLANCE = "[DEFAULT]\nenabled_backends = fast:rbd\nshow_image_direct_url = True\n";
const NOVA = "[DEFAULT]\nmy_ip = 192.0.2.9\n[libvirt]\nimages_type = rbd\nvirt_type = kvm\n";
const texts = (text: string, name = "-"): Record<string, string> =>
  Object.fromEntries(splitPaste(text, name).map((source) => [source.name, source.text]));

describe("markers", () => {
  test.each([
    ["--- glance-api.conf ---", "glance-api.conf"],
    ["--- az1/glance-api.conf ---", "az1/glance-api.conf"],
    ["--- /etc/glance/glance-api.conf ---", "glance-api.conf"],
    ["--- ../../glance-api.conf ---", "glance-api.conf"],
    ["==> /etc/glance/glance-api.conf <==", "glance-api.conf"],
    ["=== glance-api.conf ===", "glance-api.conf"],
    ["### glance-api.conf", "glance-api.conf"],
    ["## `glance-api.conf`", "glance-api.conf"],
    ["**glance-api.conf**", "glance-api.conf"],
    ["glance-api.conf:", "glance-api.conf"],
    ["# /etc/glance/glance-api.conf", "glance-api.conf"],
    ["[root@ctl1 ~]# cat /etc/glance/glance-api.conf", "glance-api.conf"],
    ["root@ctl1:~# cat /etc/glance/glance-api.conf", "glance-api.conf"],
    ["$ sudo cat /etc/glance/glance-api.conf", "glance-api.conf"],
    ["# cat /etc/glance/glance-api.conf", "glance-api.conf"],
    ["ctl1$ grep -v '^#' /etc/glance/glance-api.conf", "glance-api.conf"],
  ])("%j begins a file", (marker, name) => {
    expect(texts(`${marker}\n${GLANCE}--- nova.conf ---\n${NOVA}`)).toEqual({ [name]: GLANCE, "nova.conf": NOVA });
  });

  test("what tail prints above a file parts them whatever the file is called, also above an empty one", () => {
    const text = `==> /etc/glance/glance-api.conf <==\n${GLANCE}==> /etc/glance/owner <==\nglance\n==> /dev/null <==\n`;
    expect(texts(text)["glance-api.conf"]).toBe(GLANCE);
    expect(texts(`==> /dev/null <==\n==> /etc/nova/nova.conf <==\n${NOVA}`)["nova.conf"]).toBe(NOVA);
  });

  test("titles of tables are none", () => {
    const text =
      "--- RAW STORAGE ---\nCLASS  SIZE\nssd  1 TiB\n\n--- POOLS ---\nPOOL  ID  PGS  STORED\nimages  1  32  1 GiB\n";
    expect(texts(text)).toEqual({ "ceph-df.txt": text });
  });

  test("comments that tell a command stay in their file", () => {
    const text =
      "[DEFAULT]\n# ceph osd pool create images\n# cat pictures\n# /etc/glance is the folder\nenabled_backends = a:rbd\n";
    expect(texts(text)).toEqual({ "glance-api.conf": text });
  });

  test("a command names its output and goes with it", () => {
    const sources = splitPaste(
      `$ openstack image list --long -f json\n[]\n$ rbd ls -l images\nNAME SIZE PARENT FMT\n[root@ctl1 ~]# rbd trash ls images\n[root@ctl1 ~]#\n`,
      "-",
    );
    expect(sources).toEqual([
      { name: "images.json", text: "[]\n", command: "openstack image list --long -f json" },
      { name: "rbd-ls-images.txt", text: "NAME SIZE PARENT FMT\n", command: "rbd ls -l images" },
      { name: "rbd-trash-images.txt", text: "", command: "rbd trash ls images" },
    ]);
  });

  test("files of one name from two nodes are told apart by the node", () => {
    const text = `[root@ctl1 ~]# cat /etc/glance/glance-api.conf\n${GLANCE}[root@ctl2 ~]# cat /etc/glance/glance-api.conf\n${GLANCE}`;
    expect(Object.keys(texts(text))).toEqual(["ctl1/glance-api.conf", "ctl2/glance-api.conf"]);
  });

  test("mounts of one node stay together, with the prompts that name it", () => {
    const text =
      "ctl1$ findmnt\nTARGET SOURCE FSTYPE OPTIONS\n/srv a:/b nfs4 rw\nctl1$ df -h\na:/b 12T 4T 8T 37% /srv\n";
    expect(texts(text)).toEqual({ "mounts.txt": text });
  });

  test("a name that is there twice gets a number", () => {
    expect(Object.keys(texts(`--- nova.conf ---\n${NOVA}--- nova.conf ---\n${NOVA}`))).toEqual([
      "nova.conf",
      "nova-2.conf",
    ]);
  });
});

describe("code fences and sentences", () => {
  test("a fence is a source, named by the sentence before it", () => {
    const text = `We run 2025.1. This is glance-api.conf:\n\`\`\`\n${GLANCE}\`\`\`\nand from a compute:\n\`\`\`ini\n${NOVA}\`\`\`\nWhat is wrong?\n`;
    expect(texts(text)).toEqual({
      "glance-api.conf": GLANCE,
      "nova.conf": NOVA,
      "request.md": "We run 2025.1. This is glance-api.conf:\n\nand from a compute:\n\nWhat is wrong?\n",
    });
  });

  test("content may begin and end on the lines of the fences", () => {
    expect(texts("```[DEFAULT]\nenabled_backends = a:rbd```")).toEqual({
      "glance-api.conf": "[DEFAULT]\nenabled_backends = a:rbd\n",
    });
  });

  test("sentences around a bare configuration are words", () => {
    expect(texts(`Hi all, boots are slow here.\n\n${GLANCE}\nWhat should we change, please?\n`)).toEqual({
      "glance-api.conf": `${GLANCE}\n`,
      "request.md": "Hi all, boots are slow here.\n\nWhat should we change, please?\n",
    });
  });

  test("comments on top of a configuration belong to it", () => {
    const commented = `# Managed by configuration management, do not edit here\n${GLANCE}`;
    expect(texts(commented)).toEqual({ "glance-api.conf": commented });
    expect(texts(`Hello, please have a look at this.\n${commented}`)).toEqual({
      "glance-api.conf": commented,
      "request.md": "Hello, please have a look at this.\n",
    });
  });

  test("a name above a prompt names its output", () => {
    expect(splitPaste(`--- objects.txt ---\n$ rbd ls images\n${ID}\n`, "-")).toEqual([
      { name: "objects.txt", text: `$ rbd ls images\n${ID}\n`, command: "rbd ls images" },
    ]);
  });

  test("one source without markers keeps a telling name, else gets the usual one", () => {
    expect(texts(GLANCE, "ctl1/my-glance.conf")).toEqual({ "ctl1/my-glance.conf": GLANCE });
    expect(texts(GLANCE, "paste.txt")).toEqual({ "glance-api.conf": GLANCE });
    expect(texts(`${ID}\nvms/${ID}_disk\n`, "stdin")).toEqual({ "rbd-children.txt": `${ID}\nvms/${ID}_disk\n` });
  });
});

describe("two files without a marker", () => {
  test("are parted where a second [DEFAULT] begins another service's file", () => {
    expect(texts(NOVA + GLANCE)).toEqual({ "nova.conf": NOVA, "glance-api.conf": GLANCE });
  });

  test("stay one where it is not certain", () => {
    const text = `${NOVA}[DEFAULT]\ndebug = True\n`;
    expect(texts(text)).toEqual({ "nova.conf": text });
  });
});

type Packed = { name: string; lines: string[]; newline: boolean };

function pack(sources: readonly Packed[]): string {
  return sources
    .map(
      ({ name, lines, newline }) =>
        `--- ${name} --- (${lines.length} line${lines.length === 1 ? "" : "s"}${newline ? "" : ", no final newline"})\n${lines.map((line) => `${line}\n`).join("")}`,
    )
    .join("\n");
}

const line = fc.oneof(
  fc.constantFrom(
    "--- nova.conf ---",
    "--- a.conf --- (3 lines)",
    "```",
    "[DEFAULT]",
    "",
    "$ rbd ls images",
    "### x.conf",
    "a = b",
    "text\r",
  ),
  fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\n", "")),
);

test("a packed file comes back as it was, whatever its lines look like", () => {
  const source = fc.record({ lines: fc.array(line, { minLength: 1 }), newline: fc.boolean() });
  fc.assert(
    fc.property(fc.array(source, { minLength: 1, maxLength: 4 }), (given) => {
      const named = given.map((one, at) => ({ ...one, name: `f${at}.conf` }));
      const expected = named.map(({ name, lines, newline }) => ({
        name,
        text: lines.join("\n") + (newline ? "\n" : ""),
      }));
      expect(splitPaste(pack(named), "-")).toEqual(expected);
    }),
  );
});

test("a packed file whose lines were lost on the way is parted at its markers", () => {
  expect(
    texts("--- glance-api.conf --- (9 lines)\n[DEFAULT]\n--- nova.conf --- (2 lines)\n[libvirt]\nimages_type = rbd\n"),
  ).toEqual({
    "glance-api.conf": "[DEFAULT]\n",
    "nova.conf": "[libvirt]\nimages_type = rbd\n",
  });
});

test("no line of content is ever lost, and nothing makes it throw", () => {
  const content = fc.array(
    fc.oneof(
      line,
      fc.constantFrom(...GLANCE.split("\n"), ...NOVA.split("\n"), "We have a question.", "{", "[", `"${ID}"`),
    ),
    { maxLength: 25 },
  );
  const isMarker = /^\s*(?:-{2,}|={2,}|#{2,}|\*{2,}|```|~~~|>{3,})|\$ rbd ls images/;
  fc.assert(
    fc.property(content, (lines) => {
      const left = splitPaste(lines.join("\n"), "-").flatMap((source) => source.text.split("\n"));
      for (const each of lines)
        if (each.trim() !== "" && !isMarker.test(each)) expect(left.some((kept) => kept.includes(each))).toBe(true);
    }),
  );
});
