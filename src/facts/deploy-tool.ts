/** The tool that renders the files: changes have to go where it will not undo them. */
import type { OsloConfig } from "../intake/oslo/config.ts";
import type { Source } from "../intake/source.ts";
import type { Project } from "../options/option.ts";
import type { Cloud, DeployTool, Statements } from "./cloud.ts";

export type DeployToolInput = {
  words: Statements;
  configs: readonly { project: Project; config: OsloConfig }[];
  sources: readonly Source[];
};

const TELLING_TEXT: readonly [RegExp, DeployTool][] = [
  [/\/var\/log\/kolla\/|\/etc\/kolla\/|openstack\.kolla\//, "kolla-ansible"],
  [/openstack[-_]ansible|\/openstack\/venvs\/|glance_glance_api_conf_overrides/i, "openstack-ansible"],
  [/\btripleo\b|\/var\/lib\/config-data\/puppet-generated/i, "tripleo"],
  [/\bjuju\b|# \[ WARNING \]\s*\n# configuration file maintained by juju/i, "charms"],
  [/openstack-helm|\.svc\.cluster\.local/i, "openstack-helm"],
  [/customServiceConfig|openstack-k8s-operators|glance-operator/i, "glance-operator"],
  [/packstack/i, "packstack"],
];

/** By words first, then by content that only one tool writes; "unknown" otherwise. */
export function inferDeployTool({ words, configs, sources }: DeployToolInput): Cloud["deployTool"] {
  if (words.deployTool)
    return {
      value: words.deployTool.value as DeployTool,
      evidence: [{ text: `the request says: ${words.deployTool.quote.slice(0, 80)}`, at: words.deployTool.at }],
    };
  for (const { config } of configs) {
    const text = sources.find(({ name }) => name === config.file)?.text ?? "";
    for (const [pattern, tool] of TELLING_TEXT) {
      const match = pattern.exec(text);
      if (match)
        return {
          value: tool,
          evidence: [
            {
              text: match[0].trim().slice(0, 60),
              at: { file: config.file, line: text.slice(0, match.index).split("\n").length },
            },
          ],
        };
    }
  }
  return { value: "unknown", evidence: [] };
}
