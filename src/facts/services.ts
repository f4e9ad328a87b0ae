/** The services of a cloud and their files, for rules that hold for all of them alike. */
import type { Entry, OsloConfig } from "../intake/oslo/config.ts";
import type { Cloud, ServiceConfig } from "./cloud.ts";

export type PeeredService = {
  service: ServiceConfig;
  /** All files of that service that were given; more than one: findings carry their scope. */
  peers: readonly ServiceConfig[];
};

/** Every service whose configuration was given: Glance's, Nova's, Cinder's, then the scrubber's and the cache tools'. */
function servicesOf({ glance, nova, cinder, scrubber, cacheConf }: Cloud): PeeredService[] {
  const single = [scrubber, cacheConf].filter((service) => service !== null);
  return [
    ...[glance, nova, cinder].flatMap((peers) => peers.map((service) => ({ service, peers }))),
    ...single.map((service) => ({ service, peers: [service] })),
  ];
}

/** Each file once, with a service that reads it: an import file is read by every glance-api beside it. */
export function filesOf(cloud: Cloud): (PeeredService & { config: OsloConfig })[] {
  const seen = new Set<string>();
  return servicesOf(cloud).flatMap(({ service, peers }) =>
    service.configs.flatMap((config) => {
      if (seen.has(config.file)) return [];
      seen.add(config.file);
      return [{ service, peers, config }];
    }),
  );
}

/** An indented line that reads like an option of its own, but is a part of the value above it. */
export type SwallowedLine = { entry: Entry; line: number; key: string; value: string };

const OPTION_LINE = /^\s*([A-Za-z][\w-]*)\s*[=:]\s*(.*?)\s*$/;

/** The swallowed lines of a file, in order. `isOption` tells whether a section has an option of that name. */
export function swallowedLines(
  config: OsloConfig,
  isOption: (section: string, key: string) => boolean,
): SwallowedLine[] {
  return config.entries.flatMap((entry) =>
    entry.continuations.flatMap(({ line, text }) => {
      const match = OPTION_LINE.exec(text);
      const key = match?.[1];
      if (match === null || key === undefined || !isOption(entry.section, key)) return [];
      return [{ entry, line, key, value: match[2] ?? "" }];
    }),
  );
}
