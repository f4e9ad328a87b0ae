import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cameWith,
  driverOptions,
  elsewhere,
  findOption,
  goneSince,
  isDynamicSection,
  isKnownAnywhere,
  isKnownSection,
  isSecretOption,
  optionDefault,
  optionHistory,
  sectionsOf,
  suggest,
} from "./catalogue.ts";
import { type Layout, type Project, RELEASES, type Release } from "./option.ts";

const single: Layout = { stores: null, cinderBackends: [] };
const multi: Layout = {
  stores: new Map([
    ["Fast", "rbd"],
    ["edge", "rbd"],
    ["archive", "s3"],
    ["web", "http"],
  ]),
  cinderBackends: ["ceph-1"],
};

function found(release: Release, project: Project, section: string, name: string, layout: Layout = multi) {
  return findOption([release], project, section, name, layout);
}

describe("findOption", () => {
  const cases: [string, Project, string, string, Release, Layout, string | null][] = [
    ["a fixed section", "glance", "DEFAULT", "show_image_direct_url", "2025.1", multi, "section"],
    ["another case of a section", "nova", "LibVirt", "images_type", "2025.1", multi, "section"],
    [
      "[Default] is another section than [DEFAULT]",
      "glance",
      "Default",
      "show_image_direct_url",
      "2025.1",
      multi,
      null,
    ],
    ["a dash in a name", "glance", "DEFAULT", "show-image-direct-url", "2025.1", multi, "section"],
    ["a store's own section", "glance", "edge", "rbd_store_pool", "2025.1", multi, "store"],
    ["a store's section in another case", "glance", "fast", "rbd_store_pool", "2025.1", multi, "store"],
    ["another driver's option in a store's section", "glance", "archive", "rbd_store_pool", "2025.1", multi, null],
    ["the weight of a store before it existed", "glance", "edge", "weight", "2023.1", multi, null],
    ["the weight of a store", "glance", "edge", "weight", "2023.2", multi, "store"],
    [
      "a driver option under [glance_store], several stores",
      "glance",
      "glance_store",
      "rbd_store_pool",
      "2025.1",
      multi,
      null,
    ],
    [
      "a driver option under [glance_store], one store",
      "glance",
      "glance_store",
      "rbd_store_pool",
      "2025.1",
      single,
      "section",
    ],
    ["default_backend", "glance", "glance_store", "default_backend", "2025.1", multi, "section"],
    ["a store's section in single-store mode", "glance", "edge", "rbd_store_pool", "2025.1", single, null],
    ["[backend_defaults] before 2025.2", "glance", "backend_defaults", "rbd_store_pool", "2025.1", multi, null],
    [
      "[backend_defaults] from 2025.2",
      "glance",
      "backend_defaults",
      "rbd_store_pool",
      "2025.2",
      multi,
      "backend-defaults",
    ],
    [
      "swift in [backend_defaults] in 2025.2",
      "glance",
      "backend_defaults",
      "swift_store_region",
      "2025.2",
      multi,
      null,
    ],
    [
      "swift in [backend_defaults] in 2026.1",
      "glance",
      "backend_defaults",
      "swift_store_region",
      "2026.1",
      multi,
      "backend-defaults",
    ],
    ["[backend_defaults] in single-store mode", "glance", "backend_defaults", "rbd_store_pool", "2026.1", single, null],
    [
      "a reserved store",
      "glance",
      "os_glance_staging_store",
      "filesystem_store_datadir",
      "2025.1",
      multi,
      "reserved-store",
    ],
    ["an auth plugin's option", "glance", "keystone_authtoken", "password", "2025.1", multi, "auth-plugin"],
    ["an auth plugin's old name", "cinder", "keystone_authtoken", "tenant_name", "2025.1", multi, "auth-plugin"],
    [
      "an auth plugin's option where no auth_type is taken",
      "glance",
      "paste_deploy",
      "password",
      "2025.1",
      multi,
      null,
    ],
    ["cinder's [glance] section before 2025.2", "cinder", "glance", "auth_type", "2025.1", multi, null],
    ["cinder's [glance] section", "cinder", "glance", "auth_type", "2025.2", multi, "section"],
    ["a cinder backend", "cinder", "ceph-1", "rbd_pool", "2025.1", multi, "cinder-backend"],
    [
      "a general cinder option in a backend",
      "cinder",
      "CEPH-1",
      "glance_api_servers",
      "2025.1",
      multi,
      "cinder-backend",
    ],
    ["an unnamed cinder section", "cinder", "ceph-2", "rbd_pool", "2025.1", multi, null],
    ["cinder's [backend_defaults]", "cinder", "backend_defaults", "rbd_pool", "2025.1", multi, "backend-defaults"],
    ["a privsep context", "nova", "vif_plug_ovs_privileged", "helper_command", "2025.1", multi, "section"],
    ["a name that every JavaScript object has", "nova", "DEFAULT", "constructor", "2025.1", multi, null],
    ["a section that every JavaScript object has", "nova", "__proto__", "debug", "2025.1", multi, null],
  ];
  test.each(cases)("%s", (_title, project, section, name, release, layout, via) => {
    expect(found(release, project, section, name, layout)?.via ?? null).toBe(via);
  });

  test("an old name leads to the option that replaced it", () => {
    expect(found("2022.2", "glance", "DEFAULT", "sql_connection")).toMatchObject({
      option: { section: "database", name: "connection", secret: true },
      alias: { section: "DEFAULT", name: "sql_connection" },
    });
    expect(found("2025.1", "nova", "KeyMgr", "fixed_key")?.alias).toEqual({ section: "keymgr", name: "fixed_key" });
  });

  test("an old name of a driver's option is found in the store's section", () => {
    const layout: Layout = { stores: new Map([["block", "cinder"]]), cinderBackends: [] };
    expect(found("2025.1", "glance", "block", "os_region_name", layout)).toMatchObject({
      option: { name: "cinder_os_region_name", storeType: "cinder" },
      via: "store",
    });
  });

  test("a section that auth_section names takes the plugin's options and auth_type", () => {
    const layout: Layout = { ...multi, authSections: ["shared-auth"] };
    expect(found("2025.1", "glance", "Shared-Auth", "password", layout)?.option.secret).toBe(true);
    expect(found("2025.1", "glance", "shared-auth", "auth_type", layout)?.via).toBe("auth-plugin");
    expect(found("2025.1", "glance", "shared-auth", "password", multi)).toBeNull();
  });

  test("one of several releases is enough, and the last that has it tells the details", () => {
    const lookup = findOption(["2022.2", "2023.2", "2025.1"], "glance", "DEFAULT", "image_cache_driver", multi);
    expect(lookup?.option.default).toBe("centralized_db");
    expect(findOption(["2022.2", "2025.1"], "glance", "DEFAULT", "enforce_secure_rbac", multi)).not.toBeNull();
    expect(findOption([], "glance", "DEFAULT", "debug", multi)).toBeNull();
  });

  test("no text makes a look-up fail or find an option of another name", () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("__proto__", "toString", "<store>", "<store:rbd>", "DEFAULT"));
    fc.assert(
      fc.property(text, text, fc.constantFrom<Project>("glance", "nova", "cinder"), (section, name, project) => {
        const lookup = findOption(RELEASES, project, section, name, multi);
        const name_ = name.replaceAll("-", "_");
        const names = lookup ? [lookup.option.name, lookup.alias?.name.replaceAll("-", "_")] : [name_];
        expect(names).toContain(name_);
        expect(suggest(RELEASES, project, section, name, multi).length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 60 },
    );
  });
});

