import { testRule } from "../../src/check/test-rule.ts";
import { keysPublished } from "./keys-published.ts";

const conf =
  "[DEFAULT]\nenabled_backends = ceph:rbd, Cold:s3, old:swift\n[glance_store]\ndefault_backend = ceph\n[Cold]\ns3_store_access_key = AKIAINVENTED\ns3_store_secret_key = invented/secret+key0123456789abcdefghijkl\n";
const image = (number: number, url: string, stores = "") => ({
  id: `0f0f0f0f-1111-4222-8333-44445555666${number}`,
  name: "golden",
  disk_format: "raw",
  status: "active",
  size: 1073741824,
  stores,
  direct_url: url,
});
const show = (...images: unknown[]): string => JSON.stringify(images, null, 1);
const s3 = (number: number): string =>
  `s3+https://AKIAINVENTED:invented/secret+key0123456789abcdefghijkl@s3.example.net/glance/0f0f0f0f-1111-4222-8333-44445555666${number}`;

testRule(keysPublished, {
  silent: [
    {
      name: "RBD and file locations",
      given: {
        "glance-api.conf": conf,
        "image-show.json": show(
          image(1, "rbd://11111111-2222-4333-8444-555566667777/images/0f0f0f0f-1111-4222-8333-444455556661/snap"),
          image(2, "file:///var/lib/glance/images/0f0f0f0f-1111-4222-8333-444455556662"),
        ),
      },
    },
    {
      name: "Swift by reference, S3 without credentials",
      given: {
        "glance-api.conf": conf,
        "image-show.json": show(
          image(1, "swift+config://ref1/glance/0f0f0f0f-1111-4222-8333-444455556661"),
          image(2, "s3+https://s3.example.net/glance/0f0f0f0f-1111-4222-8333-444455556662"),
        ),
      },
    },
  ],
  reports: [
    {
      name: "two images show the S3 store's keys",
      given: {
        "glance-api.conf": conf,
        "image-show.json": show(image(1, s3(1), "Cold"), image(2, s3(2), "Cold,ceph")),
      },
      expect: [
        {
          option: "[Cold]s3_store_secret_key",
          problem: "leaks_credentials",
          severity: "high",
          file: "image-show.json",
          line: 2,
          objects: ["0f0f0f0f-1111-4222-8333-444455556661", "0f0f0f0f-1111-4222-8333-444455556662"],
          fix: [],
        },
      ],
    },
    {
      name: "an old Swift location with its user's password",
      given: {
        "glance-api.conf": conf,
        "image-show.json": show(
          image(
            1,
            "swift+https://service%3Aglance:invented-Passw0rd@keystone.example.net:5000/v3/glance/0f0f0f0f-1111-4222-8333-444455556661",
          ),
        ),
      },
      expect: [{ option: "[old]swift_store_key", severity: "high" }],
    },
    {
      name: "no configuration tells the store",
      given: { "image-show.json": show(image(1, s3(1))) },
      expect: [{ option: "image location", severity: "high", file: "image-show.json" }],
    },
  ],
  unchecked: [
    { name: "no images were given", given: { "glance-api.conf": conf }, needs: ["openstack image list --long"] },
  ],
});
