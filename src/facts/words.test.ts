import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAllWords, readWords } from "./words.ts";

const read = (text: string) => readWords(text, "request.md");
const values = (all: readonly { value: unknown }[]): unknown[] => all.map(({ value }) => value);

describe("releases that the cloud is said to run", () => {
  test.each<[string, string[]]>([
    ["OpenStack 2025.1 with three controllers.", ["2025.1"]],
    ["We run Caracal on Ubuntu 22.04.", ["2024.1"]],
    ["Release: Epoxy (2025.1)", ["2025.1"]],
    ["We are on RHOSP 17.1, director deployed.", ["wallaby"]],
    ["OSP16.2, Ceph 4.", ["train"]],
    ["Red Hat OpenStack Platform 13 still.", ["queens"]],
    ["This is RHOSO 18.0.", ["2023.1"]],
    ["We are upgrading from 2024.1 to 2025.1 next month.", ["2024.1"]],
    ["We upgraded from Zed to 2025.1 last month.", ["2025.1"]],
    ["We run 2023.1 and will go to 2024.1 in spring.", ["2023.1"]],
    ["Currently 2024.2, planning to move to 2025.2.", ["2024.2"]],
    ["Upgrade 2024.1 -> 2025.1 is under way.", ["2024.1"]],
    ["Controllers are on 2025.1, computes are still on 2024.2.", ["2025.1", "2024.2"]],
    ["Just finished upgrading to 2025.2.", ["2025.2"]],
    ["Is this configuration right for 2025.2?", ["2025.2"]],
    ["Should we upgrade to 2025.2?", []],
    ["We have 2024.1. Was that option removed in 2025.1?", ["2024.1"]],
    ["Since 2023.2 boots are slow; we are on 2024.2 today.", ["2024.2"]],
    ["Our golden images are Rocky Linux 9 and rocky-9 builds.", []],
    ["Guests run Rocky 9.", []],
    ["stable/rocky still, sorry.", ["rocky"]],
    ["The report is from 2025.1.15.", []],
    ["The log is from 2024.12.", []],
    ["glance-api 30.0.0 on Debian 13.", ["2025.1"]],
    ["kolla-ansible 2026.1, everything default.", ["2026.1"]],
    ["Wir fahren 2024.2 und wollen nächstes Jahr auf 2025.2.", ["2024.2"]],
    ["Wir haben von Zed auf 2023.2 aktualisiert.", ["2023.2"]],
    ["Nous sommes sur Bobcat.", ["2023.2"]],
    ["Tenemos OpenStack Antelope con tres controladores.", ["2023.1"]],
    ["Temos o OpenStack 2024.1 com Ceph.", ["2024.1"]],
    ["У нас OpenStack 2025.1, планируем перейти на 2025.2.", ["2025.1"]],
    ["我们用的是 OpenStack 2024.2，Ceph 集群。", ["2024.2"]],
    ["Charmed OpenStack, Yoga release.", ["yoga"]],
    ["OpenStack 2022.1 from the cloud archive.", ["yoga"]],
    ["No idea which release.", []],
  ])("%s", (text, expected) => {
    expect(values(read(text).releases)).toEqual(expected);
  });
});

describe("API nodes that are counted", () => {
  test.each<[string, number | null]>([
    ["3 controllers, 84 computes.", 3],
    ["We have three controller nodes behind HAProxy.", 3],
    ["Glance runs on 5 hosts.", 5],
    ["Two glance-api nodes, one VIP.", 2],
    ["Controllers: 3", 3],
    ["We have a single controller.", 1],
    ["An all-in-one test box.", 1],
    ["Import works only on one controller.", null],
    ["It fails on one of three controllers.", 3],
    ["The other two controllers are fine.", null],
    ["Each controller has two RAID controllers.", null],
    ["2025.1 controllers and older computes.", null],
    ["Next year we will add two controllers.", null],
    ["We have three controllers, is that enough for imports?", 3],
    ["Drei Controller, zwölf Computeknoten.", 3],
    ["Trois contrôleurs et un cluster Ceph.", 3],
    ["Tenemos tres controladores.", 3],
    ["São três controladores.", 3],
    ["У нас три контроллера.", 3],
    ["我们有三个控制节点。", 3],
    ["Plenty of controllers.", null],
  ])("%s", (text, expected) => {
    expect(read(text).apiNodes?.value ?? null).toBe(expected);
  });
});

