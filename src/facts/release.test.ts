import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { RELEASES } from "../options/option.ts";
import { buildCloud } from "./build-cloud.ts";
import { releaseOfVersion } from "./release.ts";

type Files = Readonly<Record<string, string>>;

const releaseOf = (files: Files, release?: string) =>
  buildCloud(
    intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))),
    release === undefined ? {} : { release },
  ).release;

const contradictionsOf = (files: Files) =>
  buildCloud(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false })))).contradictions;

const API =
  "[DEFAULT]\nenabled_backends = fast:rbd\n[glance_store]\ndefault_backend = fast\n[fast]\nrbd_store_pool = images\n";

describe("versions of the services are releases", () => {
  test.each<[string, string, string | null]>([
    ["glance-common", "2:30.0.0-3+deb13u2", "2025.1"],
    ["python3-nova", "3:26.2.2-1", "2022.2"],
    ["openstack-cinder", "1:27.0.0-1.el10", "2025.2"],
    ["glance", "33.0.0", "2026.2"],
    ["glance-api", "2:24.2.0-0ubuntu1", "yoga"],
    ["nova-compute", "20.6.1", "train"],
    ["glance-api", "40.0.0", null],
    ["glance_store", "4.9.1", null],
    ["python3-glanceclient", "4.7.0", null],
    ["python3-cinderclient", "26.0.0", null],
    ["quay.io/openstack.kolla/glance-api", "2025.1-ubuntu-noble", "2025.1"],
    ["registry.example.net/kolla/nova-compute:2024.2-rocky-9", "sha", "2024.2"],
    ["registry.example.net/tools/backup", "2024.1", null],
    ["oslo.config", "9.7.1", null],
    ["glance", "master", null],
  ])("%s %s -> %s", (name, version, release) => {
    expect(releaseOfVersion(name, version)).toBe(release);
  });
});

describe("what makes a release known, strongest first", () => {
  const listing = "ii  glance-api 2:30.0.0-3 all x\nii  nova-compute 3:31.0.0-6 all x\n";
  test.each<[string, Files, string | undefined, string]>([
    ["--release goes before all", { "request.md": "We run 2024.1.", "versions.txt": listing }, "epoxy", "2025.1"],
    ["words go before packages", { "request.md": "We run 2024.1.", "versions.txt": listing }, undefined, "2024.1"],
    ["packages go before options", { "versions.txt": listing, "glance-api.conf": API }, undefined, "2025.1"],
    ["old code names stay names", { "request.md": "This is RHOSP 17.1." }, undefined, "wallaby"],
    ["an upgrade to come names what runs", { "request.md": "Upgrading from 2024.1 to 2025.1." }, undefined, "2024.1"],
    ["nothing told is nothing known", { "glance-api.conf": API }, undefined, "unknown"],
    [
      "two nodes with different packages are a mixed cloud",
      { "versions.txt": "ctl1: openstack-glance-28.0.1-1.el9s.noarch\nctl2: openstack-glance-29.0.0-1.el9s.noarch\n" },
      undefined,
      "mixed:2024.1,2024.2",
    ],
    [
      "two releases side by side are a mixed cloud",
      { "request.md": "Controllers 2025.1, computes 2024.2." },
      undefined,
      "mixed:2025.1,2024.2",
    ],
  ])("%s", (_what, files, release, expected) => {
    expect(releaseOf(files, release).value).toBe(expected);
  });

  test("an older release is judged by the oldest catalogue, a mixed one by both", () => {
    expect(releaseOf({ "request.md": "This is RHOSP 17.1." }).catalogues).toEqual([RELEASES[0]]);
    expect(releaseOf({ "request.md": "Controllers 2025.1, computes 2024.2." }).catalogues).toEqual([
      "2024.2",
      "2025.1",
    ]);
  });

  test("evidence cites the line", () => {
    expect(releaseOf({ "versions.txt": listing }).evidence).toContainEqual({
      text: "glance-api 2:30.0.0-3",
      at: { file: "versions.txt", line: 1 },
    });
  });
});

