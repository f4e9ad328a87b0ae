import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPackageVersions } from "./package-versions.ts";
import { readPastePipeline } from "./paste-pipeline.ts";
import { readPolicy } from "./policy.ts";

const source = { file: "x" };

describe("policies", () => {
  test.each([
    [
      "yaml",
      '# comment\n"copy_image": "role:admin"\n#"get_image": ""\n"add_image": "role:member or role:admin"\n',
      [
        ["copy_image", "role:admin", 2],
        ["add_image", "role:member or role:admin", 4],
      ],
    ],
    [
      "json",
      '{\n  "default": "",\n  "publicize_image": "role:admin"\n}',
      [
        ["default", "", 2],
        ["publicize_image", "role:admin", 3],
      ],
    ],
    ["lists", '{"a": [["role:x", "rule:y"], ["role:z"]]}', [["a", "role:x and rule:y or role:z", 1]]],
    [
      "broken yaml",
      '"copy_image": "role:admin"\n  bad: [\n"x": "!"',
      [
        ["copy_image", "role:admin", 1],
        ["bad", "[", 2],
        ["x", "!", 3],
      ],
    ],
  ])("are read from %s with their lines", (_form, text, rules) => {
    expect(readPolicy(text, source).rules.map((rule) => [rule.name, rule.value, rule.line])).toEqual(rules);
  });
});

test("pipelines are read with their members over continuation lines", () => {
  const text =
    "[pipeline:glance-api-keystone+caching]\npipeline = cors healthcheck\n  authtoken context\n  cache rootapp\n[composite:rootapp]\nuse = egg:x\n/: apiversions\n/v2: apiv2app\n[filter:cache]\npaste.filter_factory = glance.api\n";
  expect(readPastePipeline(text, source).pipelines).toEqual([
    {
      name: "glance-api-keystone+caching",
      members: ["cors", "healthcheck", "authtoken", "context", "cache", "rootapp"],
      line: 2,
    },
    { name: "rootapp", members: ["apiversions", "apiv2app"], line: 5 },
  ]);
});

test.each([
  ["dpkg", "ii  glance-common           2:30.0.0-3+deb13u2  all   text", "glance-common", "2:30.0.0-3+deb13u2"],
  ["dpkg with architecture", "ii  librbd1:amd64  18.2.7 amd64 text", "librbd1", "18.2.7"],
  ["rpm", "openstack-glance-28.0.1-1.el9s.noarch", "openstack-glance", "28.0.1-1.el9s"],
  ["dnf", "openstack-glance.noarch   1:28.0.1-1.el9s   @centos-openstack", "openstack-glance", "1:28.0.1-1.el9s"],
  ["pip freeze", "glance-store==4.9.1", "glance-store", "4.9.1"],
  ["pip list", "glance_store       4.9.1", "glance_store", "4.9.1"],
  ["apt", "glance-api/noble-updates,now 2:28.0.1-0ubuntu1 all [installed]", "glance-api", "2:28.0.1-0ubuntu1"],
  [
    "docker images",
    "quay.io/openstack.kolla/glance-api   2025.1-ubuntu-noble   0123456789ab   2 weeks ago   1.1GB",
    "quay.io/openstack.kolla/glance-api",
    "2025.1-ubuntu-noble",
  ],
  [
    "an image reference",
    "registry.example.net:4000/kolla/nova-compute:2024.2-rocky-9",
    "registry.example.net:4000/kolla/nova-compute",
    "2024.2-rocky-9",
  ],
  ["several nodes", "ctl1: openstack-glance-28.0.1-1.el9s.noarch", "openstack-glance", "28.0.1-1.el9s"],
  ["words", "glance: 30.0.0", "glance", "30.0.0"],
  ["a client", "openstack 7.4.0", "openstack", "7.4.0"],
])("versions are read from %s", (_form, line, name, version) => {
  expect(readPackageVersions(`${line}\n`, source).versions).toEqual([{ name, version, line: 1 }]);
});

test("a lone number belongs to the program that was asked", () => {
  expect(readPackageVersions("$ glance-api --version\n30.0.0\n", source).versions).toEqual([
    { name: "glance-api", version: "30.0.0", line: 2 },
  ]);
});

test("nothing makes the readers throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      for (const read of [readPolicy, readPastePipeline, readPackageVersions])
        expect(read(text, source).file).toBe("x");
    }),
  );
});
