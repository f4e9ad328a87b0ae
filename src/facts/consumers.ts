/** What nova.conf and cinder.conf say about disks, and the scrubber's and cache's own files. */
import type { ConfigArtefact, Intake } from "../intake/artefact.ts";
import type { ConfigKind } from "../intake/source.ts";
import type { Layout, Project, Release } from "../options/option.ts";
import type { CinderBackend, CinderVolume, NovaCompute, ServiceConfig } from "./cloud.ts";
import { layoutOf } from "./layout.ts";
import { scopeOf } from "./scope.ts";
import { list, sectionHeader, setting, text, written } from "./settings.ts";

function configsOf(intake: Intake, kind: ConfigKind): ConfigArtefact[] {
  return intake.artefacts.filter((artefact): artefact is ConfigArtefact => artefact.kind === kind);
}

function serviceConfig(
  artefact: ConfigArtefact,
  project: Project,
  catalogues: readonly Release[],
  layout = layoutOf([artefact.config]),
): ServiceConfig {
  const { file, config } = artefact;
  return {
    project,
    file,
    configs: [config],
    scope: scopeOf(file),
    parses: config.issues.length === 0,
    layout,
    catalogues,
  };
}

/** One `NovaCompute` for each nova.conf. `imagesType` is "default" when unset, as in Nova's own option. */
export function novaComputes(intake: Intake, catalogues: readonly Release[]): NovaCompute[] {
  return configsOf(intake, "nova").map((artefact) => {
    const config = serviceConfig(artefact, "nova", catalogues);
    const imagesType = text(config, "libvirt", "images_type") ?? "default";
    return {
      ...config,
      imagesType,
      usesRbd: imagesType === "rbd",
      rbdPool: text(config, "libvirt", "images_rbd_pool"),
      cephConf: text(config, "libvirt", "images_rbd_ceph_conf"),
      rbdUser: text(config, "libvirt", "rbd_user"),
      glanceStoreName: text(config, "libvirt", "images_rbd_glance_store_name"),
    };
  });
}

/** One `CinderVolume` for each cinder.conf, with the backends that are enabled, or those a snippet shows. */
export function cinderVolumes(intake: Intake, catalogues: readonly Release[]): CinderVolume[] {
  return configsOf(intake, "cinder").map((artefact) => {
    const bare = serviceConfig(artefact, "cinder", catalogues);
    const enabled = list(bare, "DEFAULT", "enabled_backends");
    const ids = enabled.length > 0 ? enabled : sectionsWithDriver(bare);
    const config: ServiceConfig = { ...bare, layout: layoutOf(bare.configs, { cinderBackends: ids }) };
    const backends = ids.map((id) => cinderBackend(config, id));
    return { ...config, backends, usesRbd: backends.some(({ rbd }) => rbd) };
  });
}

/** A pasted excerpt may lack `enabled_backends`: then every section that names a driver counts. */
function sectionsWithDriver(config: ServiceConfig): string[] {
  const sections = config.configs.flatMap(({ entries }) =>
    entries.filter(({ key }) => key === "volume_driver").map(({ section }) => section),
  );
  return [...new Set(sections)];
}

function cinderBackend(config: ServiceConfig, id: string): CinderBackend {
  const section = sectionHeader(config, id)?.name ?? null;
  const driver = setting(config, section ?? id, "volume_driver");
  const own = (key: string): string | null =>
    written(config, section ?? id, key).at(-1)?.entry.value ?? text(config, section ?? id, key);
  const rbd = (driver.text ?? "").endsWith("rbd.RBDDriver");
  return {
    id,
    driver: driver.text ?? "",
    section,
    rbd,
    pool: rbd ? own("rbd_pool") : null,
    cephConf: rbd ? own("rbd_ceph_conf") : null,
    user: rbd ? own("rbd_user") : null,
    at: driver.at,
  };
}

/** glance-scrubber.conf or glance-cache.conf; both are read with Glance's catalogue and their own stores. */
export function glanceSideFile(
  intake: Intake,
  kind: "glance-scrubber" | "glance-cache",
  catalogues: readonly Release[],
  layout: Layout,
): ServiceConfig | null {
  const artefact = configsOf(intake, kind)[0];
  return artefact ? serviceConfig(artefact, "glance", catalogues, layout) : null;
}
