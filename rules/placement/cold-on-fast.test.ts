import { image, imageId, page } from "../../src/check/test-listings.ts";
import { testRule } from "../../src/check/test-rule.ts";
import { coldOnFast } from "./cold-on-fast.ts";

const conf = (stores = "fast:rbd,archive:s3") => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = ${stores}\n[glance_store]\ndefault_backend = fast\n`,
});
const at = (number: number, last: string | null, stores = "fast") =>
  image(number, { created_at: "2023-01-01T00:00:00Z", updated_at: "2023-01-01T00:00:00Z", last_boot: last, stores });
const cold = [1, 2, 3].map((number) => at(number, "2024-01-01T00:00:00Z"));
const hot = (...numbers: number[]) => numbers.map((number) => at(number, "2025-02-01T00:00:00Z"));

testRule(coldOnFast, {
  silent: [
    { name: "no cheaper store", given: { ...conf("fast:rbd,web:http"), "images.json": page([...cold, ...hot(4)]) } },
    { name: "half of the bytes are booted", given: { ...conf(), "images.json": page([...cold, ...hot(4, 5, 6)]) } },
    {
      name: "the cold ones are in the archive already",
      given: {
        ...conf(),
        "images.json": page([...[1, 2, 3].map((one) => at(one, "2024-01-01T00:00:00Z", "archive")), ...hot(4)]),
      },
    },
  ],
  reports: [
    {
      name: "three quarters of the fast store are cold",
      given: { ...conf(), "images.json": page([...cold, ...hot(4)]) },
      expect: [
        {
          option: "catalog",
          problem: "wrong_store_placement",
          severity: "low",
          file: "images.json",
          part: "a",
          objects: [imageId(1), imageId(2), imageId(3)],
        },
      ],
    },
    {
      name: "an erasure-coded pool is the cheaper store",
      given: {
        ...conf("fast:rbd,slow:rbd"),
        "glance-api.conf":
          "[DEFAULT]\nenabled_backends = fast:rbd,slow:rbd\n[glance_store]\ndefault_backend = fast\n[slow]\nrbd_store_pool = images-ec\n",
        "ceph-osd-pool-ls-detail.txt":
          "pool 2 'images' replicated size 3 min_size 2 crush_rule 0 object_hash rjenkins pg_num 32 pgp_num 32 application rbd\npool 3 'images-ec' erasure profile ec42 size 6 min_size 5 crush_rule 1 object_hash rjenkins pg_num 32 pgp_num 32 application rbd\n",
        "images.json": page([...cold, ...hot(4)]),
      },
      expect: [{ option: "catalog", severity: "low" }],
    },
  ],
  unchecked: [
    { name: "no boots are known", given: { ...conf(), "images.json": page([image(1, { stores: "fast" })]) } },
    { name: "no glance-api.conf", given: { "images.json": page(cold) }, needs: ["glance-api.conf"] },
  ],
});
