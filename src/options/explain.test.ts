import { describe, expect, test } from "vitest";
import { explainOption } from "./explain.ts";
import { renderExplanation } from "./explain-text.ts";

function places(query: string): string[] {
  return (explainOption(query)?.places ?? []).map(({ project, section, name }) => `${project} [${section}] ${name}`);
}

describe("explainOption", () => {
  const cases: [string, string[]][] = [
    ["show_image_direct_url", ["glance [DEFAULT] show_image_direct_url"]],
    ["DEFAULT.show_image_direct_url", ["glance [DEFAULT] show_image_direct_url"]],
    ["[DEFAULT] show-image-direct-url = True", ["glance [DEFAULT] show_image_direct_url"]],
    ["glance [DEFAULT] enabled_backends", ["glance [DEFAULT] enabled_backends"]],
    ["enabled_backends", ["glance [DEFAULT] enabled_backends", "cinder [DEFAULT] enabled_backends"]],
    ["libvirt.images_type", ["nova [libvirt] images_type"]],
    ["[LIBVIRT]images_type", ["nova [libvirt] images_type"]],
    ["[rbd]weight", ["glance [<store>] weight"]],
    ["nova.libvirt.images_type", ["nova [libvirt] images_type"]],
    ["glance.num_retries", ["nova [glance] num_retries"]],
    ["no_such_option_at_all", []],
    ["[DEFAULT", []],
    ["", []],
  ];
  test.each(cases)("%j", (query, expected) => {
    expect(places(query)).toEqual(expected);
  });

  test("an option of every driver is told once, with the drivers", () => {
    const [weight, ...more] = explainOption("weight")?.places.filter(({ project }) => project === "glance") ?? [];
    expect(more).toEqual([]);
    expect(weight).toMatchObject({ cameWith: "2023.2", goneSince: null });
    expect(weight?.drivers).toEqual(["cinder", "file", "http", "rbd", "s3", "swift", "vmware"]);
  });

  test("a changed default is told by ranges of releases", () => {
    const [place] = explainOption("glance image_cache_driver")?.places ?? [];
    expect(place?.versions.map(({ from, to, default: value }) => [from, to, value])).toEqual([
      ["2022.2", "2023.2", "sqlite"],
      ["2024.1", "2026.2", "centralized_db"],
    ]);
  });

  test("an old name leads to the current one", () => {
    expect(explainOption("glance [DEFAULT] sql_connection")?.places[0]).toMatchObject({
      section: "database",
      name: "connection",
      oldName: { section: "DEFAULT", name: "sql_connection" },
      secret: true,
    });
  });

  test("an option that is gone tells since when", () => {
    expect(explainOption("glance bind_port")?.places[0]).toMatchObject({ goneSince: "2026.2", cameWith: null });
  });

  test("an auth plugin's option tells where it is taken", () => {
    const explained = explainOption("[keystone_authtoken] password");
    expect(explained?.authPlugin?.secret).toBe(true);
    expect(explained?.authPlugin?.sections).toContainEqual({ project: "glance", section: "keystone_authtoken" });
  });

  test("a misspelt name and a wrong section give near misses", () => {
    expect(explainOption("enable_import_methods")?.nearMisses[0]?.name).toBe("enabled_import_methods");
    expect(explainOption("[DEFAULT] images_type")?.nearMisses).toContainEqual({
      project: "nova",
      section: "libvirt",
      name: "images_type",
    });
    expect(explainOption("qqqqqqqqqqqqqqqq")).toBeNull();
  });
});

test.each(["weight", "image_cache_driver", "password", "enable_import_methods", "bind_port"])(
  "the text for %s holds the facts that were found",
  (query) => {
    const explanation = explainOption(query);
    if (!explanation) throw new Error("nothing was found");
    const text = renderExplanation(explanation);
    expect(text.endsWith("\n")).toBe(true);
    const wanted = [
      ...explanation.places.flatMap(({ section, goneSince, versions }) => [
        `[${section}]`,
        ...(goneSince ? [goneSince] : []),
        ...versions.map(({ type }) => type),
      ]),
      ...explanation.nearMisses.map(({ name }) => name),
    ];
    for (const fact of wanted) expect(text).toContain(fact);
  },
);
