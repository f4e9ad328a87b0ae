import { testRule } from "../../src/check/test-rule.ts";
import { glanceDownloadSection } from "./glance-download-section.ts";

const glance = (section: string) => ({
  "glance-api.conf": `[DEFAULT]\nenabled_backends = a:rbd\n[${section}]\nextra_properties = os_\n`,
});
const release = "2024.1";

testRule(glanceDownloadSection, {
  silent: [
    { name: "the section that is read", given: glance("glance_download_properties"), release },
    { name: "another section", given: glance("image_import_opts"), release },
  ],
  reports: [
    {
      name: "the section of the sample",
      given: glance("glance_download_opts"),
      release,
      expect: [
        {
          option: "[glance_download_opts]extra_properties",
          problem: "wrong_section",
          severity: "low",
          line: 4,
          fix: [{ value: null }, { section: "glance_download_properties", value: "os_" }] as never,
        },
      ],
    },
  ],
});
