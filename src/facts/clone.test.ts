import { describe, expect, test } from "vitest";
import { intake } from "../intake/intake.ts";
import { RELEASES } from "../options/option.ts";
import { cephClients, cephUsers } from "./ceph.ts";
import { cloneFacts } from "./clone.ts";
import type { CloneFacts, CloneLink, CloneVerdict } from "./cloud.ts";
import { cinderVolumes, novaComputes } from "./consumers.ts";
import { glanceApis } from "./glance.ts";
import { readWords } from "./words.ts";

type Given = Readonly<Record<string, string>>;

function facts(given: Given, release = "2025.1"): CloneFacts {
  const read = intake(Object.entries(given).map(([name, text]) => ({ name, text, pasted: false })));
  const catalogues = RELEASES.filter((one) => one === release);
  return cloneFacts({
    intake: read,
    glance: glanceApis(read, catalogues),
    nova: novaComputes(read, catalogues),
    cinder: cinderVolumes(read, catalogues),
    ceph: cephClients(read),
    cephUsers: cephUsers(read),
    catalog: null,
    words: readWords("", null),
    observed: [],
  });
}

const verdictOf = ({ verdicts }: CloneFacts, consumer: "nova" | "cinder", storeId = "rbd"): CloneVerdict => {
  const found = verdicts.find((verdict) => verdict.consumer === consumer && verdict.storeId === storeId);
  if (!found) throw new Error(`no verdict for ${consumer} and ${storeId}`);
  return found;
};
const holds = (verdict: CloneVerdict, id: CloneLink["id"]) => verdict.links.find((link) => link.id === id)?.holds;

const glance = (extra = "", stores = "rbd:rbd") => `[DEFAULT]
enabled_backends = ${stores}
show_image_direct_url = True
${extra}
[glance_store]
default_backend = rbd
[rbd]
rbd_store_user = glance
rbd_store_pool = images
rbd_store_ceph_conf = /etc/ceph/ceph.conf
`;
const nova = (conf = "/etc/ceph/ceph.conf", extra = "") => `[libvirt]
images_type = rbd
images_rbd_pool = vms
images_rbd_ceph_conf = ${conf}
rbd_user = nova
${extra}`;
const cinder = (conf = "/etc/ceph/ceph.conf", extra = "") => `[DEFAULT]
enabled_backends = rbd-1
[rbd-1]
volume_driver = cinder.volume.drivers.rbd.RBDDriver
rbd_pool = volumes
rbd_user = cinder
rbd_ceph_conf = ${conf}
${extra}`;
const ceph = (fsid: string) => `[global]\nfsid = ${fsid}\nmon_host = 192.0.2.1\n`;
const FSID_A = "11111111-1111-4111-8111-111111111111";
const FSID_B = "22222222-2222-4222-8222-222222222222";

describe("the clusters of a chain", () => {
  test("the same path without any ceph.conf is an assumption", () => {
    const found = facts({ "glance-api.conf": glance(), "nova.conf": nova() });
    expect(holds(verdictOf(found, "nova"), "same-cluster")).toBe("assumed");
    expect(found.sameCluster).toBe("assumed_from_same_conf_path");
    expect(verdictOf(found, "nova").possible).toBe(true);
    expect(found.effectiveNova).toBe(true);
  });

  test("one pasted ceph.conf that both read stays an assumption", () => {
    const found = facts({ "glance-api.conf": glance(), "nova.conf": nova(), "ceph.conf": ceph(FSID_A) });
    expect(found.sameCluster).toBe("assumed_from_same_conf_path");
  });

  test("different paths with equal fsids are one cluster", () => {
    const found = facts({
      "glance-api.conf": glance(),
      "nova.conf": nova("/etc/ceph/compute.conf"),
      "ceph.conf": ceph(FSID_A),
      "compute.conf": ceph(FSID_A),
    });
    expect(found.sameCluster).toBe(true);
  });

  test("different fsids are different clusters, also at one path on two machines", () => {
    const byPath = facts({
      "glance-api.conf": glance(),
      "nova.conf": nova("/etc/ceph/compute.conf"),
      "ceph.conf": ceph(FSID_A),
      "compute.conf": ceph(FSID_B),
    });
    const byMachine = facts({
      "glance-api.conf": glance(),
      "nova.conf": nova(),
      "controller/ceph.conf": ceph(FSID_A),
      "compute/ceph.conf": ceph(FSID_B),
    });
    for (const found of [byPath, byMachine]) {
      expect(found.sameCluster).toBe(false);
      expect(verdictOf(found, "nova")).toMatchObject({ possible: false, brokenBy: "same-cluster" });
      expect(found.effectiveNova).toBe(false);
    }
  });

  test("different paths without an fsid prove nothing", () => {
    const found = facts({ "glance-api.conf": glance(), "nova.conf": nova("/etc/ceph/other.conf") });
    expect(found.sameCluster).toBe("unknown");
    expect(verdictOf(found, "nova").possible).toBe("unknown");
  });

  test("one of several Cinder backends on the store's cluster is enough", () => {
    const text = `${cinder("/etc/ceph/far.conf").replace("rbd-1\n", "rbd-1,rbd-2\n")}
[rbd-2]
volume_driver = cinder.volume.drivers.rbd.RBDDriver
rbd_ceph_conf = /etc/ceph/ceph.conf
`;
    const found = facts({
      "glance-api.conf": glance(),
      "cinder.conf": text,
      "ceph.conf": ceph(FSID_A),
      "far.conf": ceph(FSID_B),
    });
    expect(verdictOf(found, "cinder").possible).toBe(true);
  });
});

