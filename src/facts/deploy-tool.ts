/** The tool that renders the files: changes have to go where it will not undo them. */
import type { VersionsArtefact } from "../intake/artefact.ts";
import type { OsloConfig } from "../intake/oslo/config.ts";
import type { Project } from "../options/option.ts";
import type { Cloud, DeployTool, Statements } from "./cloud.ts";

export type DeployToolInput = {
  words: Statements;
  configs: readonly { project: Project; config: OsloConfig }[];
  versions: readonly VersionsArtefact[];
};

type Evidence = Cloud["deployTool"]["evidence"][number];
type Sight = { tool: DeployTool; evidence: Evidence };

/** One condition on an active line; a mark holds when each of its conditions does, somewhere in the file. */
type Condition = { section?: RegExp; key?: RegExp; value?: RegExp };
type Mark = { tool: DeployTool; all: readonly Condition[] };

/**
 * What only one tool's templates write. Paths, host names and accounts of its own prove by themselves; options that others
 * write too count only together (kolla-ansible, openstack-ansible-os_glance, puppet-tripleo, charm-glance, glance-operator,
 * openstack-helm and packstack templates, 2024.1 to 2026.1).
 */
const MARKS: readonly Mark[] = [
  { tool: "kolla-ansible", all: [{ value: /^\/var\/log\/kolla\/|^\/etc\/kolla\// }] },
  { tool: "kolla-ansible", all: [{ key: /^rbd_keyring_conf$/ }, { key: /^rbd_cluster_name$/ }] },
  {
    tool: "openstack-ansible",
    all: [{ value: /^\/openstack\/venvs\/|(?:^|[@/,])[a-z]+\d*[-_][a-z][a-z_-]*[-_]container[-_]/ }],
  },
  {
    tool: "openstack-ansible",
    all: [{ key: /^fatal_deprecations$/ }, { key: /^image_cache_stall_time$/ }, { key: /^digest_algorithm$/ }],
  },
  { tool: "openstack-ansible", all: [{ key: /^fatal_deprecations$/ }, { key: /^nova_catalog_admin_info$/ }] },
  {
    tool: "tripleo",
    all: [{ value: /read_default_group=tripleo|\/my\.cnf\.d\/tripleo\.cnf|puppet-generated\/|(?:^|[@/,])overcloud-/ }],
  },
  { tool: "tripleo", all: [{ section: /^tripleo_/ }] },
  { tool: "charms", all: [{ value: /^\/var\/lib\/charm\/|^\/var\/snap\/openstack-hypervisor\// }] },
  {
    tool: "charms",
    all: [
      { key: /^project_domain_name$/, value: /^service_domain$/ },
      { key: /^user_domain_name$/, value: /^service_domain$/ },
      { key: /^project_name$/, value: /^services$/ },
    ],
  },
  {
    tool: "glance-operator",
    all: [
      { key: /^bind_host$/, value: /^localhost$/ },
      { key: /^bind_port$/, value: /^9293$/ },
    ],
  },
  {
    tool: "glance-operator",
    all: [{ key: /^connection$/, value: /\.svc\/\w+\?(?:.*&)?read_default_file=\/etc\/my\.cnf(?:$|&)/ }],
  },
  {
    tool: "glance-operator",
    all: [
      { key: /^log_file$/, value: /^\/var\/log\/containers\// },
      { key: /^transport_url$/, value: /[@,][\w.-]+\.svc(?::|\/)/ },
    ],
  },
  {
    tool: "openstack-helm",
    all: [
      {
        value:
          /(?:keystone|glance|nova|cinder|mariadb|rabbitmq|memcached|horizon)[\w-]*(?:\.[\w-]+)?\.[\w-]+\.svc\.cluster\.local/,
      },
      { key: /^log_config_append$|^auth_version$|^rbd_store_replication$/ },
    ],
  },
  { tool: "openstack-helm", all: [{ key: /^rbd_store_replication$/ }, { key: /^rbd_store_crush_rule$/ }] },
  {
    tool: "packstack",
    all: [
      { key: /^transport_url$/, value: /^rabbit:\/\/guest:/ },
      { key: /^project_name$/, value: /^services$/ },
      { key: /^user_domain_name$/, value: /^Default$/ },
    ],
  },
];

/** "maintained by juju", "deployed with openstack-ansible": who wrote the file, in the tool's own comment. */
const WRITTEN_BY =
  /\b(?:managed|maintained|generated|deployed|rendered|installed|written) (?:\w+ ){0,2}(?:by|with|using|from) (?:\w+ ){0,2}(kolla|openstack[- ]ansible|packstack|tripleo|juju|openstack[- ]helm|glance-operator|openstack-k8s-operators)\b/i;
const WRITERS: readonly [RegExp, DeployTool][] = [
  [/^kolla/, "kolla-ansible"],
  [/^openstack[- ]ansible/, "openstack-ansible"],
  [/^packstack/, "packstack"],
  [/^tripleo/, "tripleo"],
  [/^juju/, "charms"],
  [/^openstack[- ]helm/, "openstack-helm"],
  [/operator/, "glance-operator"],
];

/** Names under which the tools' container images are published. */
const IMAGES: readonly [RegExp, DeployTool][] = [
  [/openstack\.kolla\/|\/kolla\//, "kolla-ansible"],
  [/\/tripleo\w*\/|rhosp-rhel\d\/|\/rhosp\d+\//, "tripleo"],
  [/podified-|\/rhoso(?:-\w+)?\/|openstack-k8s-operators\//, "glance-operator"],
  [/openstackhelm\/|airshipit\//, "openstack-helm"],
];

/** By words first, then by what only one tool writes. Files that speak of two tools leave it unknown. */
export function inferDeployTool({ words, configs, versions }: DeployToolInput): Cloud["deployTool"] {
  if (words.deployTool)
    return {
      value: words.deployTool.value as DeployTool,
      evidence: [{ text: `the request says: ${words.deployTool.quote.slice(0, 80)}`, at: words.deployTool.at }],
    };
  const sights = [...configs.flatMap(({ config }) => sightsIn(config)), ...versions.flatMap(imagesIn)];
  const tools = new Set(sights.map(({ tool }) => tool));
  const [first] = sights;
  if (!first || tools.size > 1) return { value: "unknown", evidence: sights.map(({ evidence }) => evidence) };
  return { value: first.tool, evidence: [first.evidence] };
}

function sightsIn(config: OsloConfig): Sight[] {
  const byTool = new Map<DeployTool, Sight>();
  const see = (tool: DeployTool, text: string, line: number): void => {
    if (!byTool.has(tool)) byTool.set(tool, { tool, evidence: { text, at: { file: config.file, line } } });
  };
  for (const { tool, all } of MARKS) {
    const lines = all.map((condition) => config.entries.find((entry) => holds(condition, entry)));
    const first = lines[0];
    if (first && lines.every((line) => line !== undefined)) see(tool, `[${first.section}]${first.key}`, first.line);
  }
  for (const { line, text } of config.comments) {
    const writer = WRITTEN_BY.exec(text)?.[1]?.toLowerCase();
    const tool = writer && WRITERS.find(([name]) => name.test(writer))?.[1];
    if (tool) see(tool, `comment: ${tool}`, line);
  }
  return [...byTool.values()];
}

const holds = ({ section, key, value }: Condition, entry: OsloConfig["entries"][number]): boolean =>
  (section?.test(entry.section) ?? true) && (key?.test(entry.key) ?? true) && (value?.test(entry.value) ?? true);

function imagesIn({ file, versions }: VersionsArtefact): Sight[] {
  return versions.flatMap(({ name, line }) => {
    const tool = IMAGES.find(([pattern]) => pattern.test(name))?.[1];
    return tool ? [{ tool, evidence: { text: name.slice(0, 60), at: { file, line } } }] : [];
  });
}
