import { defineRule } from "../../src/check/rule.ts";
import { formatShare } from "../../src/facts/catalog/not-cloneable.ts";
import { cloneTargets, uploadsPastPlugins } from "../../src/facts/conversion.ts";

export const uploadPastPlugins = defineRule({
  id: "formats/upload-past-plugins",
  title: "People upload by a way that no import plugin sees",
  severity: "medium",
  part: "b",
  problem: "conversion_bypassed",
  needs: ["glance", "words"],
  messages: {
    put: "image create --file without --import goes by PUT: no plugin runs, the image is stored as it comes",
    dashboard: "Uploads through the dashboard go by PUT: no plugin runs, the image is stored as it comes",
    pipeline: "Pipelines that upload by PUT pass the plugins by: build raw there, or upload with --import",
  },
  why: "Import plugins run in the import flow only. PUT to the image's file, which the dashboard and the client without --import use, stores the bytes as they are, so switching conversion on changes nothing for these uploads.",
  wrong: "$ openstack image create --file x.qcow2 --disk-format qcow2 x",
  right: "$ openstack image create --import --file x.qcow2 --disk-format qcow2 x",
  silentWhen: [
    "nobody says how people upload",
    "no disks are cloned here, so nothing needs to be raw",
    "all images are raw already",
  ],
  sources: [
    "openstack/glance glance/api/v2/image_data.py upload",
    "openstack/glance glance/async_/flows/api_image_import.py get_flow",
  ],
  *check(cloud) {
    const said = uploadsPastPlugins(cloud);
    if (!said) return;
    const targets = cloud.glance.flatMap((api) => cloneTargets(cloud, api) ?? []);
    if (targets.length === 0) return;
    const stores = new Set(targets.flatMap((one) => one.stores.map(({ id }) => id)));
    const shares = cloud.catalog ? formatShare(cloud.catalog, stores) : null;
    if (shares && shares.all > 0 && shares.count / shares.all < 0.05) return;
    yield {
      message: said.value === "dashboard" || said.value === "pipeline" ? said.value : "put",
      severity: shares ? "medium" : "low",
      option: "upload path",
      at: said.at,
    };
  },
});