describe("options narrow the releases, and one copied line proves none", () => {
  test.each<[string, Files, string]>([
    ["an option of all releases", { "glance-api.conf": API }, "2022.2"],
    ["a store's weight", { "glance-api.conf": `${API}weight = 10\n` }, "2023.2"],
    [
      "a required format match",
      { "glance-api.conf": `${API}[image_format]\nrequire_image_format_match = True\n` },
      "2025.1",
    ],
    [
      "an account in a section that got its own later",
      { "cinder.conf": "[DEFAULT]\nenabled_backends = a\n[glance]\nauth_type = password\nregion_name = one\n" },
      "2022.2",
    ],
    [
      "an option of a shared library",
      { "glance-api.conf": `${API}[oslo_messaging_rabbit]\nuse_queue_manager = True\n` },
      "2022.2",
    ],
  ])("%s", (_what, files, oldest) => {
    const release = releaseOf(files);
    expect([release.known, release.catalogues[0]]).toEqual([false, oldest]);
  });

  const CORPUS = join(import.meta.dirname, "..", "..", "test", "corpus", "deployments");
  test.each(readdirSync(CORPUS))("%s: its release is among those that are left", (name) => {
    const folder = join(CORPUS, name);
    const files = readdirSync(folder).filter((file) => file !== "expected.json");
    const told = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as { release: string };
    const given = Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
    expect(releaseOf(given).catalogues).toContain(told.release);
  });
});

const NOVA_LOCAL = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n[libvirt]\nimages_type = qcow2\n";
const NOVA_RBD = "[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/ceph.conf\n";
const CINDER_LVM =
  "[DEFAULT]\nenabled_backends = lvm\n[lvm]\nvolume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver\n";

describe("words against files", () => {
  test.each<[string, Files, string[]]>([
    ["a yes that the file denies", { "request.md": "Nova is on Ceph.", "nova.conf": NOVA_LOCAL }, ["nova.uses_ceph"]],
    [
      "a no that the file denies",
      { "request.md": "Nova uses local disks.", "nova.conf": NOVA_RBD },
      ["nova.uses_ceph"],
    ],
    [
      "no Ceph at all, and one in the file",
      { "request.md": "There is no Ceph here.", "nova.conf": NOVA_RBD },
      ["nova.uses_ceph"],
    ],
    ["volumes", { "request.md": "Cinder is on Ceph.", "cinder.conf": CINDER_LVM }, ["cinder.uses_ceph"]],
    ["a part only", { "request.md": "Some computes are on Ceph.", "nova.conf": NOVA_LOCAL }, []],
    ["agreement", { "request.md": "Nova is on Ceph.", "nova.conf": NOVA_RBD }, []],
    ["a plan", { "request.md": "We plan to put Nova on Ceph.", "nova.conf": NOVA_LOCAL }, []],
    ["a question", { "request.md": "Is Nova on Ceph?", "nova.conf": NOVA_LOCAL }, []],
    ["Ceph for images alone", { "request.md": "Images are on Ceph.", "nova.conf": NOVA_LOCAL }, []],
    [
      "a release and the packages of another",
      {
        "request.md": "We run 2025.1.",
        "versions.txt": "ii  glance-api 2:28.0.1-1 all x\nii  glance-common 2:28.0.1-1 all x\n",
      },
      ["openstack_release"],
    ],
    [
      "a release and an option that came later",
      {
        "request.md": "We run 2024.1.",
        "glance-api.conf": `${API}[image_format]\nrequire_image_format_match = True\n`,
      },
      ["openstack_release"],
    ],
    [
      "a mixed cloud and its packages",
      {
        "request.md": "Controllers 2025.1, computes 2024.1.",
        "versions.txt": "ii  glance-api 2:28.0.1-1 all x\nii  nova-api 3:31.0.0-1 all x\n",
      },
      [],
    ],
  ])("%s", (_what, files, subjects) => {
    expect(contradictionsOf(files).map(({ subject }) => subject)).toEqual(subjects);
  });

  test("both sides are cited", () => {
    const [found] = contradictionsOf({ "request.md": "Hi.\n\nNova is on Ceph.", "nova.conf": NOVA_LOCAL });
    expect(found?.sides.map(({ at }) => at.file)).toEqual(["request.md", "nova.conf"]);
    expect(found?.sides[0]?.at.line).toBe(3);
  });

  test("one cluster that is said and two fsids that are shown do not agree", () => {
    const fsid = (digit: string): string =>
      `[global]\nfsid = ${digit.repeat(8)}-1111-4111-8111-111111111111\nmon_host = 192.0.2.1\n`;
    const files = {
      "request.md": "Nova and Glance are on the same Ceph cluster.",
      "glance-api.conf": `${API}rbd_store_ceph_conf = /etc/ceph/glance.conf\n`,
      "nova.conf": NOVA_RBD.replace("/etc/ceph/ceph.conf", "/etc/ceph/nova.conf"),
      "etc/ceph/glance.conf": fsid("a"),
      "etc/ceph/nova.conf": fsid("b"),
    };
    const cloud = buildCloud(intake(Object.entries(files).map(([name, text]) => ({ name, text, pasted: false }))));
    expect([cloud.clone.sameCluster, cloud.contradictions.map(({ subject }) => subject)]).toEqual([
      false,
      ["same_ceph_cluster"],
    ]);
  });
});
