import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recognise } from "./recognise.ts";
import type { SourceKind } from "./source.ts";

const ID = "3f1c6a52-0f0b-4b57-9d8e-6d0a4f1f2b11";
const kindOf = (text: string, name = "paste", command?: string): SourceKind => recognise({ name, text, command }).kind;

describe("configurations", () => {
  const cases: [string, SourceKind, string?][] = [
    ["[DEFAULT]\nenabled_backends = fast:rbd\n", "glance-api"],
    ["[DEFAULT]\nenabled_backends = lvm-1, rbd-1\n", "cinder"],
    ["[glance_store]\nstores = rbd\ndefault_store = rbd\nrbd_store_pool = images\n", "glance-api"],
    ["show_image_direct_url = True\nshow_multiple_locations = True\n", "glance-api"],
    ["[libvirt]\nimages_type = rbd\n", "nova"],
    ["[libvirt\nimages_type = rbd\n", "nova"],
    [
      "[image_import_opts]\nimage_import_plugins = ['image_conversion']\n[image_conversion]\noutput_format = raw\n",
      "glance-image-import",
    ],
    [
      "[ref1]\nuser = service:glance\nkey = invented\nauth_address = https://identity.example.net/v3\n",
      "glance-swift-store",
    ],
    ["[DEFAULT]\nwakeup_time = 300\nscrub_pool_size = 10\ndelayed_delete = True\n", "glance-scrubber"],
    ["[backend_defaults]\nuse_multipath_for_image_xfer = True\n", "cinder"],
    ["[pipeline:glance-api-keystone]\npipeline = cors healthcheck authtoken context rootapp\n", "paste-pipeline"],
    ["[global]\nfsid = bc012ec4-317b-4bc6-9bc9-b169ed9eb4dd\nmon host = 192.0.2.1\n", "ceph-conf"],
    ['[client.glance]\n\tkey = AQDinvented==\n\tcaps mon = "profile rbd"\n', "ceph-auth"],
  ];
  test.each(cases)("%j is %s", (text, kind) => {
    expect(recognise({ name: "paste", text })).toMatchObject({ kind, by: "content" });
  });

  test.each([
    ["keystone", "[DEFAULT]\n[token]\nprovider = fernet\n[fernet_tokens]\nmax_active_keys = 3\n"],
    ["neutron", "[DEFAULT]\ncore_plugin = ml2\nservice_plugins = router\n"],
    ["heat", "[DEFAULT]\nheat_metadata_server_url = http://192.0.2.1:8000\nstack_domain_admin = heat_domain_admin\n"],
    ["ironic", "[DEFAULT]\nenabled_hardware_types = ipmi\n[pxe]\ntftp_server = 192.0.2.1\n"],
    [
      "swift",
      "[DEFAULT]\nbind_port = 8080\n[pipeline:main]\npipeline = catch_errors proxy-server\n[app:proxy-server]\nuse = egg:swift#proxy\n",
    ],
    ["octavia", "[health_manager]\nbind_port = 5555\n[controller_worker]\namp_flavor_id = x\n"],
    [
      "manila",
      "[DEFAULT]\nenabled_share_backends = cephfs\n[cephfs]\nshare_driver = manila.share.drivers.cephfs.driver.CephFSDriver\n",
    ],
    ["placement", "[placement_database]\nconnection = mysql+pymysql://placement:invented@192.0.2.1/placement\n"],
    ["barbican", "[secretstore]\nenabled_secretstore_plugins = store_crypto\n"],
    ["horizon", 'OPENSTACK_HOST = "192.0.2.1"\nALLOWED_HOSTS = ["*"]\n'],
    [
      "keystone",
      "[database]\nconnection = mysql+pymysql://keystone:invented@192.0.2.1/keystone\n[keystone_authtoken]\nusername = keystone\n",
    ],
  ])("of %s are another service's", (service, text) => {
    expect(recognise({ name: "glance-api.conf", text })).toMatchObject({
      kind: "other-service",
      service,
      by: "content",
    });
  });

  test.each([
    ["glance-api-internal.conf", "glance-api"],
    ["glance-api.conf.ctl1", "glance-api"],
    ["az1/glance-api.conf", "glance-api"],
    ["glance-api.az1.conf", "glance-api"],
    ["glance-api.conf.d/10-stores.conf", "glance-api"],
    ["glance-cache.conf", "glance-cache"],
    ["nova-compute03.conf", "nova"],
    ["cinder-volume.conf", "cinder"],
    ["keystone.conf", "other-service"],
    ["glance-registry.conf", "other-service"],
  ] as const)("that tell nothing go by their name: %s", (name, kind) => {
    expect(recognise({ name, text: "[DEFAULT]\ndebug = True\n" })).toMatchObject({ kind, by: "name" });
  });

  test("that two services share are said to be mixed", () => {
    const nova = "[DEFAULT]\nmy_ip = 192.0.2.9\n[libvirt]\nimages_type = rbd\nvirt_type = kvm\ncpu_mode = none\n";
    const glance = "[glance_store]\ndefault_backend = a\n[a]\nrbd_store_pool = images\nrbd_store_user = glance\n";
    expect(recognise({ name: "paste", text: nova + glance })).toMatchObject({
      kind: "nova",
      mixedWith: ["glance-api"],
    });
  });
});