describe("what changed between releases", () => {
  const gone: [string, string, Release][] = [
    ["DEFAULT", "enforce_secure_rbac", "2023.1"],
    ["DEFAULT", "allow_additional_image_properties", "2024.2"],
    ["DEFAULT", "location_strategy", "2024.2"],
    ["store_type_location_strategy", "store_type_preference", "2024.2"],
    ...["bind_host", "bind_port", "workers", "backlog", "tcp_keepidle", "client_socket_timeout"].map(
      (name): [string, string, Release] => ["DEFAULT", name, "2026.2"],
    ),
    ["DEFAULT", "http_keepalive", "2026.2"],
    ["DEFAULT", "max_header_line", "2026.2"],
  ];
  test.each(gone)("glance [%s] %s is gone since %s", (section, name, release) => {
    const history = optionHistory("glance", section, name);
    expect(history && goneSince(history)).toBe(release);
    expect(found(release, "glance", section, name)).toBeNull();
  });

  const added: [Project, string, string, Release][] = [
    ["glance", "<store>", "weight", "2023.2"],
    ["glance", "s3", "s3_store_region_name", "2023.1"],
    ["glance", "s3", "s3_store_cacert", "2023.2"],
    ["glance", "image_format", "require_image_format_match", "2025.1"],
    ["glance", "image_format", "gpt_safety_checks_nonfatal", "2025.1"],
    ["glance", "backend_defaults", "rbd_store_pool", "2025.2"],
    ["glance", "image_import_opts", "max_parallel_stores", "2026.2"],
    ["glance", "cinder", "cinder_attachment_retry_attempts", "2026.2"],
    ["cinder", "glance", "auth_type", "2025.2"],
  ];
  test.each(added)("%s [%s] %s came with %s", (project, section, name, release) => {
    const history = optionHistory(project, section, name);
    expect(history && cameWith(history)).toBe(release);
    expect(history && goneSince(history)).toBeNull();
  });

  const defaults: [string, string, Release, unknown, Release, unknown][] = [
    ["DEFAULT", "image_cache_driver", "2023.2", "sqlite", "2024.1", "centralized_db"],
    ["edge", "rados_connect_timeout", "2023.2", 0, "2024.1", -1],
    ["obj", "swift_store_auth_version", "2025.1", "2", "2025.2", "3"],
    ["image_format", "gpt_safety_checks_nonfatal", "2026.1", ["mbr"], "2026.2", []],
  ];
  test.each(defaults)("the default of [%s] %s changed", (section, name, before, old, after, now) => {
    const layout: Layout = { stores: new Map([...(multi.stores ?? []), ["obj", "swift"]]), cinderBackends: [] };
    expect(optionDefault([before], "glance", section, name, layout)).toEqual({ known: true, value: old });
    expect(optionDefault([after], "glance", section, name, layout)).toEqual({ known: true, value: now });
    expect(optionDefault([before, after], "glance", section, name, layout)).toEqual({ known: false });
  });

  test("what the sample of older releases shows in the wrong section is marked", () => {
    expect(found("2025.1", "glance", "glance_download_opts", "extra_properties")?.option.sampleOnly).toBe(true);
    expect(found("2025.2", "glance", "glance_download_opts", "extra_properties")).toBeNull();
    expect(
      found("2022.2", "glance", "glance_download_properties", "extra_properties")?.option.sampleOnly,
    ).toBeUndefined();
  });

  test("an option that never was has no history", () => {
    expect(optionHistory("glance", "DEFAULT", "no_such_option")).toBeNull();
    expect(optionHistory("glance", "fast", "rbd_store_pool")).toBeNull();
  });
});

