import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { buildCloud } from "./build-cloud.ts";

const CORPUS = join(import.meta.dirname, "..", "..", "test", "corpus", "deployments");

const toolOf = (files: Readonly<Record<string, string>>) =>
  buildCloud(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false })))).deployTool;

const TOOLS: readonly [string, string][] = [
  ["charms", "charms"],
  ["devstack", "unknown"],
  ["genestack", "openstack-helm"],
  ["glance-operator", "glance-operator"],
  ["kolla-ansible", "kolla-ansible"],
  ["openstack-ansible", "openstack-ansible"],
  ["openstack-helm", "openstack-helm"],
  ["packstack", "packstack"],
  ["sunbeam", "charms"],
  ["tripleo", "tripleo"],
];
const deployments = readdirSync(CORPUS).map((name): [string, string] => [
  name,
  TOOLS.find(([tool]) => name.startsWith(tool))?.[1] ?? "not in the table",
]);

function filesOf(name: string): Record<string, string> {
  const folder = join(CORPUS, name);
  const configs = readdirSync(folder).filter((file) => file.endsWith(".conf") && file !== "ceph.conf");
  return Object.fromEntries(configs.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

/** What is left when an operator pastes only the active lines. */
const withoutComments = (text: string): string => text.replaceAll(/^\s*[#;].*\n/gm, "");

describe("the tool is told by what its templates write", () => {
  test.each(deployments)("%s, without comments, is %s", (name, tool) => {
    const files = Object.fromEntries(
      Object.entries(filesOf(name)).map(([file, text]) => [file, withoutComments(text)]),
    );
    expect(toolOf(files).value).toBe(tool);
  });

  test.each(deployments)("%s: no file alone is taken for another tool's than %s", (name, tool) => {
    for (const [file, text] of Object.entries(filesOf(name)))
      expect([tool, "unknown"]).toContain(toolOf({ [file]: withoutComments(text) }).value);
  });
});

const api = (...lines: string[]): Record<string, string> => ({ "glance-api.conf": `[DEFAULT]\n${lines.join("\n")}\n` });

describe("marks that prove and marks that do not", () => {
  test.each<[string, Record<string, string>, string]>([
    ["a log path of kolla", api("log_file = /var/log/kolla/glance/glance-api.log"), "kolla-ansible"],
    ["a comment of juju", api("# configuration file maintained by juju", "workers = 2"), "charms"],
    ["a comment that names who deployed", api("# deployed with openstack-ansible", "workers = 2"), "openstack-ansible"],
    ["a comment about the past", api("# we used packstack and juju once", "workers = 2"), "unknown"],
    ["a role that is not named", api("# Deployed by an Ansible role, do not edit", "workers = 2"), "unknown"],
    ["a store that is named after a tool", api("enabled_backends = juju:file, kolla:rbd"), "unknown"],
    [
      "options that several tools write",
      api("fatal_deprecations = False", "image_cache_stall_time = 86400"),
      "unknown",
    ],
    [
      "a container of OSA",
      api("bind_host = 192.0.2.1", "memcached = infra1_glance_container-1a2b3c4d"),
      "openstack-ansible",
    ],
    [
      "a service in Kubernetes that is no chart's",
      api("public_endpoint = http://image.tools.svc.cluster.local/"),
      "unknown",
    ],
    [
      "two tools at once",
      { ...api("log_file = /var/log/kolla/glance/api.log"), "cinder.conf": "[tripleo_ceph]\nrbd_pool = volumes\n" },
      "unknown",
    ],
  ])("%s", (_what, files, tool) => {
    expect(toolOf(files).value).toBe(tool);
  });

  test("the words go first, and the place is cited", () => {
    const files = api("log_file = /var/log/kolla/glance/glance-api.log");
    expect(toolOf({ ...files, "request.md": "Deployed with packstack, grown since." }).value).toBe("packstack");
    expect(toolOf(files).evidence).toEqual([{ text: "[DEFAULT]log_file", at: { file: "glance-api.conf", line: 2 } }]);
  });

  test("names of container images tell the tool", () => {
    const listing = "quay.io/openstack.kolla/glance-api   2025.1-ubuntu-noble   0123456789ab   2 weeks ago   1.1GB\n";
    const images = `REPOSITORY   TAG   IMAGE ID   CREATED   SIZE\n${listing}`;
    expect(toolOf({ ...api("workers = 2"), "versions.txt": images }).value).toBe("kolla-ansible");
  });
});
