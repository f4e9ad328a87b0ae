import { defineRule } from "../../src/check/rule.ts";
import { selectImages } from "../../src/facts/catalog/select-images.ts";
import { placeOf, scopeIn } from "../../src/facts/place.ts";
import { plural } from "../../src/units.ts";

const CHANGING = ["image_conversion", "image_decompression"];

export const conversionBreaksSignature = defineRule({
  id: "formats/conversion-breaks-signature",
  title: "Signed images cannot be imported while imports change their bytes",
  severity: "medium",
  part: "b",
  problem: "conversion_breaks_signature",
  needs: ["glance", "image-rows"],
  messages: {
    signed:
      "{images} carry a signature, and {plugin} rewrites what is imported: a signed image that is changed fails to import",
  },
  why: "Glance verifies a signature against the bytes that it writes to the store. A plugin that converts or decompresses has changed them by then, so the import fails and the image goes back to queued. Sign the raw bytes that users are to boot, or keep signed images out of conversion.",
  wrong: "image_import_plugins = ['image_conversion']\n# and qcow2 images signed by their vendor",
  right: "# convert, then sign the raw file, then import it",
  remedy: "convert before signing, and sign what is uploaded",
  silentWhen: [
    "no image is signed",
    "no plugin changes bytes",
    "the signed images are raw already, and nothing decompresses",
  ],
  sources: [
    "openstack/glance glance/location.py ImageProxy.set_data (signature verifier)",
    "openstack/glance glance/async_/flows/plugins/image_conversion.py",
  ],
  *check({ glance, catalog }) {
    const images = catalog?.images;
    if (!images) return;
    for (const api of glance) {
      const plugin = api.importPlugins.find((name) => CHANGING.includes(name));
      if (!plugin) continue;
      if (!images.fields.has("properties")) {
        yield { unchecked: ["properties of the images (API pages or openstack image show)"] };
        return;
      }
      const signed = selectImages(
        images,
        (image) =>
          Boolean(image.property("img_signature")) && (plugin !== "image_conversion" || image.diskFormat !== "raw"),
      );
      if (signed.count === 0) continue;
      yield {
        message: "signed",
        option: "[image_import_opts]image_import_plugins",
        at: placeOf(api, "image_import_opts", "image_import_plugins"),
        data: { images: plural(signed.count, "image"), plugin },
        objects: signed.examples.map(({ id }) => id),
        ...scopeIn(glance, api),
      };
    }
  },
});
