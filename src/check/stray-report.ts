/** Reports of options that nothing reads where they stand: one shape for the rules that tell the reasons apart. */
import type { Cloud, ServiceConfig } from "../facts/cloud.ts";
import { scopeIn } from "../facts/place.ts";
import { filesOf } from "../facts/services.ts";
import { type StrayOption, strayOptions } from "../facts/stray-options.ts";
import type { Fix, Report, Severity } from "./rule.ts";

type Kind = StrayOption["kind"];
type Of<K extends Kind> = Extract<StrayOption, { kind: K }>;

/** What a rule adds to a stray option of its kind; null: another rule tells, or nobody needs to. */
export type StrayDetails<Message extends string> = {
  message: Message;
  severity: Severity;
  data?: Readonly<Record<string, string | number>>;
  fix?: readonly Fix[];
};

/** One report per option of this kind in any file. */
export function* reportStray<const K extends Kind, const Message extends string>(
  cloud: Cloud,
  kind: K,
  detailsOf: (stray: Of<K>, service: ServiceConfig) => StrayDetails<Message> | null,
): Generator<Report & { message: Message }> {
  for (const { service, peers, config } of filesOf(cloud))
    for (const stray of strayOptions(service, config)) {
      if (!isKind(stray, kind)) continue;
      const details = detailsOf(stray, service);
      if (details === null) continue;
      const option = `[${stray.entry.section}]${stray.entry.key}`;
      yield {
        ...details,
        option,
        at: { file: stray.file, line: stray.entry.line },
        data: { option, file: stray.file, ...details.data },
        ...scopeIn(peers, service),
      };
    }
}

function isKind<K extends Kind>(stray: StrayOption, kind: K): stray is Of<K> {
  return stray.kind === kind;
}

/** Glance's own files matter here; of Nova's and Cinder's files the operator asked nothing else. */
export function inGlance(service: ServiceConfig, severity: Severity, others: Severity = "info"): Severity {
  return service.project === "glance" ? severity : others;
}

/** Takes a key out of where it stands. */
export function removalOf({ file, entry }: StrayOption): Fix {
  return { file, section: entry.section, key: entry.key, value: null };
}