type Disks = { nova?: "yes" | "no" | "partly"; cinder?: "yes" | "no" | "partly"; ceph?: "yes" | "no" | "partly" };
describe("Ceph under Nova and Cinder", () => {
  test.each<[string, Disks]>([
    // plain yes
    ["Nova and Cinder are on the same Ceph.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Same Ceph cluster for Glance, Nova ephemeral and Cinder.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Glance, Nova and Cinder all use one Ceph cluster.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    [
      "One Ceph. Nova ephemeral, Cinder and Glance all on the same cluster.",
      { nova: "yes", cinder: "yes", ceph: "yes" },
    ],
    ["Root disks are on RBD.", { nova: "yes", ceph: "yes" }],
    ["Ephemeral is RBD, volumes too.", { nova: "yes", ceph: "yes" }],
    ["Ceph backs our volumes.", { cinder: "yes", ceph: "yes" }],
    ["Cinder has a Ceph backend.", { cinder: "yes", ceph: "yes" }],
    ["We only have RBD-backed volumes.", { cinder: "yes", ceph: "yes" }],
    ["VMs boot from volumes on Ceph.", { cinder: "yes", ceph: "yes" }],
    ["- Nova: Ceph\n- Cinder: LVM\n- Glance: Ceph", { nova: "yes", cinder: "no", ceph: "yes" }],
    ["Nova: rbd\nCinder: rbd\nGlance: file on NFS", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Nova (rbd), Cinder (rbd), Glance (rbd).", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Nova and Cinder are on Ceph, why is it slow?", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Everything runs on one Ceph cluster.", { nova: "yes", ceph: "yes" }],
    ["Pure Ceph cloud, 40 computes.", { nova: "yes", ceph: "yes" }],
    ["We use Ceph for Nova and Cinder.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["We use Ceph RBD for all of Nova, Glance and Cinder.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Ephemeral disks in Ceph: yes.", { nova: "yes", ceph: "yes" }],
    ["images_type is rbd on all computes.", { nova: "yes", ceph: "yes" }],
    ["Nova -> rbd pool vms, Cinder -> rbd pool volumes.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    // no
    ["No Ceph in this site, computes use local SSD.", { nova: "no", ceph: "no" }],
    ["There is no Ceph here.", { ceph: "no" }],
    ["We don't use Ceph at all.", { ceph: "no" }],
    ["Nova is not on Ceph, it uses local NVMe.", { nova: "no" }],
    ["Computes have qcow2 files on local disks, Cinder is NetApp over iSCSI.", { nova: "no", cinder: "no" }],
    ["Nova uses local disks instead of Ceph.", { nova: "no" }],
    ["Cinder doesn't use Ceph but LVM.", { cinder: "no" }],
    ["Only Glance is on Ceph.", { nova: "no", cinder: "no", ceph: "yes" }],
    ["Ceph is used only for volumes.", { nova: "no", cinder: "yes", ceph: "yes" }],
    ["Nova isn't on Ceph yet.", { nova: "no" }],
    ["Nova on Ceph: no", { nova: "no" }],
    ["Cinder on Ceph: no, LVM.", { cinder: "no" }],
    ["Ceph: none", { ceph: "no" }],
    ["Nova ephemeral storage is local NVMe.", { nova: "no" }],
    // partly
    ["Some computes use Ceph, others have local disks.", { nova: "partly", ceph: "partly" }],
    ["Computes in two AZs are on Ceph and the third has local disks.", { nova: "partly", ceph: "partly" }],
    ["Not all computes use Ceph.", { nova: "partly", ceph: "partly" }],
    ["Half of the hypervisors keep disks on Ceph.", { nova: "partly", ceph: "partly" }],
    ["Cinder has two backends: Ceph and LVM.", { cinder: "partly", ceph: "partly" }],
    ["Nova runs on Ceph. In the edge site computes use local SSDs.", { nova: "partly", ceph: "yes" }],
    ["Nova uses local NVMe and Cinder is on Ceph.", { nova: "no", cinder: "yes", ceph: "yes" }],
    ["Volumes are on Ceph, but ephemeral disks are on local SSD.", { nova: "no", cinder: "yes", ceph: "yes" }],
    // plans, conditions, questions, past, doubt
    ["We plan to put Nova, Cinder and Glance on Ceph.", {}],
    ["Next quarter Nova moves to Ceph.", {}],
    ["If Nova were on Ceph, would boots be faster?", {}],
    ["Should we put Nova on Ceph?", {}],
    ["Is Nova on Ceph a good idea?", {}],
    ["Nova used to be on Ceph until last year.", {}],
    ["Not sure whether Nova uses Ceph.", {}],
    ["Our plan:\n- Nova on Ceph\n- Cinder on Ceph", {}],
    ["Nova is on Ceph, right?", {}],
    ["Maybe the computes use Ceph.", {}],
    ["We are thinking about Ceph for Nova and Cinder.", {}],
    // beside the point
    ["We have three controllers, 84 computes, one Ceph.", { ceph: "yes" }],
    ["Instances boot from images in Ceph.", { ceph: "yes" }],
    ["Hot images in Ceph, old ones in MinIO (S3).", { ceph: "yes" }],
    ["The computes have ceph-common installed.", {}],
    ["Cinder backups go to Ceph.", { ceph: "yes" }],
    ["Manila shares are on CephFS.", {}],
    ["Swift is the Ceph RGW, computes have local disks.", { nova: "no" }],
    ["We see no Ceph errors while instances boot.", {}],
    ["Computes download images from Ceph.", { ceph: "yes" }],
    ["Nova does not clone from Ceph.", {}],
    ["We do not use Ceph for Glance.", {}],
    // other languages
    ["Nova und Cinder liegen auf demselben Ceph-Cluster.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Wir haben kein Ceph, die Hypervisor nutzen lokale SSDs.", { nova: "no", ceph: "no" }],
    ["Wir planen, Nova auf Ceph umzustellen.", {}],
    ["Liegt Nova auf Ceph?", {}],
    ["Nova et Cinder utilisent le même cluster Ceph.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Nova n'est pas sur Ceph.", { nova: "no" }],
    ["Nous n'avons pas de Ceph.", { ceph: "no" }],
    ["Nova y Cinder usan el mismo Ceph.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["No tenemos Ceph aquí.", { ceph: "no" }],
    ["Temos três controladores. Nova e Cinder estão no mesmo Ceph.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["O Nova não usa Ceph, temos discos locais.", { nova: "no" }],
    ["Nova и Cinder на одном Ceph.", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["Nova не использует Ceph.", { nova: "no" }],
    ["Планируем перенести Nova на Ceph.", {}],
    ["Nova和Cinder都在同一个Ceph集群上。", { nova: "yes", cinder: "yes", ceph: "yes" }],
    ["我们没有Ceph，计算节点用本地盘。", { nova: "no", ceph: "no" }],
    ["我们计划把Nova放在Ceph上。", {}],
  ])("%s", (text, expected) => {
    const { novaOnCeph, cinderOnCeph, ceph } = read(text);
    expect({ nova: novaOnCeph?.value, cinder: cinderOnCeph?.value, ceph: ceph?.value }).toEqual({
      nova: expected.nova,
      cinder: expected.cinder,
      ceph: expected.ceph,
    });
  });
});

describe("one cluster or several", () => {
  test.each<[string, boolean | null]>([
    ["Nova, Cinder and Glance share one Ceph cluster.", null],
    ["Nova and Cinder are on the same Ceph cluster.", true],
    ["Cinder is on the same Ceph as Glance.", true],
    ["Nova and Glance are on separate Ceph clusters.", false],
    ["Cinder has its own Ceph cluster.", false],
    ["Nova und Glance liegen auf verschiedenen Ceph-Clustern.", false],
    ["A second Ceph cluster comes next quarter.", null],
    ["Should they be on the same Ceph cluster?", null],
  ])("%s", (text, expected) => {
    expect(read(text).sameCluster?.value ?? null).toBe(expected);
  });
});

describe("ways in that are used", () => {
  test.each<[string, string[]]>([
    ["People upload through the dashboard.", ["dashboard"]],
    ["We use `openstack image create --file x.raw --disk-format raw x`.", ["put"]],
    ["A GitLab pipeline runs `openstack image create --import --file x.raw x`.", ["import", "pipeline"]],
    ["Tenants use web-download.", ["web-download"]],
    ["Most images are snapshots of servers.", ["snapshot"]],
    ["Nobody uses the dashboard.", []],
    ["We do not use web-download.", []],
    ["Should we use web-download?", []],
    ["We will use a pipeline soon.", []],
    ["Die meisten laden über Horizon hoch.", ["dashboard"]],
    ["用户通过控制台上传。", ["dashboard"]],
  ])("%s", (text, expected) => {
    expect(values(read(text).uploadPaths)).toEqual(expected);
  });
});

type Toggle = "sharedStaging" | "pruner" | "scrubber" | "wantsMultiStore" | "wantsCache" | "copyImagePolicyOpen";
describe("upkeep and wishes", () => {
  test.each<[string, Toggle, boolean | null]>([
    ["The staging directory is on NFS, shared by all three.", "sharedStaging", true],
    ["Staging is not shared.", "sharedStaging", false],
    ["Staging is local to each controller.", "sharedStaging", false],
    ["Each controller has its own staging directory.", "sharedStaging", false],
    ["Is the staging directory shared?", "sharedStaging", null],
    ["Staging fills up quickly.", "sharedStaging", null],
    ["glance-cache-pruner runs from cron every 30 minutes.", "pruner", true],
    ["The cache pruner isn't scheduled.", "pruner", false],
    ["There is no cron job for the pruner.", "pruner", false],
    ["What does the pruner do?", "pruner", null],
    ["We will set up the pruner next week.", "pruner", null],
    ["The scrubber is not running.", "scrubber", false],
    ["glance-scrubber runs as a service.", "scrubber", true],
    ["We never had a scrubber.", "scrubber", null],
    ["Kein Scrubber läuft.", "scrubber", false],
    ["We want Glance multi-store now.", "wantsMultiStore", true],
    ["How do we add a second store?", "wantsMultiStore", true],
    ["Wir möchten mehrere Stores.", "wantsMultiStore", true],
    ["我们想用多后端。", "wantsMultiStore", true],
    ["We don't want multi-store.", "wantsMultiStore", null],
    ["Cinder has several backends.", "wantsMultiStore", null],
    ["I was told to switch on the Glance image cache for that, is that right?", "wantsCache", true],
    ["Should we turn off the Glance cache?", "wantsCache", null],
    ["Is the Nova image cache enabled on computes?", "wantsCache", null],
    ["Wir möchten den Glance-Cache einschalten.", "wantsCache", true],
    ["copy_image is open to members in our policy.", "copyImagePolicyOpen", true],
    ["The copy_image policy is admin only.", "copyImagePolicyOpen", false],
  ])("%s -> %s", (text, key, expected) => {
    expect(read(text)[key]?.value ?? null).toBe(expected);
  });
});

describe("prices go to the store that they are said of", () => {
  test.each<[string, { store: string; amount: number; currency: string }[]]>([
    ["Ceph costs us 25 EUR per TiB and month.", [{ store: "ceph", amount: 25, currency: "EUR" }]],
    [
      "Ceph is 25 €/TiB, S3 4 €/TiB per month.",
      [
        { store: "ceph", amount: 25, currency: "EUR" },
        { store: "s3", amount: 4, currency: "EUR" },
      ],
    ],
    [
      "We pay $30 per TB for ceph and $5 per TB for the archive.",
      [
        { store: "ceph", amount: 30, currency: "USD" },
        { store: "archive", amount: 5, currency: "USD" },
      ],
    ],
    ["298 TB of images is too much.", []],
  ])("%s", (text, expected) => {
    expect(values(read(text).prices)).toEqual(expected);
  });
});

test.each<[string, string | null]>([
  ["Deployed with kolla-ansible.", "kolla-ansible"],
  ["Juju charms on MAAS.", "charms"],
  ["RHOSO 18 on OpenShift.", "glance-operator"],
  ["RHOSP 17.1 with director.", "tripleo"],
  ["We moved away from packstack.", null],
  ["Not kolla, our own packages.", null],
  ["Should we use kolla-ansible?", null],
  ["We are migrating from TripleO to openstack-ansible.", null],
  ["We plan to move to kolla-ansible.", null],
  ["Sunbeam on three nodes.", "charms"],
  ["Deployt mit OSISM.", "kolla-ansible"],
])("deployment tool: %s", (text, expected) => {
  expect(read(text).deployTool?.value ?? null).toBe(expected);
});

test.each([
  ["Wir haben drei Controller und kein Ceph, warum ist das langsam?", "de"],
  ["Nous avons trois contrôleurs, pourquoi est-ce lent avec les images ?", "fr"],
  ["Tenemos tres controladores con Ceph, ¿por qué es lento?", "es"],
  ["Temos três controladores, não temos Ceph e está lento.", "pt"],
  ["У нас три контроллера, почему медленно?", "ru"],
  ["我们有三个控制节点，为什么很慢？", "zh"],
  ["コントローラは三台です。なぜ遅いのですか？", "ja"],
  ["3 ctl, ceph", "en"],
])("%s is %s", (text, expected) => {
  expect(read(text).language).toBe(expected);
});

test("every statement cites the line it stands on", () => {
  const said = read("Hello.\n\nRelease is 2025.1.\nNova is on Ceph.\n\nWhy is it slow?");
  expect(said.releases[0]?.at).toEqual({ file: "request.md", line: 3 });
  expect(said.novaOnCeph?.at).toEqual({ file: "request.md", line: 4 });
  expect(said.questions[0]?.at).toEqual({ file: "request.md", line: 6 });
});

test("of several texts each statement cites its own", () => {
  const said = readAllWords([
    { file: "ticket.md", text: "Release is 2025.1.\nBoots are slow." },
    { file: "request.md", text: "Nova is on Ceph.\n\nWhy is it slow?\n" },
  ]);
  expect(said.releases[0]?.at).toEqual({ file: "ticket.md", line: 1 });
  expect(said.novaOnCeph?.at).toEqual({ file: "request.md", line: 1 });
  expect(said.questions[0]?.at).toEqual({ file: "request.md", line: 3 });
});

test("no words give no statements", () => {
  const none = readWords("", null);
  expect([none.file, none.novaOnCeph, none.apiNodes, none.releases]).toEqual([null, null, null, []]);
});

test("nothing makes the reader throw, and questions alone never put disks on Ceph", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(read(text).file).toBe("request.md");
      expect(read(`${text.replaceAll(/[^\p{L} ]/gu, "")} is Nova on Ceph?`).cinderOnCeph).toBeNull();
    }),
    { numRuns: 200 },
  );
});
