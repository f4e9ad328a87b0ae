import { describe, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { buildCloud } from "./build-cloud.ts";
import type { GlanceApi } from "./cloud.ts";
import { flag, integer, list, pairs, sectionHeader, setting, storeSetting, text } from "./settings.ts";

function api(conf: string, release = "2025.1"): GlanceApi {
  const cloud = buildCloud(intake([{ name: "glance-api.conf", text: conf, pasted: false }]), { release });
  const [only] = cloud.glance;
  if (!only) throw new Error("the text is no glance-api.conf");
  return only;
}
const head = "[DEFAULT]\nenabled_backends = a:rbd\n";

test("the last of repeats counts, and all are kept with their lines", () => {
  const found = setting(api(`${head}debug = True\ndebug = False\n`), "DEFAULT", "debug");
  expect([found.text, found.texts, found.at]).toEqual([
    "False",
    ["True", "False"],
    { file: "glance-api.conf", line: 4 },
  ]);
});

test("an old name counts only where the current one is not written", () => {
  expect(setting(api(`${head}logdir = /old\n`), "DEFAULT", "log_dir").text).toBe("/old");
  expect(setting(api(`${head}logdir = /old\nlog_dir = /new\n`), "DEFAULT", "log_dir").text).toBe("/new");
});

test("what is not written has the default of its release, and none where releases differ", () => {
  const driver = (release: string) => setting(api(head, release), "DEFAULT", "image_cache_driver");
  expect([driver("2023.2").text, driver("2023.2").isSet]).toEqual(["sqlite", false]);
  expect(driver("2025.1").text).toBe("centralized_db");
  const unknown = buildCloud(intake([{ name: "glance-api.conf", text: head, pasted: false }])).glance[0];
  expect(unknown && setting(unknown, "DEFAULT", "image_cache_driver").defaultUnknown).toBe(true);
});

describe("values as oslo.config reads them", () => {
  test.each<[string, boolean | "unknown"]>([
    ["True", true],
    ["yes", true],
    ["0", false],
    ["off", false],
    ["maybe", "unknown"],
    ["$other", "unknown"],
  ])("the boolean %s is %s", (value, expected) => {
    expect(flag(api(`${head}show_image_direct_url = ${value}\n`), "DEFAULT", "show_image_direct_url")).toBe(expected);
  });

  test("integers, lists with and without brackets, and empty texts", () => {
    const conf = api(
      `${head}image_size_cap = 12\nimage_cache_max_size = 10G\nenabled_import_methods = [a, 'b']\nimage_cache_dir =\n[image_format]\ndisk_formats = raw, iso\n`,
    );
    expect(integer(conf, "DEFAULT", "image_size_cap")).toBe(12);
    expect(integer(conf, "DEFAULT", "image_cache_max_size")).toBeNull();
    expect(list(conf, "DEFAULT", "enabled_import_methods")).toEqual(["a", "b"]);
    expect(list(conf, "image_format", "disk_formats")).toEqual(["raw", "iso"]);
    expect(text(conf, "DEFAULT", "image_cache_dir")).toBeNull();
  });

  test("pairs, also where one lacks its type", () => {
    expect(pairs("a:rbd, b:file")).toEqual([
      ["a", "rbd"],
      ["b", "file"],
    ]);
    expect(pairs("a:rbd, b")).toEqual([
      ["a", "rbd"],
      ["b", ""],
    ]);
  });
});

test("sections are found whatever their case, but DEFAULT", () => {
  const conf = api(`${head}[Glance_Store]\ndefault_backend = a\n`);
  expect(sectionHeader(conf, "glance_store")?.name).toBe("Glance_Store");
  expect(setting(conf, "glance_store", "default_backend").text).toBe("a");
  expect(sectionHeader(conf, "default")).toBeNull();
});

test("a store reads its own section, from 2025.2 also the shared one, and in single-store mode glance_store", () => {
  const conf = `${head}[a]\nrbd_store_user = own\n[backend_defaults]\nrbd_store_user = shared\nrbd_store_pool = pool\n`;
  const read = (release: string, key: string) => {
    const one = api(conf, release);
    return one.stores[0] ? storeSetting(one, one.stores[0], key).text : null;
  };
  expect([read("2025.2", "rbd_store_user"), read("2025.2", "rbd_store_pool")]).toEqual(["own", "pool"]);
  expect(read("2025.1", "rbd_store_pool")).toBe("images");
  const single = api(
    "[DEFAULT]\ndebug = False\n[glance_store]\nstores = rbd\ndefault_store = rbd\nrbd_store_pool = one\n",
  );
  expect(single.stores[0] && storeSetting(single, single.stores[0], "rbd_store_pool").text).toBe("one");
});