describe("the locations of a chain", () => {
  test("nothing shown: Nova's chain breaks there, at the line or the section header", () => {
    const hidden = glance().replace("show_image_direct_url = True", "");
    const verdict = verdictOf(facts({ "glance-api.conf": hidden, "nova.conf": nova() }), "nova");
    expect(verdict).toMatchObject({ possible: false, brokenBy: "location-visible" });
    expect(verdict.links.find(({ id }) => id === "location-visible")?.at).toEqual({ file: "glance-api.conf", line: 1 });
  });

  test("an option of that name in another section shows nothing and is not cited", () => {
    const text = glance("", "rbd:rbd")
      .replace("show_image_direct_url = True", "")
      .replace("[rbd]\n", "[rbd]\nshow_image_direct_url = True\n");
    const verdict = verdictOf(facts({ "glance-api.conf": text, "nova.conf": nova() }), "nova");
    expect(verdict.brokenBy).toBe("location-visible");
    expect(verdict.links.find(({ id }) => id === "location-visible")?.at?.line).toBe(1);
  });

  const user = "[glance]\nauth_type = password\n";
  const token = "[service_user]\nsend_service_user_token = True\n";
  test.each([
    ["2025.1", user, false],
    ["2025.2", "", false],
    ["2025.2", user, "unknown"],
    ["2025.2", user + token, true],
    ["2025.2", token, true],
    ["2026.1", token, false],
    ["2026.1", user, true],
  ] as const)("hidden from users in %s, with %j in cinder.conf Cinder sees them: %s", (release, extra, possible) => {
    const hidden = glance().replace("True", "False");
    const found = facts({ "glance-api.conf": hidden, "cinder.conf": cinder("/etc/ceph/ceph.conf", extra) }, release);
    expect(verdictOf(found, "cinder").possible).toBe(possible);
  });

  test.each([
    ["2025.1", "weight = 10", "weight = 1", true],
    ["2025.1", "", "", "unknown"],
    ["2025.1", "", "weight = 1", false],
    ["2023.1", "weight = 10", "", "unknown"],
  ] as const)("in %s, %j against %j: the store comes first: %s", (release, own, other, first) => {
    const text = `${glance("", "rbd:rbd, archive:swift")}${own}\n[archive]\n${other}\n`;
    const found = facts({ "glance-api.conf": text, "nova.conf": nova() }, release);
    const verdict = verdictOf(found, "nova");
    expect(holds(verdict, "first-location-local")).toBe(first);
    expect(verdict.possible, "images that are in this store alone can be cloned").toBe(true);
  });

  test("the internal endpoint counts where files tell endpoints apart", () => {
    const found = facts({
      "glance-api-internal.conf": glance(),
      "glance-api-external.conf": glance().replace("True", "False"),
      "nova.conf": nova(),
    });
    expect(found.verdicts).toHaveLength(1);
    expect(found.effectiveNova).toBe(true);
  });
});

describe("the consumers of a chain", () => {
  test("Nova on local disks breaks the first link", () => {
    const found = facts({ "glance-api.conf": glance(), "nova.conf": "[libvirt]\nimages_type = qcow2\n" });
    expect(verdictOf(found, "nova").brokenBy).toBe("consumer-on-rbd");
    expect(found.effectiveNova).toBe(false);
  });

  test("force_raw_images off breaks the chain at its line", () => {
    const found = facts({ "glance-api.conf": glance(), "nova.conf": `[DEFAULT]\nforce_raw_images = False\n${nova()}` });
    const link = verdictOf(found, "nova").links.find(({ id }) => id === "force-raw");
    expect(link).toMatchObject({ holds: false, at: { file: "nova.conf", line: 2 } });
  });

  test("Glance without an RBD store breaks it for every consumer", () => {
    const text = "[DEFAULT]\nenabled_backends = nfs:file\n[glance_store]\ndefault_backend = nfs\n[nfs]\n";
    const found = facts({ "glance-api.conf": text, "nova.conf": nova(), "cinder.conf": cinder() });
    expect(found.verdicts.map(({ brokenBy }) => brokenBy)).toEqual(["store-on-rbd", "store-on-rbd"]);
    expect(found.possible).toBe(false);
  });

  test("capabilities are judged only for users that were pasted", () => {
    const auth = `[client.nova]
\tkey = AQDinventedinventedinventedinventedinv0==
\tcaps mon = "profile rbd"
\tcaps osd = "profile rbd pool=vms"
`;
    const verdict = verdictOf(
      facts({ "glance-api.conf": glance(), "nova.conf": nova(), "ceph-auth.txt": auth }),
      "nova",
    );
    expect(verdict).toMatchObject({ possible: false, brokenBy: "caps" });
    const without = verdictOf(facts({ "glance-api.conf": glance(), "nova.conf": nova() }), "nova");
    expect(holds(without, "caps")).toBeUndefined();
  });

  test("single-store mode is proved from [glance_store]", () => {
    const text = `[DEFAULT]
show_image_direct_url = True
[glance_store]
stores = rbd,file,http
default_store = rbd
rbd_store_pool = images
rbd_store_ceph_conf = /etc/ceph/ceph.conf
`;
    const found = facts({ "glance-api.conf": text, "nova.conf": nova() }, "2024.1");
    expect(verdictOf(found, "nova")).toMatchObject({ possible: true, brokenBy: null });
  });
});