describe("secrets", () => {
  const cases: [string, Project | null, string, string, boolean][] = [
    ["a marked option", "glance", "database", "connection", true],
    ["its old name", "glance", "DEFAULT", "sql-connection", true],
    ["in the wrong section", "glance", "DEFAULT", "connection", true],
    ["in a file of unknown service", null, "anything", "transport_url", true],
    ["a driver's option in a store of any name", "glance", "archive", "s3_store_secret_key", true],
    ["an auth plugin's", "nova", "made_up", "application_credential_secret", true],
    ["another project's, in the wrong file", "glance", "DEFAULT", "metadata_proxy_shared_secret", true],
    ["an option that holds none", "glance", "DEFAULT", "enabled_backends", false],
    ["an unknown name", null, "DEFAULT", "no_such_option", false],
  ];
  test.each(cases)("%s", (_title, project, section, name, secret) => {
    expect(isSecretOption(project, section, name)).toBe(secret);
  });
});

describe("sections", () => {
  test("the sections of a release", () => {
    expect(sectionsOf(["2025.1"], "cinder")).not.toContain("glance");
    expect(sectionsOf(["2025.1", "2025.2"], "cinder")).toContain("glance");
    expect(sectionsOf(RELEASES, "glance").filter((section) => section.startsWith("<"))).toEqual([]);
  });

  const cases: [Project, string, boolean, boolean][] = [
    ["nova", "mdev_nvidia-35", true, true],
    ["nova", "vgpu_nvidia-36", true, true],
    ["nova", "neutron_physnet_foo", true, true],
    ["nova", "neutron_tunnel", true, true],
    ["glance", "mdev_nvidia-35", false, false],
    ["glance", "FAST", true, true],
    ["cinder", "ceph-1", true, true],
    ["cinder", "ceph-2", false, false],
    ["nova", "privsep_osbrick", true, true],
    ["nova", "keymgr", false, true],
    ["nova", "libvirt", false, true],
    ["glance", "default", false, false],
  ];
  test.each(cases)("%s [%s]: dynamic %s, known %s", (project, section, dynamic, known) => {
    expect(isDynamicSection(project, section, multi)).toBe(dynamic);
    expect(isKnownSection(["2025.1"], project, section, multi)).toBe(known);
  });
});

