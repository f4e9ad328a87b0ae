import { testRule } from "../../src/check/test-rule.ts";
import { weightHidesSite } from "./weight-hides-site.ts";

const glance = (central: string, edge: string, shown = "show_image_direct_url = True") =>
  `[DEFAULT]\nenabled_backends = central:rbd, edge:rbd\n${shown}\n[glance_store]\ndefault_backend = central\n[central]\nrbd_store_ceph_conf = /etc/ceph/central.conf\n${central}\n[edge]\nrbd_store_ceph_conf = /etc/ceph/edge.conf\n${edge}\n`;
const clusters = {
  "central.conf": "[global]\nfsid = 11111111-2222-4333-8444-555555555551\nmon_host = 192.0.2.1\n",
  "edge.conf": "[global]\nfsid = 11111111-2222-4333-8444-555555555552\nmon_host = 192.0.2.2\n",
};
const nova = (site: string) => ({
  "nova.conf": `[libvirt]\nimages_type = rbd\nimages_rbd_pool = vms\nimages_rbd_ceph_conf = /etc/ceph/${site}.conf\n`,
});
const copying = (site: string) => ({
  "nova.conf": `${nova(site)["nova.conf"]}images_rbd_glance_store_name = ${site}\n`,
});
const release = "2025.1";

testRule(weightHidesSite, {
  silent: [
    {
      name: "the computes are at the site in front",
      given: { "glance-api.conf": glance("weight = 9", ""), ...clusters, ...nova("central") },
      release,
    },
    {
      name: "the site's own store is in front",
      given: { "glance-api.conf": glance("", "weight = 9"), ...clusters, ...nova("edge") },
      release,
    },
    {
      name: "copies are made to the store that uploads land in",
      given: { "glance-api.conf": glance("", ""), ...clusters, ...copying("central") },
      release,
    },
    {
      name: "all locations are shown",
      given: {
        "glance-api.conf": glance("weight = 9", "", "show_multiple_locations = True"),
        ...clusters,
        ...nova("edge"),
      },
      release,
    },
  ],
  reports: [
    {
      name: "the other site's store is in front",
      given: { "glance-api.conf": glance("weight = 9", ""), ...clusters, ...nova("edge") },
      release,
      expect: [
        {
          option: "[central]weight",
          problem: "cow_defeated_by_location_hidden",
          severity: "high",
          file: "glance-api.conf",
          line: 8,
        },
      ],
    },
    {
      name: "no weights, but uploads land elsewhere and are copied to the site: the older location comes first",
      given: { "glance-api.conf": glance("", ""), ...clusters, ...copying("edge") },
      release,
      expect: [{ option: "[edge]weight", severity: "high" }],
    },
    {
      name: "no weights, and nobody copies what is uploaded elsewhere",
      given: { "glance-api.conf": glance("", ""), ...clusters, ...nova("edge") },
      release,
      expect: [{ option: "[edge]weight", severity: "high" }],
    },
    {
      name: "the option itself tells that the release has weights",
      given: { "glance-api.conf": glance("weight = 9", ""), ...clusters, ...nova("edge") },
      expect: [{ severity: "high" }],
    },
  ],
});