describe("listings and outputs", () => {
  const cases: [string, SourceKind, string?][] = [
    [`${ID} cirros raw bare 123 abc active public False 11 \n`, "image-list"],
    [`- ID: ${ID}\n  Name: cirros\n  Status: active\n`, "image-list"],
    [`"ID","Name","Status"\n"${ID}","cirros","active"\n`, "image-list"],
    [`id,name,disk_format,size,last_boot\n${ID},a,raw,1,2026-01-01\n`, "image-list"],
    [
      `+----+\n| ID | Name | Disk   |\n|    |      | Format |\n+----+------+--------+\n| ${ID} | a | raw |\n+----+\n`,
      "image-list",
    ],
    [`{"images": [{"id": "${ID}", "disk_format": "raw", "status": "act`, "image-list"],
    [`{"images": [], "schema": "/v2/schemas/images", "first": "/v2/images"}`, "image-list"],
    [`{"id": "${ID}", "disk_format": "raw", "owner": "x"}`, "image-show"],
    [`[${JSON.stringify(ID)}]`, "rbd-ls"],
    ["image_id,boots_90d,last_boot\nx,3,2026-01-01\n", "boot-counts"],
    ['[{"image_id": "x", "boots": 3}]', "boot-counts"],
    ["disk_format\tcount(*)\nraw\t12\nqcow2\t80\n", "catalog-stats"],
    ["images total: 41,873\nqcow2: 24961\nraw: 13204\n", "catalog-stats"],
    [" id | name | status | deleted\n----+------+--------+---------\n 1 | a | active | f\n", "images-sql"],
    ["NAME   PROVISIONED  USED\na   1 GiB  0 B\n", "rbd-du"],
    [`${ID}\nvms/${ID}_disk\n`, "rbd-children"],
    [`images/${ID}@snap:\n  vms/${ID}_disk\n`, "rbd-children"],
    ["luminous\n", "ceph-min-compat"],
    ["ceph version 19.2.1 (abc) squid (stable)\n", "ceph-versions"],
    ['"copy_image": "role:admin"\n', "policy"],
    ['{"default": "", "publicize_image": "role:admin"}', "policy"],
    ["openstack-glance-28.0.1-1.el9s.noarch\n", "versions"],
    ["quay.io/openstack.kolla/glance-api   2025.1-ubuntu-noble  0123456789ab  2 weeks ago  1GB\n", "versions"],
    ["Filesystem  Size  Used Avail Use% Mounted on\n/dev/sda1  10G  1G  9G  10% /\n", "mounts"],
    ["filer:/vol on /srv type nfs4 (rw)\n", "mounts"],
    ["#!/bin/bash\nrbd ls images\n", "script"],
    ["Nov 17 10:02:14 ctl2 glance-api[12]: started\n", "log"],
    ["Traceback (most recent call last):\n  File x\n", "log"],
    ["Our boots are slow since the upgrade, what should we change?\n", "words"],
    ["Unsere Instanzen starten langsam. Was sollen wir ändern?\n", "words"],
    ["我们的实例启动很慢，应该怎么办？\n", "words"],
    ['[{"ID": "1", "Name": "a", "Networks": {}, "Flavor": "m1"}]', "unknown"],
    ["%%%%\n@@@@\n", "unknown"],
  ];
  test.each(cases)("%j is %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });
});

describe("where the content allows several kinds", () => {
  test("the command decides before the name", () => {
    expect(recognise({ name: "files.txt", text: `${ID}\n`, command: "rbd ls images" })).toEqual({
      kind: "rbd-ls",
      by: "command",
    });
    expect(recognise({ name: "rbd-ls.txt", text: `${ID}\n`, command: "ls /var/lib/glance/images" })).toEqual({
      kind: "file-listing",
      by: "command",
    });
  });

  test("the name decides without a command", () => {
    expect(kindOf(`${ID}\n`, "file-store.txt")).toBe("file-listing");
    expect(kindOf("[]", "rbd-trash-ls.json")).toBe("rbd-trash");
    expect(kindOf("", "rbd-children-images.txt")).toBe("rbd-children");
  });

  test("a prompt above the output counts as its command", () => {
    expect(kindOf(`[root@ctl1 ~]# ls /var/lib/glance/images\n${ID}\n`)).toBe("file-listing");
  });

  test("lines that read like sentences go by a telling name or command, a configuration's name is not enough", () => {
    expect(kindOf("ctl1: openstack-glance-28.0.1-1.el9s.noarch is installed\n", "versions.txt")).toBe("versions");
    expect(kindOf("1.2T /var/lib/glance/images\n", "paste", "du -sh /var/lib/glance/images")).toBe("file-listing");
    expect(kindOf("this file was replaced by our tooling\n", "glance-api.conf")).toBe("words");
    expect(kindOf("build:\n  script:\n    - openstack image create --file x y\n", "pipeline.yaml")).toBe("script");
  });

  test("request.md is always the operator's words", () => {
    expect(kindOf("[DEFAULT]\nenabled_backends = a:rbd\n", "case/request.md")).toBe("words");
  });
});

test("nothing makes it throw", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.string(),
      fc.option(fc.string(), { nil: undefined }),
      (text, name, command) => {
        expect(recognise({ name, text, command }).kind).toBeTypeOf("string");
      },
    ),
  );
});