describe("what may have been meant", () => {
  test("the sections in which an option is read", () => {
    expect(elsewhere(["2025.1"], "glance", "rbd_store_pool")).toEqual([
      { project: "glance", section: "<store>", storeType: "rbd" },
      { project: "glance", section: "glance_store" },
    ]);
    expect(elsewhere(["2025.1"], "glance", "images_rbd_pool")).toEqual([{ project: "nova", section: "libvirt" }]);
    expect(elsewhere(["2025.1"], "glance", "no_such_option")).toEqual([]);
  });

  const cases: [string, Project, string, string, Layout, [string, string][]][] = [
    ["a slip of the pen", "glance", "DEFAULT", "enable_import_methods", multi, [["DEFAULT", "enabled_import_methods"]]],
    [
      "the wrong section",
      "glance",
      "DEFAULT",
      "rbd_store_pool",
      multi,
      [
        ["Fast", "rbd_store_pool"],
        ["edge", "rbd_store_pool"],
      ],
    ],
    [
      "the wrong section, one store",
      "glance",
      "DEFAULT",
      "rbd_store_pool",
      single,
      [["glance_store", "rbd_store_pool"]],
    ],
    ["a misspelt section", "nova", "libvrt", "images_type", multi, [["libvirt", "images_type"]]],
    ["a backend's option", "cinder", "DEFAULT", "rbd_ceph_conf", multi, [["ceph-1", "rbd_ceph_conf"]]],
    ["nothing like it", "glance", "DEFAULT", "zzzzzzzzzz", multi, []],
  ];
  test.each(cases)("%s", (_title, project, section, name, layout, expected) => {
    const got = suggest(["2025.1"], project, section, name, layout);
    expect(got.map((one) => [one.section, one.name])).toEqual(expected);
  });

  test("a near miss in a store's section comes with that section's name", () => {
    expect(suggest(["2025.1"], "glance", "edge", "rbd_store_poool", multi)[0]).toEqual({
      section: "edge",
      name: "rbd_store_pool",
      score: 1,
    });
  });

  test("a name is known when any service has it", () => {
    expect(["images_rbd_pool", "project-name", "sql_connection"].map(isKnownAnywhere)).toEqual([true, true, true]);
    expect(isKnownAnywhere("rbd_store_replication")).toBe(false);
  });

  test("the options of a driver include those of every store", () => {
    const names = driverOptions(["2025.1"], "rbd").map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["rbd_store_pool", "store_description", "weight"]));
    expect(driverOptions(["2022.2"], "rbd").map(({ name }) => name)).not.toContain("weight");
    expect(driverOptions(RELEASES, "filesystem")).toEqual([]);
  });
});
